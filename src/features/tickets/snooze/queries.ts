import type { Desk } from '#src/desk.ts'

/** The tickets whose time to wake has come, the earliest first. */
export const dueToWake = ({ db, clock }: Desk, most: number): readonly number[] =>
  db.sql
    .all<{ id: number }>(
      `SELECT id FROM Ticket WHERE snoozedUntil <= @now ORDER BY snoozedUntil LIMIT ${Math.trunc(most)}`,
      { now: clock.now() },
    )
    .map(({ id }) => id)
