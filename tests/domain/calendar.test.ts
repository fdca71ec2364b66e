import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addWorkingMs,
  addWorkingSeconds,
  ALWAYS_OPEN,
  stretches,
  workingMsBetween,
  workingSecondsBetween,
  type Calendar,
} from '#domain/calendar.ts'
import { dayOf } from '#lib/zones.ts'
import { anyCalendar, anyInstant, DAY, HOUR, NOW, office, shut } from './given.ts'

const BERLIN = office('Europe/Berlin', [
  ['12-25', 'Christmas'],
  ['2026-03-04', 'Town fair'],
])

const at = (text: string): number => Date.parse(`${text}:00Z`)

describe('a deadline in office hours', () => {
  it.each([
    ['within the day', '2026-03-02T09:00', 2, '2026-03-02T11:00'],
    ['at closing time', '2026-03-02T09:00', 7, '2026-03-02T16:00'],
    ['the next morning', '2026-03-02T15:00', 2, '2026-03-03T09:00'],
    ['over a holiday', '2026-03-03T15:00', 2, '2026-03-05T09:00'],
    ['over the weekend', '2026-03-06T15:00', 2, '2026-03-09T09:00'],
    ['from before opening', '2026-03-02T05:00', 1, '2026-03-02T09:00'],
    ['from a Sunday', '2026-03-08T12:00', 1, '2026-03-09T09:00'],
    ['over the start of summer time', '2026-03-27T15:00', 2, '2026-03-30T08:00'],
    ['over Christmas', '2025-12-24T15:00', 2, '2025-12-26T09:00'],
  ])('falls %s', (_case, from, hours, due) => {
    expect(addWorkingSeconds(BERLIN, at(from), hours * 3600)).toBe(at(due))
  })
})

describe('odd hours', () => {
  const day = (ranges: Calendar['week'][0]): Calendar => ({
    ...shut('Europe/Berlin'),
    week: [ranges, ranges, ranges, ranges, ranges, ranges, ranges],
  })

  it.each([
    ['all of a day of 23 hours', [{ from: 0, to: 1440 }], '2026-03-29', 23],
    ['all of a day of 25 hours', [{ from: 0, to: 1440 }], '2026-10-25', 25],
    ['nothing within a gap', [{ from: 120, to: 180 }], '2026-03-29', 0],
    ['half an hour from a start within a gap', [{ from: 150, to: 210 }], '2026-03-29', 0.5],
    ['both passes of an hour shown twice', [{ from: 120, to: 180 }], '2026-10-25', 2],
    ['hours listed twice only once', [{ from: 60, to: 120 }, { from: 90, to: 150 }], '2026-03-02', 1.5], // prettier-ignore
    ['hours out of order', [{ from: 600, to: 660 }, { from: 60, to: 120 }], '2026-03-02', 2], // prettier-ignore
    ['nothing for hours that end before they begin', [{ from: 600, to: 540 }], '2026-03-02', 0],
  ])('count %s', (_case, ranges, date, hours) => {
    const { startAt, endAt } = dayOf(Date.parse(date) / DAY, 'Europe/Berlin')
    expect(workingMsBetween(day(ranges), startAt, endAt)).toBe(hours * HOUR)
  })
})

