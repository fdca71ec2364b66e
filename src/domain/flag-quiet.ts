import { dayAt, dayOf, minuteOf } from '#lib/zones.ts'

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Minutes of the local day; an end that is not after the start is on the next day. */
export type QuietHours = { readonly days: readonly Weekday[]; readonly from: number; readonly to: number }

const LOOK_AHEAD_DAYS = 9

/** Whether the lamp rests now; hours that cross midnight belong to the day on which they begin. */
export const isQuiet = (hours: readonly QuietHours[], at: number, zone: string): boolean =>
  spansAround(hours, at, zone).some(({ fromAt, toAt }) => fromAt <= at && at < toAt)

/** When quiet hours begin or end next; null where there are none. */
export function nextQuietEdge(hours: readonly QuietHours[], at: number, zone: string): number | null {
  const edges = spansAround(hours, at, zone).flatMap(({ fromAt, toAt }) => [fromAt, toAt])
  const ahead = edges.filter((edge) => edge > at)
  return ahead.length === 0 ? null : Math.min(...ahead)
}

function spansAround(hours: readonly QuietHours[], at: number, zone: string) {
  if (hours.length === 0) return []
  const today = dayAt(at, zone).number
  return Array.from({ length: LOOK_AHEAD_DAYS }, (_none, index) => today - 1 + index).flatMap((number) =>
    hours.filter(({ days }) => days.includes(weekdayOf(number))).map((span) => spanOn(number, span, zone)),
  )
}

function spanOn(number: number, { from, to }: QuietHours, zone: string) {
  const [first, last] = [dayOf(number, zone), dayOf(to > from ? number : number + 1, zone)]
  return { fromAt: minuteOf(first, from, zone), toAt: minuteOf(last, to, zone) }
}

// 1970-01-01, day 0, was a Thursday.
const weekdayOf = (number: number): Weekday => WEEKDAYS[(((number + 3) % 7) + 7) % 7] ?? 'monday'

const LONGEST_LINE = 200
const LINE = /^(?:([a-z][a-z ,–-]*?) +)?(\d{1,2}):(\d\d) *[-–] *(\d{1,2}):(\d\d)$/i

/** Reads `22:00-07:00`, `Mon-Fri 18:00-08:00` or `Sat, Sun 00:00-24:00`; null for anything else. */
export function parseQuietHours(text: string): QuietHours | null {
  if (text.length > LONGEST_LINE) return null
  const [, names, ...numbers] = LINE.exec(text.trim()) ?? []
  const [fromHour = 99, fromMinute = 99, toHour = 99, toMinute = 99] = numbers.map(Number)
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute]
  if (fromMinute > 59 || toMinute > 59 || from >= 1440 || to > 1440 || from === to) return null

  const days = names === undefined ? WEEKDAYS : daysNamed(names)
  return days === null ? null : { days, from, to }
}

function daysNamed(names: string): readonly Weekday[] | null {
  const found = names.split(',').map((part) => {
    const [first = -1, last = first, ...more] = part.split(/[-–]/).map(dayNamed)
    if (first < 0 || last < 0 || more.length > 0) return null
    return WEEKDAYS.filter((_day, index) =>
      first <= last ? index >= first && index <= last : index >= first || index <= last,
    )
  })
  if (found.some((days) => days === null)) return null
  return WEEKDAYS.filter((day) => found.some((days) => days?.includes(day)))
}

function dayNamed(name: string): number {
  const start = name.trim().toLowerCase()
  return start.length < 2 ? -1 : WEEKDAYS.findIndex((day) => day.startsWith(start))
}

/** The line `parseQuietHours` reads. */
export function quietHoursText({ days, from, to }: QuietHours): string {
  const hours = `${clockText(from)}-${clockText(to)}`
  return days.length === WEEKDAYS.length
    ? hours
    : `${days
        .map((day) => day.slice(0, 3))
        .map(capital)
        .join(', ')} ${hours}`
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** Minutes of the day as `HH:MM`. */
export const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
