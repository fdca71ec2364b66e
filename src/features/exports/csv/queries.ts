import type { Actor } from '#domain/actor.ts'
import type { Field } from '#domain/fields.ts'
import type { Boundaries } from '#domain/urgency.ts'
import type { Desk } from '#src/desk.ts'
import { visibleSql } from '#features/tickets/queries.ts'

type Instant = number | null
type Text = string | null

export type ExportRow = Boundaries & {
  readonly id: number
  readonly title: string
  readonly description: string
  readonly notes: string
  readonly status: string
  readonly statusKind: string
  readonly holdReason: Text
  readonly resolution: Text
  readonly priority: string
  readonly type: Text
  readonly category: Text
  readonly component: Text
  readonly jobNumber: Text
  readonly requester: Text
  readonly requesterMail: Text
  readonly assignee: Text
  readonly assigneeMail: Text
  readonly site: Text
  readonly project: Text
  readonly source: Text
  readonly externalId: Text
  readonly dueAt: Instant
  readonly createdAt: number
  readonly updatedAt: number
  readonly ageReferenceAt: number
  readonly firstRespondedAt: Instant
  readonly resolvedAt: Instant
  readonly closedAt: Instant
  /** Parted by a comma and a blank. */
  readonly tags: Text
  /** One a line. */
  readonly links: Text
  /** A JSON list of name and mail address. */
  readonly watchers: string
}

const ROWS = `SELECT t.id, t.title, t.description, t.notes, t.status, t.statusKind, t.holdReason, t.resolution, t.priority, t.type,
  t.category, t.component, t.jobNumber, t.dueAt, t.createdAt, t.updatedAt, t.ageReferenceAt, t.firstRespondedAt, t.resolvedAt,
  t.closedAt, t.stage1At, t.stage2At, t.stage3At, t.overdueAt, t.externalId,
  requester.name AS requester, requester.email AS requesterMail, assignee.name AS assignee, assignee.email AS assigneeMail,
  site.name AS site, project.name AS project, source.name AS source,
  (SELECT group_concat(name, ', ') FROM (SELECT g.name FROM TicketTag x JOIN Tag g ON g.id = x.tagId WHERE x.ticketId = t.id ORDER BY g.nameKey)) AS tags,
  (SELECT group_concat(url, char(10)) FROM (SELECT l.url FROM TicketLink l WHERE l.ticketId = t.id AND l.updateId IS NULL ORDER BY l.id)) AS links,
  (SELECT json_group_array(json_array(name, email)) FROM (SELECT p.name, p.email FROM Watcher w JOIN Person p ON p.id = w.personId WHERE w.ticketId = t.id ORDER BY p.nameKey, p.id)) AS watchers
  FROM json_each(@ids) wanted CROSS JOIN Ticket t ON t.id = wanted.value
  LEFT JOIN Person requester ON requester.id = t.requesterId LEFT JOIN Person assignee ON assignee.id = t.assigneeId
  LEFT JOIN Site site ON site.id = t.siteId LEFT JOIN Project project ON project.id = t.projectId
  LEFT JOIN Source source ON source.id = t.sourceId`

/** These tickets, in this order, as far as this actor still sees them. */
export function exportRows({ db }: Desk, actor: Actor, ids: readonly number[]): readonly ExportRow[] {
  const { where, bind } = visibleSql(actor)
  return db.sql.all(`${ROWS} WHERE ${where} ORDER BY wanted.key`, { ids: JSON.stringify(ids), ...bind })
}

type ValueRow = { readonly fieldId: number; readonly text: string | null; readonly number: number | null }

/** What these tickets hold of custom fields, by ticket. */
export function exportValues(
  { db }: Desk,
  fields: readonly Field[],
  ids: readonly number[],
): ReadonlyMap<number, readonly ValueRow[]> {
  if (fields.length === 0) return new Map()
  const rows = db.sql.all<ValueRow & { readonly ticketId: number }>(
    `SELECT v.ticketId, v.fieldId, v.text, v.number FROM json_each(@ids) wanted CROSS JOIN FieldValue v ON v.ticketId = wanted.value
     ORDER BY v.id`,
    { ids: JSON.stringify(ids) },
  )
  const byTicket = new Map<number, ValueRow[]>()
  for (const { ticketId, ...row } of rows) {
    const known = byTicket.get(ticketId)
    if (known) known.push(row)
    else byTicket.set(ticketId, [row])
  }
  return byTicket
}
