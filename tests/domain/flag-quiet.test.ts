import { describe, expect, it } from 'vitest'
import { isQuiet, nextQuietEdge, parseQuietHours, quietHoursText, WEEKDAYS } from '#domain/flag-quiet.ts'

const ZONE = 'Europe/Berlin'
const hours = (...texts: string[]) => texts.map((text) => parseQuietHours(text)!)
const at = (iso: string) => Date.parse(iso)

describe('quiet hours are read', () => {
  it.each([
    ['22:00-07:00', WEEKDAYS, 1320, 420],
    ['Mon-Fri 18:00-08:00', WEEKDAYS.slice(0, 5), 1080, 480],
    ['Sat, Sun 00:00-24:00', ['saturday', 'sunday'], 0, 1440],
    ['fri-mon 9:30 - 10:15', ['monday', 'friday', 'saturday', 'sunday'], 570, 615],
    ['Wednesday 12:00-13:00', ['wednesday'], 720, 780],
  ])('%s', (text, days, from, to) => {
    expect(parseQuietHours(text)).toEqual({ days, from, to })
  })

  it.each([
    '',
    '22:00',
    '22-07',
    '25:00-26:00',
    '10:60-11:00',
    '10:00-10:00',
    'Someday 10:00-11:00',
    'm 10:00-11:00',
    'Mon-Tue-Wed 1:00-2:00',
  ])('not %j', (text) => {
    expect(parseQuietHours(text)).toBeNull()
  })

  it.each(['22:00-07:00', 'Sat, Sun 00:00-24:00', 'Mon, Tue, Wed, Thu, Fri 18:00-08:00'])('and written: %s', (text) => {
    expect(hours(text).map(quietHoursText)).toEqual([text])
  })
})

// 2026-11-20 was a Friday; Berlin is an hour ahead of UTC then.
describe('the lamp rests', () => {
  it.each([
    ['22:00-07:00', '2026-11-20T20:59:59Z', false, '2026-11-20T21:00:00Z'],
    ['22:00-07:00', '2026-11-20T21:00:00Z', true, '2026-11-21T06:00:00Z'],
    ['22:00-07:00', '2026-11-21T05:59:59Z', true, '2026-11-21T06:00:00Z'],
    ['22:00-07:00', '2026-11-21T06:00:00Z', false, '2026-11-21T21:00:00Z'],
    ['Fri 22:00-07:00', '2026-11-21T05:00:00Z', true, '2026-11-21T06:00:00Z'],
    ['Sat 22:00-07:00', '2026-11-21T05:00:00Z', false, '2026-11-21T21:00:00Z'],
    ['Sat, Sun 00:00-24:00', '2026-11-22T22:59:00Z', true, '2026-11-22T23:00:00Z'],
    ['Thu 10:00-11:00', '2026-11-20T12:00:00Z', false, '2026-11-26T09:00:00Z'],
    // The clocks go back on this night, so it is an hour longer.
    ['22:00-07:00', '2026-10-25T05:30:00Z', true, '2026-10-25T06:00:00Z'],
    ['22:00-07:00', '2026-03-29T04:59:00Z', true, '2026-03-29T05:00:00Z'],
  ])('%s at %s: %s, until %s', (text, iso, quiet, edge) => {
    expect(isQuiet(hours(text), at(iso), ZONE)).toBe(quiet)
    expect(new Date(nextQuietEdge(hours(text), at(iso), ZONE) ?? 0).toISOString()).toBe(edge.replace('Z', '.000Z'))
  })

  it('never where no hours are set', () => {
    expect([isQuiet([], 0, ZONE), nextQuietEdge([], 0, ZONE)]).toEqual([false, null])
  })
})
