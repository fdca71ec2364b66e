import type { Desk } from '#src/desk.ts'

export type MoveRow = {
  readonly id: number
  readonly from: string | null
  readonly to: string
  readonly actorId: number | null
  readonly actor: string | null
  readonly createdAt: number
}

/** How a ticket came to its status, in order of time; the reasons stay with the agents. */
export const movesOf = ({ db }: Desk, ticketId: number): readonly MoveRow[] =>
  db.sql.all(
    `SELECT s.id, s."from", s."to", s.actorId, p.name AS actor, s.createdAt
     FROM StatusChange s LEFT JOIN Person p ON p.id = s.actorId WHERE s.ticketId = @ticketId ORDER BY s.createdAt, s.id`,
    { ticketId },
  )

/** The last reply that stands: when, whose, and whether from somebody who works on tickets. For `Ticket t`, as JSON. */
export const LAST_REPLY = `(SELECT json_array(u.createdAt, u.authorName, coalesce(p.role IN ('admin', 'agent'), 0))
  FROM "Update" u LEFT JOIN Person p ON p.id = u.authorId
  WHERE u.ticketId = t.id AND u.kind = 'reply' AND u.removedAt IS NULL ORDER BY u.createdAt DESC, u.id DESC LIMIT 1)`

export type LastReply = { readonly at: number; readonly by: string; readonly answers: boolean }

/** What `LAST_REPLY` holds; null where nobody has replied. */
export function readLastReply(json: string | null): LastReply | null {
  if (json === null) return null
  const [at, by, staff] = JSON.parse(json) as [number, string, number]
  return { at, by, answers: staff === 1 }
}

export const lastReplyOf = ({ db }: Desk, ticketId: number): LastReply | null =>
  readLastReply(
    db.sql.get<{ last: string | null }>(`SELECT ${LAST_REPLY} AS last FROM Ticket t WHERE t.id = @ticketId`, {
      ticketId,
    })?.last ?? null,
  )
