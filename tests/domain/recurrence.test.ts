import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextRun, nextRuns } from '#domain/recurrence-runs.ts'
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

const walls = new Map<string, (at: number) => number>()

/** What the clock on the wall shows, as an instant would be in UTC; asked of the platform, and remembered. */
function wallOf(zone: string): (at: number) => number {
  const known = walls.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const shown = new Map<number, number>()
  const wall = (at: number) => {
    const minute = shown.get(at) ?? Date.parse(`${format.format(at).replace(' ', 'T')}Z`)
    shown.set(at, minute)
    return minute
  }
  walls.set(zone, wall)
  return wall
}

/** Which numbers a plain field of cron has. */
function numbersOf(field: string, most: number): readonly boolean[] {
  const listed = field.split(',').map(Number)
  const step = field.startsWith('*/') ? Number(field.slice(2)) : null
  return Array.from({ length: most + 1 }, (_item, value) =>
    step === null ? field === '*' || listed.includes(value) : value % step === 0,
  )
}

type Cron = Readonly<Record<'minute' | 'hour' | 'day' | 'weekday', string>>
type Walk = { readonly from: number; readonly to: number; readonly zone: string }

/** Slowly: minute by minute, whatever the wall newly shows or skips runs now; what it shows again does not. */
function walked({ minute, hour, day, weekday }: Cron, { from, to, zone }: Walk): number[] {
  const [minutes, hours, days, weekdays] = [
    numbersOf(minute, 59),
    numbersOf(hour, 23),
    numbersOf(day, 31),
    numbersOf(weekday, 6),
  ]
  const isDue = (shown: number) => {
    const date = new Date(shown)
    return (
      minutes[date.getUTCMinutes()] &&
      hours[date.getUTCHours()] &&
      days[date.getUTCDate()] &&
      weekdays[date.getUTCDay()]
    )
  }
  const wall = wallOf(zone)
  const found: number[] = []
  let shown = wall(from)
  for (let at = from + MINUTE; at <= to; at += MINUTE) {
    const now = wall(at)
    let due = false
    for (let passing = shown + MINUTE; passing <= now && !due; passing += MINUTE) due = isDue(passing) === true
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
        const cron = { minute, hour, day, weekday: day === '*' ? weekday : '*' }
        const from = Date.parse(date) - 20 * HOUR + later * HOUR
        const to = from + 44 * HOUR
        const expected = walked(cron, { from: from - 30 * HOUR, to, zone }).filter((at) => at > from)
        const text = `${minute} ${hour} ${day} * ${cron.weekday}`
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
