import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caughtUp, nextRun, nextRuns } from '#domain/recurrence-runs.ts'
import { readSchedule, type Schedule } from '#domain/recurrence.ts'

const schedule = (text: string): Schedule => {
  const read = readSchedule(text)
  if (!read.ok) throw new Error(read.problem)
  return read.schedule
}
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 16))
const runs = (text: string, from: string, zone = 'Europe/Berlin', most = 3) =>
  nextRuns(schedule(text), { after: Date.parse(`${from}Z`), zone }, most).map(iso)

describe('a schedule', () => {
  it.each([
    ['every day', '0 9 * * *', '2026-11-21T09:00', ['2026-11-22T08:00', '2026-11-23T08:00', '2026-11-24T08:00']],
    ['on weekdays', '0 9 * * 1-5', '2026-11-21T09:00', ['2026-11-23T08:00', '2026-11-24T08:00', '2026-11-25T08:00']],
    [
      'on two days a week',
      '30 7 * * mon,THU',
      '2026-11-21T09:00',
      ['2026-11-23T06:30', '2026-11-26T06:30', '2026-11-30T06:30'],
    ],
    [
      'on the 31st, where there is one',
      '0 9 31 * *',
      '2026-11-21T09:00',
      ['2026-12-31T08:00', '2027-01-31T08:00', '2027-03-31T07:00'],
    ],
    [
      'on the last day of the month',
      '0 9 L * *',
      '2026-11-21T09:00',
      ['2026-11-30T08:00', '2026-12-31T08:00', '2027-01-31T08:00'],
    ],
    [
      'on the first Monday',
      '0 9 * * 1#1',
      '2026-11-21T09:00',
      ['2026-12-07T08:00', '2027-01-04T08:00', '2027-02-01T08:00'],
    ],
    [
      'on the last Friday',
      '0 9 * * 5L',
      '2026-11-21T09:00',
      ['2026-11-27T08:00', '2026-12-25T08:00', '2027-01-29T08:00'],
    ],
    ['on 29 February', '0 9 29 2 *', '2026-11-21T09:00', ['2028-02-29T08:00', '2032-02-29T08:00', '2036-02-29T08:00']],
    [
      'on either, as cron has it',
      '0 9 1 * 1',
      '2026-11-26T09:00',
      ['2026-11-30T08:00', '2026-12-01T08:00', '2026-12-07T08:00'],
    ],
    [
      'every quarter of an hour',
      '*/15 * * * *',
      '2026-11-21T09:07',
      ['2026-11-21T09:15', '2026-11-21T09:30', '2026-11-21T09:45'],
    ],
    [
      'on Sunday, by either number',
      '0 0 * * 7',
      '2026-11-21T09:00',
      ['2026-11-21T23:00', '2026-11-28T23:00', '2026-12-05T23:00'],
    ],
    [
      'every second week',
      '0 9 * * 1,5 every 2 weeks from 2026-11-25',
      '2026-11-21T09:00',
      ['2026-11-27T08:00', '2026-12-07T08:00', '2026-12-11T08:00'],
    ],
    [
      'in months by name',
      '0 9 1 jan-MAR/2 *',
      '2026-11-21T09:00',
      ['2027-01-01T08:00', '2027-03-01T08:00', '2028-01-01T08:00'],
    ],
    [
      'at a time that is skipped',
      '30 2 * * *',
      '2026-03-28T09:00',
      ['2026-03-29T01:00', '2026-03-30T00:30', '2026-03-31T00:30'],
    ],
    [
      'once at a time that comes twice',
      '30 2 * * *',
      '2026-10-24T09:00',
      ['2026-10-25T00:30', '2026-10-26T01:30', '2026-10-27T01:30'],
    ],
  ])('comes %s', (_case, text, from, expected) => {
    expect(runs(text, from)).toEqual(expected)
  })

  it.each([
    ['0 9 * *', 'Write five fields: minute, hour, day of the month, month, weekday.'],
    ['60 9 * * *', '“60” is no minute. It goes from 0 to 59.'],
    ['0 9 * * 8', '“8” is no weekday. It goes from 0 to 7.'],
    ['0 9 5-3 * *', '“5-3” is no day of the month.'],
    ['*/0 9 * * *', '“*/0” is no minute.'],
    ['0 9 30 2 *', 'No year has such a day.'],
    ['0 9 * * 1#6', '“1#6” is no weekday. Write 1#2 for the second Monday.'],
    ['0 9 * * 1 every 0 weeks from 2026-11-23', 'Count from 1 to 52 weeks.'],
    ['0 9 * * 1 every 2 weeks from 2026-02-30', 'Write the date as 2026-11-23.'],
    ['0 9 * foo *', '“foo” is no month. It goes from 1 to 12.'],
    ['@daily', 'Write five fields: minute, hour, day of the month, month, weekday.'],
  ])('is refused as %j', (text, problem) => {
    expect(readSchedule(text)).toEqual({ ok: false, problem })
  })

  it('reads anything without failing', () => {
    const piece = fc.constantFrom(
      '*',
      '0',
      '9',
      '59',
      ',',
      '-',
      '/',
      ' ',
      'L',
      '#',
      '1',
      'mon',
      'jan',
      ' every 2 weeks from 2026-01-01',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const read = readSchedule(pieces.join(''))
        if (read.ok) nextRun(read.schedule, Date.UTC(2026, 0, 1), 'UTC')
      }),
    )
  })
})

