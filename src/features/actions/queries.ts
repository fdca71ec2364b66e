import type { Desk } from '#src/desk.ts'

export type ActionRow = {
  readonly id: number
  readonly position: number
  readonly text: string
  readonly assigneeId: number | null
  readonly assignee: string | null
  readonly dueAt: number | null
  readonly doneAt: number | null
}

/** The action items of a ticket in their order; whether the ticket may be seen is the caller's affair. */
export const actionsOf = ({ db }: Desk, ticketId: number): readonly ActionRow[] =>
  db.sql.all(
    `SELECT a.id, a.position, a.text, a.assigneeId, p.name AS assignee, a.dueAt, a.doneAt
     FROM ActionItem a LEFT JOIN Person p ON p.id = a.assigneeId WHERE a.ticketId = @ticketId ORDER BY a.position, a.id`,
    { ticketId },
  )

/** What is still to be done on a ticket that has come to its end, in a sentence; null when nothing is. */
export function openActionsWarning({ db }: Desk, ticketId: number): string | null {
  const row = db.sql.get<{ count: number; first: string }>(
    `SELECT count(*) AS count, min(a.text) AS first FROM ActionItem a JOIN Ticket t ON t.id = a.ticketId
     WHERE a.ticketId = @ticketId AND a.doneAt IS NULL AND t.statusKind IN ('resolved', 'closed')`,
    { ticketId },
  )
  if (row === undefined || row.count === 0) return null
  return row.count === 1
    ? `“${row.first}” of its action list is still open.`
    : `${row.count} items of its action list are still open.`
}
