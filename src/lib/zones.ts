import { Temporal } from 'temporal-polyfill'

export const DAY_MS = 86_400_000

const MINUTE_MS = 60_000
const MAX_CACHED_DAYS = 20_000

/** A local day, numbered as its date is in UTC (days since 1970-01-01); 0 ms long if the zone skipped it. */
export type LocalDay = {
  readonly number: number
  readonly date: string
  readonly startAt: number
  readonly endAt: number
}

const zones = new Map<string, boolean>()
const daysByZone = new Map<string, Map<number, LocalDay>>()

/** Takes IANA names and `UTC`, no bare offsets such as `+02:00`. */
export function isZone(name: string): boolean {
  const known = zones.get(name)
  if (known !== undefined) return known

  const valid = /^[A-Za-z][\w+/-]*$/.test(name) && understood(name)
  // Names may come from outside: an endless list of wrong ones must not fill the memory.
  if (zones.size < 2000) zones.set(name, valid)
  return valid
}

function understood(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

/** Every instant belongs to exactly one day; a day begins at its first midnight. */
export function dayAt(at: number, zone: string): LocalDay {
  let day = dayOf(Math.floor(at / DAY_MS), zone)
  while (at < day.startAt) day = dayOf(day.number - 1, zone)
  while (at >= day.endAt) day = dayOf(day.number + 1, zone)
  return day
}

export function dayOf(number: number, zone: string): LocalDay {
  const days = daysIn(zone)
  const known = days.get(number)
  if (known) return known

  if (days.size >= MAX_CACHED_DAYS) days.clear()
  const date = isoDate(number)
  const startAt = days.get(number - 1)?.endAt ?? midnight(date, zone)
  const endAt = days.get(number + 1)?.startAt ?? midnight(isoDate(number + 1), zone)
  const day = { number, date, startAt, endAt }
  days.set(number, day)
  return day
}

/**
 * The first instant at which the day's clock shows this minute or a later one.
 * It never decreases with the minute, so ranges that do not overlap on the dial never overlap in time.
 */
export function minuteOf(day: LocalDay, minute: number, zone: string): number {
  if (minute >= 1440) return day.endAt
  if (isEven(day)) return day.startAt + minute * MINUTE_MS
  return clamp(firstShown(day.date, minute, zone), day)
}

/** 'compatible': in a gap the later reading, in an overlap the earlier. Null if the text is no date and time. */
export function localToInstant(text: string, zone: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return null
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds
  } catch {
    return null
  }
}

/** `YYYY-MM-DDTHH:mm`, as a `datetime-local` box wants it. */
export function instantToLocal(at: number, zone: string): string {
  const day = dayAt(at, zone)
  if (isEven(day)) return `${day.date}T${new Date(at - day.startAt).toISOString().slice(11, 16)}`

  return zoned(at, zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
}

/** Takes `YYYY-MM-DD`; where midnight is skipped, the day begins after the gap. */
export const dayStart = (date: string, zone: string): number =>
  dayOf(Math.floor(Date.parse(date) / DAY_MS), zone).startAt

/** The end of the day: with a change of clocks it is 23 or 25 hours after its start. */
export const dayEnd = (date: string, zone: string): number => dayOf(Math.floor(Date.parse(date) / DAY_MS), zone).endAt

/** The same time of day so many months earlier or later; the last day of the month where it has no such day. */
export const monthsFrom = (at: number, months: number, zone: string): number =>
  zoned(at, zone).add({ months }).epochMilliseconds

export const dateOf = (at: number, zone: string): string => dayAt(at, zone).date

const FAR_MS = 300 * DAY_MS

/** `21 Nov, 09:12`; with the year for what is far from `now`: `8 Jan 2024, 09:12`. */
export const shortTime = (at: number, zone: string, now = at): string =>
  formatter(zone, Math.abs(now - at) > FAR_MS ? 'dated' : 'short').format(at)

/** `Friday, 21 November 2025 at 09:12 GMT`. */
export const longTime = (at: number, zone: string): string => formatter(zone, 'long').format(at)

/** `09:12`. */
export const clockTime = (at: number, zone: string): string => formatter(zone, 'clock').format(at)

const STYLES = {
  short: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  dated: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  long: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string, style: keyof typeof STYLES): Intl.DateTimeFormat {
  const key = `${style} ${zone}`
  const known = formatters.get(key)
  if (known) return known

  const made = new Intl.DateTimeFormat('en-GB', { ...STYLES[style], timeZone: zone })
  formatters.set(key, made)
  return made
}

function daysIn(zone: string): Map<number, LocalDay> {
  const known = daysByZone.get(zone)
  if (known) return known

  const made = new Map<number, LocalDay>()
  daysByZone.set(zone, made)
  return made
}

// A day of 24 h is taken to have no change of offset within it.
const isEven = (day: LocalDay): boolean => day.endAt - day.startAt === DAY_MS

const clamp = (at: number, day: LocalDay): number => Math.min(Math.max(at, day.startAt), day.endAt)

const isoDate = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10)

const zoned = (at: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)

const midnight = (date: string, zone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds

function firstShown(date: string, minute: number, zone: string): number {
  const wall = Temporal.PlainDate.from(date).toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(wall)) return earlier.epochMilliseconds

  // The minute falls into a gap, which ends at the next change of offset.
  return earlier.getTimeZoneTransition('next')?.epochMilliseconds ?? earlier.epochMilliseconds
}
