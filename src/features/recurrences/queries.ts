import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'

/** A schedule that opens tickets from a template. */
export type Recurrence = {
  readonly id: number
  readonly templateId: number
  readonly template: string
  readonly cron: string
  readonly timeZone: string
  readonly active: number
  readonly nextAt: number | null
  readonly lastAt: number | null
  /** Why the last run opened no ticket. */
  readonly lastError: string | null
  /** The ticket it opened last. */
  readonly ticketId: number | null
}

const COLUMNS = `r.id, r.templateId, p.name AS template, r.cron, r.timeZone, r.active, r.nextAt, r.lastAt, r.lastError, r.ticketId
  FROM Recurrence r JOIN Template p ON p.id = r.templateId`

/** Every schedule; the next to come first, paused ones last. */
export const recurrences = ({ db }: Desk): readonly Recurrence[] =>
  db.sql.all(`SELECT ${COLUMNS} ORDER BY r.active DESC, r.nextAt IS NULL, r.nextAt, r.id LIMIT 500`)

export function recurrenceById({ db }: Desk, id: number): Recurrence {
  const found = db.sql.get<Recurrence>(`SELECT ${COLUMNS} WHERE r.id = @id`, { id })
  if (!found) throw notFound('schedule')
  return found
}

const MOST_AT_ONCE = 50

/** What should have opened a ticket by now; answered by its index alone. */
export const dueRecurrences = ({ db }: Desk, now: number): readonly Recurrence[] =>
  db.sql.all(`SELECT ${COLUMNS} WHERE r.active = 1 AND r.nextAt <= @now ORDER BY r.nextAt LIMIT ${MOST_AT_ONCE}`, {
    now,
  })
