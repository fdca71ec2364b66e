import { baseUrlOf } from '#config/base-url.ts'
import type { Actor } from '#domain/actor.ts'
import type { Texts } from '#domain/edits.ts'
import { fieldName, fieldWords } from '#domain/fields.ts'
import { formatNumber } from '#domain/numbers.ts'
import { priorityOf } from '#domain/priority.ts'
import { statusOf } from '#domain/status.ts'
import type { PlannedAction } from '#domain/template-actions.ts'
import { commonValues, replyFields, type TemplateKind } from '#domain/template-fields.ts'
import { fillText, type Filled } from '#domain/template-text.ts'
import { notFound } from '#lib/errors.ts'
import { longTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { allFields, shownTexts } from '#features/fields/queries.ts'
import { ticketById } from '#features/tickets/show/queries.ts'

/** What a template of a ticket holds beside its description; texts as a form sends them. */
export type TemplateValues = {
  readonly texts: Texts
  readonly custom: Texts
  /** How long until it is due, '' for never. */
  readonly due: string
  readonly actions: readonly PlannedAction[]
}

export type Template = {
  readonly id: number
  readonly kind: TemplateKind
  readonly name: string
  readonly body: string
  readonly values: TemplateValues
  readonly shortcut: string | null
  /** Null for one that everybody who works here shares. */
  readonly ownerId: number | null
  readonly updatedAt: number
}

type Row = Omit<Template, 'values'> & { readonly values: string }

const COLUMNS = 'id, kind, name, body, "values", shortcut, ownerId, updatedAt'
const MOST = 500
const NOTHING: TemplateValues = { texts: {}, custom: {}, due: '', actions: [] }

/** A row of the table as a template. */
export const templateOf = ({ values, ...row }: Row): Template => ({
  ...row,
  values: { ...NOTHING, ...(JSON.parse(values) as Partial<TemplateValues>) },
})

const MINE = '(ownerId IS NULL OR ownerId = @me)'
const me = ({ personId }: Actor) => personId ?? -1

/** The shared templates of this kind and the actor's own, by name. */
export const templatesFor = ({ db }: Desk, actor: Actor, kind: TemplateKind): readonly Template[] =>
  db.sql
    .all<Row>(
      `SELECT ${COLUMNS} FROM Template WHERE kind = @kind AND ${MINE} ORDER BY name COLLATE NOCASE, id LIMIT ${MOST}`,
      { kind, me: me(actor) },
    )
    .map(templateOf)

export type TemplateName = Pick<Template, 'id' | 'name' | 'shortcut'>

/** The same, by their names alone: for menus on pages that are opened all day. */
export const templateNames = ({ db }: Desk, actor: Actor, kind: TemplateKind): readonly TemplateName[] =>
  db.sql.all(
    `SELECT id, name, shortcut FROM Template WHERE kind = @kind AND ${MINE} ORDER BY name COLLATE NOCASE, id LIMIT ${MOST}`,
    { kind, me: me(actor) },
  )

/** A template that is shared or the actor's own; others are not there. */
export function templateById({ db }: Desk, actor: Actor, id: number): Template {
  const row = db.sql.get<Row>(`SELECT ${COLUMNS} FROM Template WHERE id = @id AND ${MINE}`, { id, me: me(actor) })
  if (!row) throw notFound('template')
  return templateOf(row)
}

/** A shared template of a ticket, whoever asks; undefined when there is none of this number any more. */
export function sharedTemplate({ db }: Desk, id: number): Template | undefined {
  const row = db.sql.get<Row>(
    `SELECT ${COLUMNS} FROM Template WHERE id = @id AND kind = 'ticket' AND ownerId IS NULL`,
    { id },
  )
  return row && templateOf(row)
}

/** What the fields of a reply stand for on one ticket; only custom fields that its reader may see. Not found when the actor may not see it. */
export function replyValues(desk: Desk, actor: Actor, ticketId: number): (name: string) => string | undefined {
  const { config, clock } = desk
  const ticket = ticketById(desk, actor, ticketId)
  const requester = ticket.requester === null ? null : { name: ticket.requester, email: ticket.requesterEmail }
  const about = { requester, agent: actor.name, company: config.company }
  const common = commonValues(about, { at: clock.now(), zone: actor.zone })
  const fields = replyFields(allFields(desk))
  const texts = shownTexts(desk, fields, { entity: 'ticket', id: ticketId })
  const own = new Map([
    ['ticket.number', formatNumber(config.tickets.numberFormat, ticket.id)],
    ['ticket.title', ticket.title],
    ['ticket.status', statusOf(config.workflow, ticket.status).label],
    ['ticket.priority', priorityOf(config.priorities, ticket.priority).label],
    ['ticket.due', ticket.dueAt === null ? '' : longTime(ticket.dueAt, actor.zone)],
    ['ticket.link', `${baseUrlOf(config)}/tickets/${ticket.id}`],
    ['ticket.site', ticket.site ?? ''],
    ...fields.map((field) => [fieldName(field), fieldWords(field, texts[fieldName(field)] ?? '') ?? ''] as const),
  ])
  return (name) => own.get(name) ?? common(name)
}

/** Fills the fields of a reply for one ticket; not found when the actor may not see it. */
export const fillTemplate = (desk: Desk, actor: Actor, ticketId: number, text: string): string =>
  fillText(text, replyValues(desk, actor, ticketId)).text

export type CannedReply = Pick<Template, 'id' | 'name' | 'shortcut'> & Filled

/** The canned replies of an actor, filled for one ticket. */
export function cannedReplies(desk: Desk, actor: Actor, ticketId: number): readonly CannedReply[] {
  const valueOf = replyValues(desk, actor, ticketId)
  return templatesFor(desk, actor, 'reply').map(({ id, name, shortcut, body }) => ({
    ...{ id, name, shortcut },
    ...fillText(body, valueOf),
  }))
}
