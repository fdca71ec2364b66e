import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { visibleSql } from '#features/tickets/queries.ts'

export type AttachmentRow = {
  readonly id: number
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly type: string
  readonly ticketId: number
}

/** One attachment of a ticket this actor may see; what hangs on a note is for agents alone, on a removed update for nobody. */
export function attachmentById({ db }: Desk, actor: Actor, id: number): AttachmentRow | null {
  const { where, bind } = visibleSql(actor)
  const internal = actor.role === 'client' ? `AND (a.updateId IS NULL OR u.kind = 'reply')` : ''
  const row = db.sql.get<AttachmentRow>(
    `SELECT a.id, a.name, a.sha256, f.size, f.type, a.ticketId FROM Attachment a JOIN File f ON f.sha256 = a.sha256
     JOIN Ticket t ON t.id = a.ticketId LEFT JOIN "Update" u ON u.id = a.updateId WHERE a.id = @id AND u.removedAt IS NULL AND ${where} ${internal}`,
    { id, ...bind },
  )
  return row ?? null
}
