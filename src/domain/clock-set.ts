import type { Calendar } from './calendar.ts'
import {
  pauseClock,
  reopenClock,
  resumeClock,
  retargetClock,
  startClock,
  stopClock,
  targetOf,
  type Clock,
  type ClockKind,
} from './clocks.ts'
import type { Priority } from './priority.ts'

export type ClockEffect = 'pause' | 'resume' | 'stop' | 'reopen'

export type ClockMove = {
  /** In this order; `Move.clockEffects` of `workflow.ts`. */
  readonly effects: readonly ClockEffect[]
  readonly at: number
  readonly pauseReason: string
}

/** What a move along the workflow does to all clocks of a ticket. An answered first response stays answered. */
export const moveClocks = (clocks: readonly Clock[], move: ClockMove, calendar: Calendar): Clock[] =>
  clocks.map((clock) => move.effects.reduce((moved, effect) => applied(moved, { ...move, effect }, calendar), clock))

function applied(clock: Clock, move: ClockMove & { effect: ClockEffect }, calendar: Calendar): Clock {
  switch (move.effect) {
    case 'pause':
      return pauseClock(clock, move.at, move.pauseReason)
    case 'resume':
      return resumeClock(clock, move.at, calendar)
    case 'stop':
      return stopClock(clock, move.at, calendar)
    case 'reopen':
      return clock.kind === 'resolution' ? reopenClock(clock, move.at, calendar) : clock
  }
}

/** Stops the first-response clock alone; the others run on. */
export const respondClocks = (clocks: readonly Clock[], at: number, calendar: Calendar): Clock[] =>
  clocks.map((clock) => (clock.kind === 'first_response' ? stopClock(clock, at, calendar) : clock))

export type Reckoning = {
  readonly createdAt: number
  readonly firstRespondedAt: number | null
  readonly calendar: Calendar
}

/** After a change of priority. A clock the old priority did not have starts when the ticket was created. */
export function retargetClocks(clocks: readonly Clock[], priority: Priority, reckoning: Reckoning): Clock[] {
  return (['first_response', 'resolution'] as const).flatMap((kind) => {
    const target = targetOf(priority, kind)
    const clock = clocks.find((one) => one.kind === kind)
    const changed = clock
      ? retargetClock(clock, target, reckoning.calendar)
      : target && lateClock(kind, target, { ...reckoning, like: clocks[0] })
    return changed ? [changed] : []
  })
}

/** It takes over the pauses of the ticket's other clock, which a status gave to both. */
function lateClock(kind: ClockKind, target: number, reckoning: Reckoning & { like: Clock | undefined }): Clock {
  const { createdAt, firstRespondedAt, calendar, like } = reckoning
  const started = startClock(kind, target, { at: createdAt, calendar })
  const paused = retargetClock({ ...started, pauses: like?.pauses ?? [] }, target, calendar) ?? started
  return kind === 'first_response' && firstRespondedAt !== null
    ? stopClock({ ...started, pauses: [] }, firstRespondedAt, calendar)
    : paused
}
