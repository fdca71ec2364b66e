import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import type { UpdateRow } from '#features/tickets/show/queries.ts'

/** The latest entries of a timeline that were not removed, the newest first; clients get replies alone. */
export function latestUpdates(
  { db }: Desk,
  { role }: Actor,
  { ticketId, most }: { ticketId: number; most: number },
): readonly UpdateRow[] {
  const kinds = role === 'client' ? `AND kind = 'reply'` : ''
  return db.sql.all<UpdateRow>(
    `SELECT id, kind, authorId, authorName, body, changes, createdAt, editedAt, removedAt, NULL AS removedBy
     FROM "Update" WHERE ticketId = @ticketId AND removedAt IS NULL ${kinds} ORDER BY createdAt DESC, id DESC LIMIT @most`,
    { ticketId, most },
  )
}
