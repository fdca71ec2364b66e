import { setImmediate as turn } from 'node:timers/promises'
import type { Actor } from '#domain/actor.ts'
import { fieldName, type Field } from '#domain/fields.ts'
import { textOfRows } from '#domain/field-values.ts'
import { formatNumber } from '#domain/numbers.ts'
import { priorityOf } from '#domain/priority.ts'
import { statusOf } from '#domain/status.ts'
import { TICKET_TABLE, ticketColumns, type TicketColumn } from '#domain/ticket-table.ts'
import { writePerson } from '#domain/typed-person.ts'
import type { Config } from '#config/config.ts'
import { csvLine } from '#lib/csv-write.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { idPages } from '#features/tickets/list/ids/queries.ts'
import { urgencyOf } from '#features/tickets/list/present.ts'
import type { ListQuery } from '#features/tickets/list/schema.ts'
import { exportRows, exportValues, type ExportRow } from './queries.ts'

const AT_ONCE = 100

/** The tickets of a list, each once, in its order; others get their turn meanwhile. */
export async function listedIds(desk: Desk, actor: Actor, query: ListQuery): Promise<readonly number[]> {
  const ids = new Set<number>()
  for (const page of idPages(desk, actor, query)) {
    for (const id of page) ids.add(id)
    await turn()
  }
  return [...ids]
}

type Scene = { readonly config: Config; readonly now: number }
type Cell = string | number | null

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** Instants in UTC, lists one a line or between commas: what `pennant import` reads back. */
const CELLS: Readonly<Record<TicketColumn, (row: ExportRow, scene: Scene) => Cell>> = {
  number: ({ id }, { config }) => formatNumber(config.tickets.numberFormat, id),
  title: ({ title }) => title,
  description: ({ description }) => description,
  status: ({ status }, { config }) => statusOf(config.workflow, status).label,
  priority: ({ priority }, { config }) => priorityOf(config.priorities, priority).label,
  stage: (row, { config, now }) => urgencyOf(row, config, now).word,
  type: ({ type }) => type,
  category: ({ category }) => category,
  component: ({ component }) => component,
  requester: ({ requester }) => requester,
  requesterMail: ({ requesterMail }) => requesterMail,
  assignee: ({ assignee }) => assignee,
  assigneeMail: ({ assigneeMail }) => assigneeMail,
  watchers: ({ watchers }) => watcherLines(watchers),
  site: ({ site }) => site,
  project: ({ project }) => project,
  jobNumber: ({ jobNumber }) => jobNumber,
  tags: ({ tags }) => tags,
  links: ({ links }) => links,
  due: ({ dueAt }) => iso(dueAt),
  created: ({ createdAt }) => iso(createdAt),
  updated: ({ updatedAt }) => iso(updatedAt),
  firstResponse: ({ firstRespondedAt }) => iso(firstRespondedAt),
  resolved: ({ resolvedAt }) => iso(resolvedAt),
  closed: ({ closedAt }) => iso(closedAt),
  ageFrom: ({ ageReferenceAt }) => iso(ageReferenceAt),
  holdReason: ({ holdReason }) => holdReason,
  resolution: ({ resolution }) => resolution,
  notes: ({ notes }) => notes,
  source: ({ source }) => source,
  externalId: ({ externalId }) => externalId,
}

function watcherLines(watchers: string): string | null {
  if (watchers === '[]') return null
  const people = JSON.parse(watchers) as [string, string | null][]
  return people.map(([name, email]) => writePerson({ name, email })).join('\n')
}

/** These tickets as CSV, a hundred at a time, with every column this actor may see. */
export async function* ticketsCsv(desk: Desk, actor: Actor, ids: readonly number[]): AsyncGenerator<string> {
  const columns = ticketColumns(actor.role === 'client')
  const fields = fieldsFor(desk, actor, 'ticket')
  const cells = columns.map((name) => CELLS[name])
  yield `\uFEFF${csvLine([...columns.map((name) => TICKET_TABLE[name].header), ...fields.map(fieldName)])}`
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE)
    const custom = customOf(desk, fields, some)
    const scene = { config: desk.config, now: desk.clock.now() }
    yield exportRows(desk, actor, some)
      .map((row) => csvLine([...cells.map((cell) => cell(row, scene)), ...custom(row.id)]))
      .join('')
    await turn()
  }
}

function customOf(desk: Desk, fields: readonly Field[], ids: readonly number[]): (id: number) => readonly string[] {
  const values = exportValues(desk, fields, ids)
  return (id) => {
    const rows = values.get(id) ?? []
    return fields.map((field) =>
      textOfRows(
        field.type,
        rows.filter(({ fieldId }) => fieldId === field.id),
      ),
    )
  }
}
