import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addWorkingMs, ALWAYS_OPEN, workingMsBetween } from '#domain/calendar.ts'
import {
  countedSeconds,
  deadlineOf,
  isPaused,
  isRunning,
  pauseClock,
  reopenClock,
  resumeClock,
  retargetClock,
  startClock,
  startClocks,
  stopClock,
  type Clock,
} from '#domain/clocks.ts'
import { anyCalendar, anyInstant, CRITICAL, DAY, HOUR, NOW, office, PRIORITIES, shut } from './given.ts'

const CALENDAR = ALWAYS_OPEN('UTC')
const day = (clock: Clock): number => ((clock.dueAt ?? Number.NaN) - NOW) / HOUR
const four = startClock('resolution', 4 * 3600, { at: NOW, calendar: CALENDAR })

describe('targets', () => {
  it.each([
    ['Low', 24, 72],
    ['Medium', 8, 48],
    ['High', 4, 24],
    ['Critical', 1, 4],
  ])('give %s %d h to respond and %d h to resolve', (key, respond, resolve) => {
    const priority = PRIORITIES.find((one) => one.key === key)!
    expect(startClocks(priority, NOW, CALENDAR).map((clock) => [clock.kind, day(clock)])).toEqual([
      ['first_response', respond],
      ['resolution', resolve],
    ])
  })

  it('that are missing start no clock', () => {
    expect(startClocks({ ...CRITICAL, resolutionSeconds: null }, NOW, CALENDAR)).toHaveLength(1)
  })

  it('run in opening hours alone', () => {
    const clock = startClock('resolution', 10 * 3600, { at: NOW, calendar: office('UTC') })
    expect(day(clock)).toBe(26)
  })

  it('have no deadline in a calendar that never opens', () => {
    const clock = startClock('resolution', 3600, { at: NOW, calendar: shut('UTC') })
    expect(clock.dueAt).toBeNull()
    expect(isRunning(clock)).toBe(true)
  })
})

describe('a pause', () => {
  const held = pauseClock(four, NOW + HOUR, 'Awaiting parts')

  it('takes the deadline away and gives it back later', () => {
    expect(held.dueAt).toBeNull()
    expect(isPaused(held)).toBe(true)
    expect(day(resumeClock(held, NOW + 3 * HOUR, CALENDAR))).toBe(6)
  })

  it('is kept with its reason', () => {
    expect(resumeClock(held, NOW + 2 * HOUR, CALENDAR).pauses).toEqual([
      { fromAt: NOW + HOUR, toAt: NOW + 2 * HOUR, reason: 'Awaiting parts' },
    ])
  })

  it('goes on for a new reason', () => {
    const twice = pauseClock(held, NOW + 2 * HOUR, 'Awaiting access')
    expect(twice.pauses.map(({ reason, toAt }) => [reason, toAt])).toEqual([
      ['Awaiting parts', NOW + 2 * HOUR],
      ['Awaiting access', null],
    ])
    expect(day(resumeClock(twice, NOW + 3 * HOUR, CALENDAR))).toBe(6)
  })

  it('is not begun twice for the same reason, nor on a stopped clock', () => {
    expect(pauseClock(held, NOW + 2 * HOUR, 'Awaiting parts')).toBe(held)
    const stopped = stopClock(four, NOW + HOUR, CALENDAR)
    expect(pauseClock(stopped, NOW + 2 * HOUR, 'Too late')).toBe(stopped)
  })

  it('does not mend what was missed before it', () => {
    const late = resumeClock(pauseClock(four, NOW + 5 * HOUR, 'Late'), NOW + 9 * HOUR, CALENDAR)
    expect(day(late)).toBe(4)
  })

  it('outside the opening hours changes nothing', () => {
    const calendar = office('UTC')
    const clock = startClock('resolution', 10 * 3600, { at: NOW, calendar })
    const night = resumeClock(pauseClock(clock, NOW + 9 * HOUR, 'Night'), NOW + 20 * HOUR, calendar)
    expect(night.dueAt).toBe(clock.dueAt)
  })

  it('that ends before it began lasts no time', () => {
    expect(resumeClock(held, NOW, CALENDAR).pauses).toEqual([
      { fromAt: NOW + HOUR, toAt: NOW + HOUR, reason: 'Awaiting parts' },
    ])
  })
})

describe('a stop', () => {
  it.each([
    ['in time', 3, true],
    ['at the last moment', 4, true],
    ['too late', 4.001, false],
  ])('%s after %d h is remembered', (_case, hours, met) => {
    expect(stopClock(four, NOW + hours * HOUR, CALENDAR).met).toBe(met)
  })

  it('does not count the pauses', () => {
    const held = pauseClock(four, NOW + HOUR, 'Awaiting parts')
    const stopped = stopClock(held, NOW + 30 * HOUR, CALENDAR)
    expect(stopped.met).toBe(true)
    expect(countedSeconds(stopped, CALENDAR, NOW + 99 * HOUR)).toBe(3600)
  })

  it('happens once', () => {
    const missed = stopClock(four, NOW + 5 * HOUR, CALENDAR)
    expect(stopClock(missed, NOW + 6 * HOUR, CALENDAR)).toBe(missed)
  })
})

