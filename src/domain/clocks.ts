import { addWorkingMs, workingMsBetween, type Calendar } from './calendar.ts'
import type { Priority } from './priority.ts'

export type ClockKind = 'first_response' | 'resolution'

export type Pause = { readonly fromAt: number; readonly toAt: number | null; readonly reason: string }

export type Clock = {
  readonly kind: ClockKind
  readonly targetSeconds: number
  readonly startedAt: number
  readonly stoppedAt: number | null
  /** Null until the clock is stopped. */
  readonly met: boolean | null
  /** Null while paused, and where the calendar does not open again within ten years. */
  readonly dueAt: number | null
  /** In order of time; only the last one may be open. */
  readonly pauses: readonly Pause[]
}

export const CLOCK_WORDS: Readonly<Record<ClockKind, string>> = {
  first_response: 'First response',
  resolution: 'Resolution',
}

export const isRunning = (clock: Clock): boolean => clock.stoppedAt === null && !isPaused(clock)

export const isPaused = (clock: Clock): boolean => clock.pauses.at(-1)?.toAt === null

/** One clock for each target the priority has. */
export function startClocks(priority: Priority, at: number, calendar: Calendar): Clock[] {
  return (['first_response', 'resolution'] as const).flatMap((kind) => {
    const targetSeconds = targetOf(priority, kind)
    return targetSeconds === null ? [] : [startClock(kind, targetSeconds, { at, calendar })]
  })
}

export const targetOf = (priority: Priority, kind: ClockKind): number | null =>
  kind === 'first_response' ? priority.firstResponseSeconds : priority.resolutionSeconds

export function startClock(kind: ClockKind, targetSeconds: number, when: { at: number; calendar: Calendar }): Clock {
  const clock: Clock = { kind, targetSeconds, startedAt: when.at, stoppedAt: null, met: null, dueAt: null, pauses: [] }
  return timed(clock, when.calendar)
}

/** A stopped clock stays as it is; one that is paused goes on pausing, for the new reason from here on. */
export function pauseClock(clock: Clock, at: number, reason: string): Clock {
  if (clock.stoppedAt !== null || (isPaused(clock) && clock.pauses.at(-1)?.reason === reason)) return clock

  const fromAt = notBefore(clock, at)
  return { ...clock, dueAt: null, pauses: [...ended(clock, fromAt), { fromAt, toAt: null, reason }] }
}

/** A clock that is not paused stays as it is. */
export function resumeClock(clock: Clock, at: number, calendar: Calendar): Clock {
  if (!isPaused(clock)) return clock
  return timed({ ...clock, pauses: ended(clock, notBefore(clock, at)) }, calendar)
}

/** Met when no more than the target was counted. A stopped clock keeps its first result. */
export function stopClock(clock: Clock, at: number, calendar: Calendar): Clock {
  if (clock.stoppedAt !== null) return clock

  const stoppedAt = notBefore(clock, at)
  const stopped = { ...clock, stoppedAt, pauses: ended(clock, stoppedAt) }
  const met = countedMs(stopped, calendar, stoppedAt) <= clock.targetSeconds * 1000
  return timed({ ...stopped, met }, calendar)
}

/** The time since it was stopped becomes a pause, so that it does not count. */
export function reopenClock(clock: Clock, at: number, calendar: Calendar): Clock {
  if (clock.stoppedAt === null) return clock

  const pause = { fromAt: clock.stoppedAt, toAt: Math.max(at, clock.stoppedAt), reason: 'resolved' }
  return timed({ ...clock, stoppedAt: null, met: null, pauses: [...clock.pauses, pause] }, calendar)
}

/** Null = the clock goes away. A stopped clock keeps its target and its result: they are history. */
export function retargetClock(clock: Clock, targetSeconds: number | null, calendar: Calendar): Clock | null {
  if (clock.stoppedAt !== null) return clock
  return targetSeconds === null ? null : timed({ ...clock, targetSeconds }, calendar)
}

/** Null while paused, and where the calendar does not open again within ten years. */
export function deadlineOf(clock: Clock, calendar: Calendar): number | null {
  let left = clock.targetSeconds * 1000
  let at = clock.startedAt
  for (const pause of clock.pauses) {
    if (pause.toAt === null) return null
    const counted = workingMsBetween(calendar, at, pause.fromAt)
    // What was due before the pause stays due then.
    if (counted >= left) break
    left -= counted
    at = pause.toAt
  }
  const deadline = addWorkingMs(calendar, at, left)
  return deadline === Infinity ? null : deadline
}

/** Whole seconds on the clock at `at`; stands still once it is stopped. */
export const countedSeconds = (clock: Clock, calendar: Calendar, at: number): number =>
  Math.floor(countedMs(clock, calendar, at) / 1000)

function countedMs(clock: Clock, calendar: Calendar, at: number): number {
  const endAt = Math.min(at, clock.stoppedAt ?? at)
  const paused = clock.pauses.map(({ fromAt, toAt }) =>
    workingMsBetween(calendar, fromAt, Math.min(toAt ?? endAt, endAt)),
  )
  return paused.reduce((left, ms) => left - ms, workingMsBetween(calendar, clock.startedAt, endAt))
}

const timed = (clock: Clock, calendar: Calendar): Clock => ({ ...clock, dueAt: deadlineOf(clock, calendar) })

const ended = (clock: Clock, at: number): Pause[] => clock.pauses.map((pause) => ({ ...pause, toAt: pause.toAt ?? at }))

/** Events may arrive with a clock set back; a clock's own history stays in order. */
function notBefore(clock: Clock, at: number): number {
  const last = clock.pauses.at(-1)
  return Math.max(at, last?.toAt ?? last?.fromAt ?? clock.startedAt)
}
