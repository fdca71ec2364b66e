import { PARKED_AT } from '#features/tickets/held/queries.ts'
import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import type { UpdateRow } from '#features/tickets/show/queries.ts'

/** How far a page has seen: the newest entry and the newest reply on its way. */
export type Seen = { readonly update: number; readonly held: number }

/** What a page shows, to be asked before anything else is read for it. */
export function seenMark({ db }: Desk, ticketId: number): string {
  const row = db.sql.get<Seen>(
    `SELECT coalesce((SELECT max(id) FROM "Update" WHERE ticketId = @ticketId), 0) AS "update",
       coalesce((SELECT max(id) FROM HeldReply WHERE ticketId = @ticketId), 0) AS held`,
    { ticketId },
  )
  return `${row?.update ?? 0}.${row?.held ?? 0}`
}

/** Null for a form that says nothing of what its page showed. */
export function readSeen(text: string): Seen | null {
  const [, update, held] = /^(\d{1,15})\.(\d{1,15})$/.exec(text) ?? []
  return update === undefined || held === undefined ? null : { update: Number(update), held: Number(held) }
}

// A change of another field is no reason to stop: it changes nothing about what was written.
const ARRIVED = `u.ticketId = @ticketId AND u.id > @update AND u.authorId IS NOT @me AND u.removedAt IS NULL
  AND (u.kind <> 'system' OR u.changes LIKE '%"field":"status"%' OR u.changes LIKE '%"field":"holdReason"%')`

export const ANY_ARRIVED = `SELECT 1 FROM "Update" u WHERE ${ARRIVED}
  UNION ALL SELECT 1 FROM HeldReply h WHERE h.ticketId = @ticketId AND h.id > @held AND h.personId IS NOT @me AND h.leavesAt < ${PARKED_AT} LIMIT 1`

type Since = { readonly ticketId: number; readonly seen: Seen }

/** What others wrote or moved since a page was shown, in order. */
export const arrivedSince = ({ db }: Desk, { personId }: Actor, { ticketId, seen }: Since): readonly UpdateRow[] =>
  db.sql.all<UpdateRow>(
    `SELECT u.id, u.kind, u.authorId, u.authorName, u.body, u.changes, u.createdAt, u.editedAt, u.removedAt, NULL AS removedBy,
       (SELECT p.avatarSha FROM Person p WHERE p.id = u.authorId) AS authorAvatar
     FROM "Update" u WHERE ${ARRIVED} ORDER BY u.id LIMIT 20`,
    { ticketId, update: seen.update, me: personId },
  )