describe('a reopened clock', () => {
  const reopened = reopenClock(stopClock(four, NOW + HOUR, CALENDAR), NOW + 11 * HOUR, CALENDAR)

  it('runs on, with the time between as a pause', () => {
    expect(reopened.pauses).toEqual([{ fromAt: NOW + HOUR, toAt: NOW + 11 * HOUR, reason: 'resolved' }])
    expect(day(reopened)).toBe(14)
    expect(reopened.met).toBeNull()
    expect(isRunning(reopened)).toBe(true)
  })

  it('keeps the pause in which it was stopped', () => {
    const stopped = stopClock(pauseClock(four, NOW + HOUR, 'Held'), NOW + 2 * HOUR, CALENDAR)
    expect(day(reopenClock(stopped, NOW + 3 * HOUR, CALENDAR))).toBe(6)
  })

  it('is the same clock where it was never stopped', () => {
    expect(reopenClock(four, NOW + HOUR, CALENDAR)).toBe(four)
  })
})

describe('a new target', () => {
  const held = resumeClock(pauseClock(four, NOW + HOUR, 'Held'), NOW + 2 * HOUR, CALENDAR)

  it('counts from the start and keeps the pauses', () => {
    const longer = retargetClock(held, 24 * 3600, CALENDAR)
    expect(longer).toMatchObject({ targetSeconds: 24 * 3600, startedAt: NOW, pauses: held.pauses })
    expect(day(longer!)).toBe(25)
  })

  it('leaves a paused clock without deadline', () => {
    expect(retargetClock(pauseClock(four, NOW, 'Held'), 60, CALENDAR)?.dueAt).toBeNull()
  })

  it('of none takes the clock away, unless it has a result', () => {
    expect(retargetClock(four, null, CALENDAR)).toBeNull()
    const stopped = stopClock(four, NOW + HOUR, CALENDAR)
    expect(retargetClock(stopped, null, CALENDAR)).toBe(stopped)
    expect(retargetClock(stopped, 60, CALENDAR)).toBe(stopped)
  })
})

describe('laws', () => {
  const length = fc.integer({ min: 0, max: 5 * DAY })
  const target = fc.integer({ min: 60, max: 200_000 })
  const anyCase = fc.record({
    calendar: anyCalendar,
    startedAt: anyInstant,
    seconds: target,
    other: target,
    wait: length,
    pause: length,
  })

  it('a pause never moves a deadline earlier', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyInstant,
        target,
        fc.array(fc.tuple(length, length), { maxLength: 4 }),
        (calendar, startedAt, seconds, steps) => {
          let clock = startClock('resolution', seconds, { at: startedAt, calendar })
          let at = startedAt
          for (const [wait, pause] of steps) {
            const before = clock.dueAt!
            clock = resumeClock(pauseClock(clock, at + wait, 'Held'), at + wait + pause, calendar)
            at += wait + pause
            expect(clock.dueAt).toBeGreaterThanOrEqual(before)
          }
        },
      ),
    )
  })

  it('pausing and resuming adds exactly the paused working time', () => {
    fc.assert(
      fc.property(anyCase, ({ calendar, startedAt, seconds, wait, pause }) => {
        const clock = startClock('resolution', seconds, { at: startedAt, calendar })
        const from = startedAt + wait
        const late = workingMsBetween(calendar, startedAt, from) >= seconds * 1000
        const resumed = resumeClock(pauseClock(clock, from, 'Held'), from + pause, calendar)

        const paused = late ? 0 : workingMsBetween(calendar, from, from + pause)
        expect(workingMsBetween(calendar, startedAt, resumed.dueAt!)).toBe(seconds * 1000 + paused)
        expect(countedSeconds(resumed, calendar, Math.max(resumed.dueAt!, from + pause))).toBeGreaterThanOrEqual(
          seconds,
        )
      }),
    )
  })

  it('a deadline is when the target has been counted', () => {
    fc.assert(
      fc.property(anyCase, ({ calendar, startedAt, seconds, wait, pause }) => {
        const started = startClock('resolution', seconds, { at: startedAt, calendar })
        const clock = resumeClock(pauseClock(started, startedAt + wait, 'Held'), startedAt + wait + pause, calendar)
        const dueAt = deadlineOf(clock, calendar)!
        expect(countedSeconds(clock, calendar, dueAt)).toBe(seconds)
        expect(stopClock(started, dueAt, calendar).met).toBe(dueAt <= addWorkingMs(calendar, startedAt, seconds * 1000))
      }),
    )
  })

  it('a new target keeps the pauses, and the old one brings the old deadline back', () => {
    fc.assert(
      fc.property(anyCase, ({ calendar, startedAt, seconds, other, wait, pause }) => {
        const started = startClock('resolution', seconds, { at: startedAt, calendar })
        const clock = resumeClock(pauseClock(started, startedAt + wait, 'Held'), startedAt + wait + pause, calendar)
        const there = retargetClock(clock, other, calendar)!
        expect(there.pauses).toEqual(clock.pauses)
        expect(retargetClock(there, seconds, calendar)).toEqual(clock)
      }),
    )
  })
})
