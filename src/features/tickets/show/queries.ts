import { seesEverything, type Actor } from '#domain/actor.ts'
import type { Clock } from '#domain/clocks.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { visibleSql } from '#features/tickets/queries.ts'
import { CLOCKS, clocksFrom, PAUSES, type ClockRow, type PauseRow } from '#features/tickets/state.ts'
import { ROW_JOINS, rowColumns, type TicketRow } from '#features/tickets/list/rows.ts'

export type TicketPageRow = TicketRow & {
  readonly version: number
  readonly description: string
  readonly notes: string
  readonly type: string | null
  readonly category: string | null
  readonly component: string | null
  readonly jobNumber: string | null
  readonly holdReason: string | null
  readonly resolution: string | null
  readonly ageReferenceAt: number
  readonly firstRespondedAt: number | null
  readonly resolvedAt: number | null
  readonly requesterId: number | null
  readonly requesterEmail: string | null
  readonly requesterAvatar: string | null
  readonly assigneeAvatar: string | null
  readonly assigneeId: number | null
  readonly createdById: number | null
  readonly createdBy: string | null
  readonly resolvedBy: string | null
  readonly project: string | null
  readonly externalUrl: string | null
  /** What the mirrored system says besides, as JSON. */
  readonly externalData: string | null
  readonly archivedAt: number | null
  readonly mergedIntoId: number | null
  /** When the mirrored system was last read whole. */
  readonly sourceReadAt: number | null
}

const PAGE_COLUMNS = `t.version, t.description, t.notes AS privateNotes, t.type, t.category, t.component, t.jobNumber, t.holdReason, t.resolution,
  t.ageReferenceAt, t.firstRespondedAt, t.resolvedAt, t.requesterId, t.assigneeId, t.createdById, t.externalUrl, t.externalData, t.archivedAt, t.mergedIntoId,
  (SELECT p.email FROM Person p WHERE p.id = t.requesterId) AS requesterEmail,
  (SELECT p.avatarSha FROM Person p WHERE p.id = t.requesterId) AS requesterAvatar,
  (SELECT p.avatarSha FROM Person p WHERE p.id = t.assigneeId) AS assigneeAvatar,
  (SELECT p.name FROM Person p WHERE p.id = t.createdById) AS createdBy,
  (SELECT p.name FROM Person p WHERE p.id = t.resolvedById) AS resolvedBy,
  (SELECT p.name FROM Project p WHERE p.id = t.projectId) AS project,
  source.lastSuccessAt AS sourceReadAt`

/** The ticket of a page, if this actor may see it; clients never get its private notes. */
export function ticketById({ db }: Desk, actor: Actor, id: number): TicketPageRow {
  const { where, bind } = visibleSql(actor)
  const row = db.sql.get<TicketPageRow & { privateNotes: string }>(
    `SELECT ${rowColumns(actor.role)}, ${PAGE_COLUMNS} FROM Ticket t ${ROW_JOINS} WHERE t.id = @id AND ${where}`,
    { id, ...bind },
  )
  if (!row) throw notFound('ticket')
  return { ...row, notes: actor.role === 'client' ? '' : row.privateNotes }
}

export type UpdateRow = {
  readonly id: number
  readonly kind: 'reply' | 'note' | 'system'
  readonly authorId: number | null
  readonly authorName: string
  readonly body: string
  readonly changes: string | null
  readonly createdAt: number
  readonly editedAt: number | null
  readonly removedAt: number | null
  readonly removedBy: string | null
  readonly authorAvatar: string | null
}

/** What a page of the timeline holds at most; older entries follow on request. */
export const TIMELINE_PAGE = 200