const ZONES = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2027-03-14'],
  ['America/New_York', '2027-11-07'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Australia/Lord_Howe', '2027-04-04'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['Pacific/Apia', '2011-12-30'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Asia/Kathmandu', '2026-06-01'],
] as const
const MINUTE = 60_000
const HOUR = 3_600_000

/** What the clock on the wall shows, as an instant would be in UTC. */
function wallOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    return Date.UTC(parts.year ?? 0, (parts.month ?? 1) - 1, parts.day, parts.hour, parts.minute)
  }
}

const isSet = (field: string, value: number): boolean =>
  field === '*' ||
  (field.startsWith('*/') ? value % Number(field.slice(2)) === 0 : field.split(',').map(Number).includes(value))

/** Slowly: minute by minute, whatever the wall newly shows or skips runs now; what it shows again does not. */
function walked(fields: readonly string[], { from, to, zone }: { from: number; to: number; zone: string }): number[] {
  const wall = wallOf(zone)
  const found: number[] = []
  let shown = wall(from)
  for (let at = from + MINUTE; at <= to; at += MINUTE) {
    const now = wall(at)
    let due = false
    for (let minute = shown + MINUTE; minute <= now && !due; minute += MINUTE) {
      const date = new Date(minute)
      due =
        isSet(fields[0] ?? '', date.getUTCMinutes()) &&
        isSet(fields[1] ?? '', date.getUTCHours()) &&
        isSet(fields[2] ?? '', date.getUTCDate()) &&
        isSet(fields[4] ?? '', date.getUTCDay())
    }
    if (due) found.push(at)
    shown = Math.max(shown, now)
  }
  return found
}

describe('a schedule around a change of clocks', () => {
  const field = (most: number, steps: readonly string[]) =>
    fc.oneof(fc.integer({ min: 0, max: most }).map(String), fc.constantFrom('*', ...steps))

  it('runs as somebody would who looks at the clock every minute', () => {
    const anyCase = fc.record({
      place: fc.constantFrom(...ZONES),
      minute: field(59, ['*/15', '0,30']),
      hour: fc.oneof(field(23, ['*/2']), fc.constantFrom('1', '2', '3', '0')),
      day: fc.constantFrom('*', '29', '25', '1,7,14,30'),
      weekday: fc.constantFrom('*', '0', '0,5'),
      later: fc.integer({ min: 0, max: 20 }),
    })
    fc.assert(
      fc.property(anyCase, ({ place: [zone, date], minute, hour, day, weekday, later }) => {
        // A day and a weekday at once are either in cron; the table above has that.
        const fields = [minute, hour, day, '*', day === '*' ? weekday : '*']
        const from = Date.parse(date) - 20 * HOUR + later * HOUR
        const to = from + 44 * HOUR
        const expected = walked(fields, { from: from - 30 * HOUR, to, zone }).filter((at) => at > from)
        const text = fields.join(' ')
        const quick = nextRuns(schedule(text), { after: from, zone }, expected.length + 1).filter((at) => at <= to)
        expect({ text, zone, runs: quick.map(iso) }).toEqual({ text, zone, runs: expected.map(iso) })
      }),
      { numRuns: 120 },
    )
  }, 60_000)

  it('always goes on, and never back', () => {
    const anyText = fc
      .tuple(
        field(59, ['*/20']),
        field(23, ['*/6']),
        fc.constantFrom('*', 'L', '15', '31'),
        fc.constantFrom('*', '1', '2#3', '0L'),
      )
      .map(([minute, hour, day, weekday]) => `${minute} ${hour} ${day} * ${weekday}`)
    fc.assert(
      fc.property(anyText, fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 60 }), (text, [zone], years) => {
        const from = Date.UTC(1990 + years, 5, 1)
        const found = nextRuns(schedule(text), { after: from, zone }, 20)
        expect(found).toHaveLength(20)
        expect(found.every((at, index) => at > (found[index - 1] ?? from))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('after a long sleep', () => {
  const at = (text: string) => Date.parse(`${text}Z`)

  it('the latest run counts, and those before it are told', () => {
    const caught = caughtUp(schedule('0 9 * * *'), {
      due: at('2026-11-16T08:00'),
      now: at('2026-11-21T09:00'),
      zone: 'Europe/Berlin',
    })
    expect({ ...caught, latest: iso(caught.latest), next: iso(caught.next) }).toEqual({
      latest: '2026-11-21T08:00',
      missed: 5,
      next: '2026-11-22T08:00',
    })
  })

  it('stops counting at some point, but never lags behind', () => {
    const caught = caughtUp(schedule('* * * * *'), {
      due: at('2026-01-01T00:00'),
      now: at('2026-11-21T09:00'),
      zone: 'UTC',
    })
    expect([caught.missed, iso(caught.next)]).toEqual([1000, '2026-11-21T09:01'])
  })
})