describe('a calendar', () => {
  it('that is always open counts plainly', () => {
    expect(addWorkingSeconds(ALWAYS_OPEN('Europe/Berlin'), NOW, 72 * 3600)).toBe(NOW + 72 * HOUR)
    expect(workingSecondsBetween(ALWAYS_OPEN('UTC'), NOW, NOW + DAY + 999)).toBe(86_400)
  })

  it('that is always open still keeps its holidays', () => {
    const open = { ...ALWAYS_OPEN('UTC'), holidays: new Map([['03-03', 'Fair']]) }
    expect(addWorkingSeconds(open, NOW, 20 * 3600)).toBe(NOW + 44 * HOUR)
  })

  it('that never opens has no deadlines', () => {
    expect(addWorkingSeconds(shut('UTC'), NOW, 1)).toBe(Infinity)
    expect(workingSecondsBetween(shut('UTC'), NOW, NOW + 400 * DAY)).toBe(0)
  })

  it('whose every day is a holiday has no deadlines', () => {
    const every = Array.from(
      { length: 366 },
      (_, n) => [new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(5, 10), 'Off'] as const,
    )
    expect(addWorkingSeconds(office('UTC', every), NOW, 1)).toBe(Infinity)
  })

  it('adds nothing for nothing', () => {
    expect(addWorkingSeconds(BERLIN, at('2026-03-08T12:00'), 0)).toBe(at('2026-03-08T12:00'))
    expect(addWorkingSeconds(BERLIN, at('2026-03-08T12:00'), -5)).toBe(at('2026-03-08T12:00'))
  })

  it('names every stretch', () => {
    expect(stretches(BERLIN, at('2026-03-03T15:00'), at('2026-03-05T09:00'))).toEqual([
      { fromAt: at('2026-03-03T15:00'), toAt: at('2026-03-03T16:00'), kind: 'counted' },
      { fromAt: at('2026-03-03T16:00'), toAt: at('2026-03-03T23:00'), kind: 'closed' },
      { fromAt: at('2026-03-03T23:00'), toAt: at('2026-03-04T23:00'), kind: 'holiday', name: 'Town fair' },
      { fromAt: at('2026-03-04T23:00'), toAt: at('2026-03-05T08:00'), kind: 'closed' },
      { fromAt: at('2026-03-05T08:00'), toAt: at('2026-03-05T09:00'), kind: 'counted' },
    ])
  })

  it('joins a closed night with the closed day after it', () => {
    expect(stretches(BERLIN, at('2026-03-06T16:00'), at('2026-03-09T08:00'))).toHaveLength(1)
  })

  it('adds 72 working hours in well under a millisecond', () => {
    addWorkingSeconds(BERLIN, NOW, 72 * 3600)
    const start = performance.now()
    for (let n = 0; n < 1000; n++) addWorkingSeconds(BERLIN, NOW + n, 72 * 3600)
    // The aim is a tenth of this; a busy machine gets room.
    expect((performance.now() - start) / 1000).toBeLessThan(1)
  })
})

describe('laws', () => {
  const length = fc.integer({ min: 0, max: 40 * DAY })

  it('every instant of a local day lies in exactly one of its minutes', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.integer({ min: 1, max: 1439 }), (calendar, from, minute) => {
        const ranges = [{ from: 0, to: minute }, { from: minute, to: 1440 }] // prettier-ignore
        const halves = ranges.map((range): Calendar => ({ ...calendar, alwaysOpen: false, holidays: new Map(), week: [[range], [range], [range], [range], [range], [range], [range]] })) // prettier-ignore
        const counted = halves.map((half) => workingMsBetween(half, from, from + 3 * DAY))
        expect(counted.reduce((sum, ms) => sum + ms, 0)).toBe(3 * DAY)
      }),
    )
  })

  it('stretches cover the whole without gap or overlap, and their counted part is the working time', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, length, (calendar, from, ms) => {
        const found = stretches(calendar, from, from + ms)
        const edges = [from, ...found.map((stretch) => stretch.toAt)]
        expect(found.map((stretch) => stretch.fromAt)).toEqual(edges.slice(0, -1))
        expect(edges.at(-1)).toBe(from + ms)
        expect(found.every((stretch) => stretch.fromAt < stretch.toAt)).toBe(true)

        const counted = found.filter(({ kind }) => kind === 'counted').map(({ fromAt, toAt }) => toAt - fromAt)
        expect(counted.reduce((sum, part) => sum + part, 0)).toBe(workingMsBetween(calendar, from, from + ms))
      }),
    )
  })

  it('adding working time and measuring it are inverse', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.integer({ min: 0, max: 400_000 }), (calendar, from, seconds) => {
        const due = addWorkingSeconds(calendar, from, seconds)
        expect(workingSecondsBetween(calendar, from, due)).toBe(seconds)
        expect(workingMsBetween(calendar, from, due)).toBe(seconds * 1000)
        // The earliest such instant: a moment before it, some of the work is undone.
        if (seconds > 0) expect(workingMsBetween(calendar, from, due - 1)).toBe(seconds * 1000 - 1)
      }),
    )
  })

  it('working time adds up wherever it is cut', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, length, length, (calendar, from, one, two) => {
        const parts = [workingMsBetween(calendar, from, from + one), workingMsBetween(calendar, from + one, from + one + two)] // prettier-ignore
        expect(parts.reduce((sum, ms) => sum + ms, 0)).toBe(workingMsBetween(calendar, from, from + one + two))
      }),
    )
  })

  it('more work is never due earlier', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.nat(DAY), fc.nat(DAY), (calendar, from, one, two) => {
        expect(addWorkingMs(calendar, from, one + two)).toBeGreaterThanOrEqual(addWorkingMs(calendar, from, one))
      }),
    )
  })
})
