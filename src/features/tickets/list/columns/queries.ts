import type { Actor } from '#domain/actor.ts'
import { textOfRows } from '#domain/field-values.ts'
import type { Field } from '#domain/fields.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { columnsFor, columnsOf, type Column } from './schema.ts'

/** What only columns show of a ticket. */
export type Facts = {
  readonly id: number
  readonly type: string | null
  readonly category: string | null
  readonly component: string | null
  readonly firstRespondedAt: number | null
  readonly resolvedAt: number | null
  readonly project: string | null
  /** The operator's fields, as forms have them, by their number. */
  readonly texts: ReadonlyMap<number, string>
}

const MORE = new Set(['type', 'category', 'component', 'first_response', 'resolved', 'project'])

/** Reads for the tickets of one page what these columns show and the usual line does not. */
export function factsFor(desk: Desk, ids: readonly number[], columns: readonly Column[]): ReadonlyMap<number, Facts> {
  const fields = columns.flatMap(({ field }) => (field === null ? [] : [field]))
  if (fields.length === 0 && !columns.some(({ key }) => MORE.has(key))) return new Map()
  const rows = desk.db.sql.all<Omit<Facts, 'texts'>>(
    `SELECT t.id, t.type, t.category, t.component, t.firstRespondedAt, t.resolvedAt, p.name AS project
     FROM json_each(@ids) wanted JOIN Ticket t ON t.id = wanted.value LEFT JOIN Project p ON p.id = t.projectId`,
    { ids: JSON.stringify(ids) },
  )
  const texts = fields.length === 0 ? null : textsOf(desk, ids, fields)
  return new Map(rows.map((row) => [row.id, { ...row, texts: texts?.get(row.id) ?? new Map<number, string>() }]))
}

type ValueRow = {
  readonly ticketId: number
  readonly fieldId: number
  readonly text: string | null
  readonly number: number | null
}

function textsOf({ db }: Desk, ids: readonly number[], fields: readonly Field[]) {
  const rows = db.sql.all<ValueRow>(
    `SELECT v.ticketId, v.fieldId, v.text, v.number FROM json_each(@ids) wanted JOIN FieldValue v ON v.ticketId = wanted.value
     WHERE v.fieldId IN (SELECT value FROM json_each(@fields)) ORDER BY v.id`,
    { ids: JSON.stringify(ids), fields: JSON.stringify(fields.map(({ id }) => id)) },
  )
  return new Map(
    ids.map((id) => {
      const own = rows.filter(({ ticketId }) => ticketId === id)
      const held = fields.map((field) => {
        const values = own.filter(({ fieldId }) => fieldId === field.id)
        return [field.id, textOfRows(field.type, values)] as const
      })
      return [id, new Map(held)] as const
    }),
  )
}

/** The columns that these keys mean to this actor; null where the usual line is shown. */
export function columnsChosen(desk: Desk, actor: Actor, keys: readonly string[] | null): readonly Column[] | null {
  if (keys === null || keys.length === 0) return null
  return columnsOf(keys, columnsFor(actor.role, fieldsFor(desk, actor, 'ticket')))
}
