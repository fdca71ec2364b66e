import type { Desk } from '#src/desk.ts'

export type Splittable = {
  readonly id: number
  readonly kind: 'reply' | 'note'
  readonly authorName: string
  readonly body: string
  readonly createdAt: number
  readonly files: number
}

const MOST_SHOWN = 500

/** The replies and notes of a ticket that can go over to another one, in order of time. */
export const splittable = ({ db }: Desk, ticketId: number): readonly Splittable[] =>
  db.sql
    .all<Splittable>(
      `SELECT u.id, u.kind, u.authorName, u.body, u.createdAt, (SELECT count(*) FROM Attachment a WHERE a.updateId = u.id) AS files
       FROM "Update" u WHERE u.ticketId = @ticketId AND u.kind <> 'system' AND u.removedAt IS NULL
       ORDER BY u.createdAt DESC, u.id DESC LIMIT ${MOST_SHOWN}`,
      { ticketId },
    )
    .toReversed()
