import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { dateOrderOf, isAmbiguous, readDate } from '#features/imports/dates.ts'

const UTC = { order: 'dmy', zone: 'UTC' } as const
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

describe('a date', () => {
  it.each([
    ['2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['2026-11-21 10:05', '2026-11-21T10:05:00.000Z'],
    ['2026-11-21T10:05:06.789Z', '2026-11-21T10:05:06.789Z'],
    ['2026-11-21T10:05:06,7+02:00', '2026-11-21T08:05:06.700Z'],
    ['2026-11-21 10:00:00 +0100', '2026-11-21T09:00:00.000Z'],
    ['2026-11-21 10:00:00 UTC', '2026-11-21T10:00:00.000Z'],
    ['2026/1/5 7:05 PM', '2026-01-05T19:05:00.000Z'],
    ['29-02-2016 01:16', '2016-02-29T01:16:00.000Z'],
    ['29/2/2016 01:16', '2016-02-29T01:16:00.000Z'],
    ['05.03.26', '2026-03-05T00:00:00.000Z'],
    ['5/3/99 12:00 am', '1999-03-05T00:00:00.000Z'],
    ['22/Nov/26 10:15 AM', '2026-11-22T10:15:00.000Z'],
    ['22-Nov-2026 12:15 p.m.', '2026-11-22T12:15:00.000Z'],
    ['Sat, 21 Nov 2026 10:15:00 +0000', '2026-11-21T10:15:00.000Z'],
    ['Nov 21, 2026, 10:15 AM', '2026-11-21T10:15:00.000Z'],
    ['November 21st, 2026 at 10:15', '2026-11-21T10:15:00.000Z'],
    ['21. März 2026 08:00', '2026-03-21T08:00:00.000Z'],
    ['1795255200', '2026-11-21T10:00:00.000Z'],
    ['1795255200000', '2026-11-21T10:00:00.000Z'],
    ['46347.5', '2026-11-21T12:00:00.000Z'],
  ])('is read from %s', (text, expected) => {
    expect(iso(readDate(text, UTC))).toBe(expected)
  })

  it.each([
    '',
    'soon',
    '31-02-2026',
    '2026-13-01',
    '2026-02-30',
    '12:30',
    '2026',
    '2026-01-01 25:00',
    '2026-01-01 13:00 PM',
    '0001-01-01',
    '99/99/9999',
    'Foo 3, 2026',
  ])('is not %s', (text) => {
    expect(readDate(text, UTC)).toBeNull()
  })

  it('takes the parts in the order it is told', () => {
    expect(iso(readDate('03/04/2026', UTC))).toBe('2026-04-03T00:00:00.000Z')
    expect(iso(readDate('03/04/2026', { ...UTC, order: 'mdy' }))).toBe('2026-03-04T00:00:00.000Z')
  })

  it('belongs to the zone where it names none', () => {
    expect(iso(readDate('2026-07-01 10:00', { ...UTC, zone: 'Europe/Berlin' }))).toBe('2026-07-01T08:00:00.000Z')
    expect(iso(readDate('2026-07-01T10:00Z', { ...UTC, zone: 'Europe/Berlin' }))).toBe('2026-07-01T10:00:00.000Z')
  })

  it('moves on where the clocks skip it', () => {
    expect(iso(readDate('2026-03-29 02:30', { ...UTC, zone: 'Europe/Berlin' }))).toBe('2026-03-29T01:30:00.000Z')
  })

  it('is the same instant that the calendar of the zone knows', () => {
    const wall = fc.record({
      year: fc.integer({ min: 1975, max: 2190 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
    })
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe')

    fc.assert(
      fc.property(wall, zones, fc.constantFrom('dmy', 'mdy'), (parts, zone, order) => {
        const two = (number: number) => String(number).padStart(2, '0')
        const [first, second] = order === 'dmy' ? [parts.day, parts.month] : [parts.month, parts.day]
        const text = `${two(first)}/${two(second)}/${parts.year} ${two(parts.hour)}:${two(parts.minute)}`

        expect(readDate(text, { order, zone })).toBe(
          Temporal.PlainDateTime.from(parts).toZonedDateTime(zone).epochMilliseconds,
        )
      }),
      { numRuns: 300 },
    )
  })

  it('never throws, whatever it is made of', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('0123456789/-.: ,TZAPMapmNov+')), maxLength: 24 }),
        (text) => void readDate(text, UTC),
      ),
    )
  })
})

describe('the order of day and month', () => {
  it('is told by a part that is no month', () => {
    expect(dateOrderOf(['01/02/2026', '25/02/2026'])).toBe('dmy')
    expect(dateOrderOf(['01/02/2026', '02/25/2026'])).toBe('mdy')
  })

  it('stays open where every date could be read both ways', () => {
    expect(dateOrderOf(['01/02/2026', '2026-02-25', ''])).toBeNull()
    expect(isAmbiguous('01/02/2026')).toBe(true)
    expect(isAmbiguous('2026-01-02')).toBe(false)
  })
})
