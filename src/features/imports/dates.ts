import { DAY_MS, dayOf, localToInstant } from '#lib/zones.ts'

export type DateOrder = 'dmy' | 'mdy'
export type DateReading = { readonly order: DateOrder; readonly zone: string }

type Parts = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
  /** Minutes east of Greenwich; null where the text names no zone. */
  readonly offset: number | null
}

const MINUTE = 60_000
const EXCEL_EPOCH = Date.UTC(1899, 11, 30)

const TIME =
  String.raw`(?:(?:,?\s+|T)(?:at\s+)?(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?:\s*(?<half>[ap])\.?m\.?)?)?` +
  String.raw`(?:\s*(?<zone>Z|UTC|GMT|(?:GMT|UTC)?[+-]\d{2}:?\d{2}|[+-]\d{2}))?(?:\s*\([^)]*\))?$`
const YEAR_FIRST = new RegExp(
  String.raw`^(?<year>\d{4})(?<sep>[-/.])(?<month>\d{1,2})\k<sep>(?<day>\d{1,2})${TIME}`,
  'i',
)
const NUMERIC = new RegExp(
  String.raw`^(?<first>\d{1,2})(?<sep>[-/.])\s?(?<second2>\d{1,2})\k<sep>\s?(?<year>\d{4}|\d{2})${TIME}`,
  'i',
)
const NAMED = new RegExp(
  String.raw`^(?:\p{L}+\.?,?\s+)?(?<day>\d{1,2})(?:st|nd|rd|th)?\.?[-/\s]\s?(?<name>\p{L}{3,9})\.?[-/,\s]\s?(?<year>\d{4}|\d{2})${TIME}`,
  'iu',
)
const NAME_FIRST = new RegExp(
  String.raw`^(?:\p{L}+,\s+)?(?<name>\p{L}{3,9})\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})${TIME}`,
  'iu',
)

const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'jän'],
  ['feb'],
  ['mar', 'mär', 'mrz'],
  ['apr'],
  ['may', 'mai'],
  ['jun'],
  ['jul'],
  ['aug'],
  ['sep'],
  ['oct', 'okt'],
  ['nov'],
  ['dec', 'dez'],
]

/** Milliseconds since the epoch, or null for what is no date between 1970 and 2200. */
export function readDate(text: string, reading: DateReading): number | null {
  const value = text.trim()
  const at = epochOf(value) ?? instantOf(partsOf(value, reading.order), reading.zone)
  return at !== null && at >= 0 && at < Date.UTC(2200, 0, 1) ? at : null
}

/** Which part is the day, as far as these values tell; null where every one of them could be read both ways. */
export function dateOrderOf(values: Iterable<string>): DateOrder | null {
  let days = 0
  let months = 0
  for (const value of values) {
    const found = NUMERIC.exec(value.trim())?.groups
    if (!found) continue
    if (Number(found.first) > 12) days += 1
    else if (Number(found.second2) > 12) months += 1
  }
  if (days === months) return null
  return days > months ? 'dmy' : 'mdy'
}

/** Whether the value has one meaning as day-month and another as month-day. */
export function isAmbiguous(value: string): boolean {
  const found = NUMERIC.exec(value.trim())?.groups
  return found !== undefined && Number(found.first) <= 12 && Number(found.second2) <= 12
}

function epochOf(text: string): number | null {
  if (!/^\d{5,13}(\.\d+)?$/.test(text)) return null

  const number = Number(text)
  if (/^\d{12,13}(\.|$)/.test(text)) return Math.round(number)
  if (/^\d{9,10}(\.|$)/.test(text)) return Math.round(number * 1000)
  if (/^\d{5}(\.|$)/.test(text)) return Math.round((EXCEL_EPOCH + number * DAY_MS) / 1000) * 1000
  return null
}

function partsOf(text: string, order: DateOrder): Parts | null {
  const found = (YEAR_FIRST.exec(text) ?? NUMERIC.exec(text) ?? NAMED.exec(text) ?? NAME_FIRST.exec(text))?.groups
  if (!found) return null

  const [day, month] = dayAndMonth(found, order)
  const parts = {
    year: fullYear(found.year ?? ''),
    month,
    day,
    hour: hourOf(Number(found.hour ?? 0), found.half),
    minute: Number(found.minute ?? 0),
    second: Number(found.second ?? 0),
    millisecond: Number(`0.${found.fraction ?? '0'}`.slice(0, 5)) * 1000,
    offset: offsetOf(found.zone),
  }
  return isPossible(parts) ? parts : null
}

function dayAndMonth(found: Record<string, string | undefined>, order: DateOrder): [day: number, month: number] {
  if (found.name) return [Number(found.day), monthNamed(found.name)]
  if (found.month) return [Number(found.day), Number(found.month)]

  const [first, second] = [Number(found.first), Number(found.second2)]
  return order === 'dmy' ? [first, second] : [second, first]
}

const monthNamed = (name: string) => MONTHS.findIndex((names) => names.includes(name.slice(0, 3).toLowerCase())) + 1

function fullYear(text: string): number {
  const year = Number(text)
  if (text.length > 2) return year
  return year < 70 ? 2000 + year : 1900 + year
}

function hourOf(hour: number, half: string | undefined): number {
  if (!half) return hour
  if (hour < 1 || hour > 12) return NaN
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return null

  const found = /([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (!found) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0)
  return found[1] === '-' ? -minutes : minutes
}

function isPossible(parts: Parts): boolean {
  if (parts.month < 1 || parts.month > 12 || parts.day < 1) return false
  if (parts.day > new Date(Date.UTC(parts.year, parts.month, 0)).getUTCDate()) return false
  return parts.hour >= 0 && parts.hour < 24 && parts.minute < 60 && parts.second < 60
}

function instantOf(parts: Parts | null, zone: string): number | null {
  if (!parts) return null

  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second)
  const at = parts.offset === null ? inZone(wall, zone) : wall - parts.offset * MINUTE
  return at === null ? null : at + Math.round(parts.millisecond)
}

/** Times that a change of the clocks skips move forward; of those that it repeats, it is the earlier. */
function inZone(wall: number, zone: string): number | null {
  const day = dayOf(Math.floor(wall / DAY_MS), zone)
  // Asking for the zone costs twenty times the parsing, and most days know the answer.
  if (day.endAt - day.startAt === DAY_MS) return day.startAt + (wall - day.number * DAY_MS)
  return localToInstant(new Date(wall).toISOString().slice(0, 19), zone)
}
