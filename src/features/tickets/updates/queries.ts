import type { Actor } from '#domain/actor.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { visibleSql } from '#features/tickets/queries.ts'

export type OneUpdate = {
  readonly id: number
  readonly kind: 'reply' | 'note'
  readonly body: string
  readonly authorId: number | null
  readonly authorName: string
}

/** A reply or note that is still there, on a ticket this actor may see. */
export function updateById({ db }: Desk, actor: Actor, { ticketId, id }: { ticketId: number; id: number }): OneUpdate {
  const { where, bind } = visibleSql(actor)
  const kinds = actor.role === 'client' ? `u.kind = 'reply'` : `u.kind <> 'system'`
  const update = db.sql.get<OneUpdate>(
    `SELECT u.id, u.kind, u.body, u.authorId, u.authorName FROM "Update" u JOIN Ticket t ON t.id = u.ticketId
     WHERE u.id = @id AND u.ticketId = @ticketId AND u.removedAt IS NULL AND ${kinds} AND ${where}`,
    { id, ticketId, ...bind },
  )
  if (!update) throw notFound('update')
  return update
}

export type Revision = { readonly body: string; readonly at: number; readonly by: string | null }

/** The texts an update had before, the latest first. */
export const revisionsOf = ({ db }: Desk, updateId: number): readonly Revision[] =>
  db.sql.all(
    `SELECT r.body, r.createdAt AS at, p.name AS by FROM UpdateRevision r LEFT JOIN Person p ON p.id = r.editorId WHERE r.updateId = @updateId ORDER BY r.id DESC`,
    { updateId },
  )
