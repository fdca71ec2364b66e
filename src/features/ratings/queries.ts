import type { Desk } from '#src/desk.ts'

export type RatingRow = {
  readonly personId: number | null
  readonly person: string | null
  readonly score: number
  readonly comment: string
  readonly createdAt: number
}

/** What requesters of this ticket, which may have changed, said of the answer; the latest first. */
export const ratingsOf = ({ db }: Desk, ticketId: number): readonly RatingRow[] =>
  db.sql.all(
    `SELECT r.personId, p.name AS person, r.score, r.comment, r.createdAt
     FROM Rating r LEFT JOIN Person p ON p.id = r.personId WHERE r.ticketId = @ticketId ORDER BY r.id DESC LIMIT 20`,
    { ticketId },
  )
