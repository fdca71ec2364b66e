import type { Clock } from '#domain/clocks.ts'

/** A ticket as rules see it: instants as numbers, its clocks with their pauses. */
export type TicketState = {
  readonly id: number
  readonly version: number
  readonly title: string
  readonly description: string
  readonly notes: string
  readonly status: string
  readonly holdReason: string | null
  readonly resolution: string | null
  readonly priority: string
  readonly type: string | null
  readonly category: string | null
  readonly component: string | null
  readonly jobNumber: string | null
  readonly requesterId: number | null
  readonly assigneeId: number | null
  readonly siteId: number | null
  readonly projectId: number | null
  readonly dueAt: number | null
  readonly ageReferenceAt: number
  readonly createdAt: number
  readonly firstRespondedAt: number | null
  readonly resolvedAt: number | null
  readonly resolvedById: number | null
  readonly closedAt: number | null
  readonly snoozedUntil: number | null
  readonly mergedIntoId: number | null
  readonly sourceId: number | null
  /** The name of the mirrored system it comes from; null for our own tickets, and once it is disconnected. */
  readonly source: string | null
  readonly clocks: readonly Clock[]
}

/** The columns of `Ticket t` that `TicketState` holds. */
export const STATE_COLUMNS = `id, version, title, description, notes, status, holdReason, resolution, priority, type, category, component, jobNumber,
  requesterId, assigneeId, siteId, projectId, dueAt, ageReferenceAt, createdAt, firstRespondedAt, resolvedAt, resolvedById, closedAt, snoozedUntil, mergedIntoId, sourceId,
  (SELECT s.name FROM Source s WHERE s.id = t.sourceId AND s.state <> 'off') AS source`

/** The clocks of a ticket, and their pauses in order of time. */
export const CLOCKS =
  'SELECT id, kind, targetSeconds, startedAt, dueAt, stoppedAt, met FROM Clock WHERE ticketId = @ticketId ORDER BY kind'
export const PAUSES =
  'SELECT p.clockId, p.fromAt, p.toAt, p.reason FROM Clock c JOIN ClockPause p ON p.clockId = c.id WHERE c.ticketId = @ticketId ORDER BY p.fromAt, p.id'

export type ClockRow = Omit<Clock, 'met' | 'pauses'> & { readonly id: number; readonly met: number | null }
export type PauseRow = {
  readonly clockId: number
  readonly fromAt: number
  readonly toAt: number | null
  readonly reason: string
}

export const clocksFrom = (clocks: readonly ClockRow[], pauses: readonly PauseRow[]): readonly Clock[] =>
  clocks.map(({ id, met, ...clock }) => ({
    ...clock,
    met: met === null ? null : met === 1,
    pauses: pauses
      .filter(({ clockId }) => clockId === id)
      .map(({ fromAt, toAt, reason }) => ({ fromAt, toAt, reason })),
  }))

export const dateOrNull = (instant: number | null): Date | null => (instant === null ? null : new Date(instant))