/** The latest entries of a timeline, in the order in which they happened. Notes are for agents. */
export function timelineOf(
  { db }: Desk,
  actor: Actor,
  { ticketId, before }: { ticketId: number; before: number | null },
): readonly UpdateRow[] {
  const kinds = actor.role === 'client' ? `AND u.kind = 'reply'` : ''
  // History that was brought in later has its own times, so numbers alone are not in order.
  const earlier =
    before === null ? '' : 'AND (u.createdAt, u.id) < (SELECT createdAt, id FROM "Update" WHERE id = @before)'
  const rows = db.sql.all<UpdateRow>(
    `SELECT u.id, u.kind, u.authorId, u.authorName, u.body, u.changes, u.createdAt, u.editedAt, u.removedAt,
       (SELECT p.name FROM Person p WHERE p.id = u.removedById) AS removedBy,
       (SELECT p.avatarSha FROM Person p WHERE p.id = u.authorId) AS authorAvatar
     FROM "Update" u WHERE u.ticketId = @ticketId ${kinds} ${earlier} ORDER BY u.createdAt DESC, u.id DESC LIMIT ${TIMELINE_PAGE}`,
    before === null ? { ticketId } : { ticketId, before },
  )
  return rows.toReversed()
}

/** What the one who asked said and read before their ticket went over to one of somebody else, where it is for agents. */
export const repliesBeforeMerge = ({ db }: Desk, ticketId: number): readonly UpdateRow[] =>
  db.sql.all(
    `SELECT u.id, 'reply' AS kind, u.authorId, u.authorName, u.body, u.changes, u.createdAt, u.editedAt, u.removedAt, NULL AS removedBy,
       (SELECT p.avatarSha FROM Person p WHERE p.id = u.authorId) AS authorAvatar
     FROM UndoStep s JOIN Undo d ON d.id = s.undoId AND d.kind = 'merge', json_each(s.data, '$.hushed') h JOIN "Update" u ON u.id = h.value
     WHERE s.ticketId = @ticketId AND u.removedAt IS NULL AND (u.editedAt IS NULL OR u.editedAt < d.createdAt)
     ORDER BY u.createdAt, u.id LIMIT ${TIMELINE_PAGE}`,
    { ticketId },
  )

/** Which of the tickets these entries speak of this actor may not see. */
export function unseenIn({ db }: Desk, actor: Actor, updates: readonly UpdateRow[]): ReadonlySet<number> {
  const told = updates.filter(({ changes }) => changes?.includes('"about":') === true)
  if (told.length === 0 || seesEverything(actor)) return new Set()
  const { where, bind } = visibleSql(actor)
  const about = db.sql.all<{ id: number }>(
    `SELECT DISTINCT c.value ->> 'about' AS id FROM json_each(@all) a, json_each(a.value) c WHERE c.value ->> 'about' IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM Ticket t WHERE t.id = c.value ->> 'about' AND ${where})`,
    { all: JSON.stringify(told.map(({ changes }) => JSON.parse(changes ?? '[]') as unknown)), ...bind },
  )
  return new Set(about.map(({ id }) => id))
}

export type FileRow = {
  readonly id: number
  readonly name: string
  readonly size: number
  readonly type: string
  readonly updateId: number | null
}
export type LinkRow = {
  readonly id: number
  readonly url: string
  readonly label: string | null
  readonly updateId: number | null
}
export type PersonRow = { readonly id: number; readonly name: string; readonly email: string | null }

export const filesOf = ({ db }: Desk, ticketId: number): readonly FileRow[] =>
  db.sql.all(
    `SELECT a.id, a.name, f.size, f.type, a.updateId FROM Attachment a JOIN File f ON f.sha256 = a.sha256 WHERE a.ticketId = @ticketId ORDER BY a.id`,
    { ticketId },
  )

export const linksOf = ({ db }: Desk, ticketId: number): readonly LinkRow[] =>
  db.sql.all(`SELECT id, url, label, updateId FROM TicketLink WHERE ticketId = @ticketId ORDER BY id`, { ticketId })

export const watchersOf = ({ db }: Desk, ticketId: number): readonly PersonRow[] =>
  db.sql.all(
    `SELECT p.id, p.name, p.email FROM Watcher w JOIN Person p ON p.id = w.personId WHERE w.ticketId = @ticketId ORDER BY p.nameKey`,
    { ticketId },
  )

/** The clocks of a ticket with their pauses. */
export function clocksOf({ db }: Desk, ticketId: number): readonly Clock[] {
  const clocks = db.sql.all<ClockRow>(CLOCKS, { ticketId })
  return clocks.length === 0 ? [] : clocksFrom(clocks, db.sql.all<PauseRow>(PAUSES, { ticketId }))
}
