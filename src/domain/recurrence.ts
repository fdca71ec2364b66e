import { datePartsOf, daysInMonth, type DateParts } from './dates.ts'

/** When something recurs, read from the text it is kept as: five fields of cron, and what cron cannot say after them. */
export type Schedule = {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly months: readonly number[]
  readonly days: DayRule
  /** Every so many weeks, counted from the week of this date, and never before it. */
  readonly weeks: { readonly every: number; readonly from: string } | null
}

/** Which days: as in cron, a day counts when either list has it, where both are given. */
export type DayRule = {
  readonly days: readonly number[] | null
  readonly last: boolean
  readonly weekdays: readonly number[] | null
  /** `nth` of a weekday in its month; -1 is the last. */
  readonly nth: readonly { readonly weekday: number; readonly nth: number }[]
}

export type ReadSchedule =
  { readonly ok: true; readonly schedule: Schedule } | { readonly ok: false; readonly problem: string }

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ')
const WEEKS = / every (\d{1,2}) weeks from (\d{4}-\d{2}-\d{2})$/

class Wrong extends Error {}

/** Reads `0 9 * * 1-5`, `0 9 L * *` (last day), `0 9 * * 1#2` (second Monday), `0 9 * * 5L` (last Friday), `… every 2 weeks from 2026-11-23`. */
export function readSchedule(text: string): ReadSchedule {
  const clean = text.trim().replace(/\s+/g, ' ')
  const [suffix = '', every, from] = WEEKS.exec(clean) ?? []
  const fields = clean.slice(0, clean.length - suffix.length).split(' ')
  if (fields.length !== 5) return wrong('Write five fields: minute, hour, day of the month, month, weekday.')
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  try {
    const schedule: Schedule = {
      minutes: numbers(minute, { what: 'minute', from: 0, to: 59 }),
      hours: numbers(hour, { what: 'hour', from: 0, to: 23 }),
      months: numbers(month, { what: 'month', from: 1, to: 12, names: MONTHS }),
      days: dayRule(day, weekday),
      weeks: every === undefined || from === undefined ? null : weeksOf(Number(every), from),
    }
    return isEver(schedule) ? { ok: true, schedule } : wrong('No year has such a day.')
  } catch (error) {
    if (error instanceof Wrong) return wrong(error.message)
    throw error
  }
}

const wrong = (problem: string): ReadSchedule => ({ ok: false, problem })

type Range = {
  readonly what: string
  readonly from: number
  readonly to: number
  readonly names?: readonly string[]
}

function numbers(field: string, range: Range): readonly number[] {
  const found = new Set(field.split(',').flatMap((part) => partOf(part, range)))
  return [...found].sort((one, other) => one - other)
}

function partOf(part: string, range: Range): readonly number[] {
  const [, whole = '', step] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(part) ?? []
  const [first, last] = boundsOf(whole, range, step !== undefined)
  const by = step === undefined ? 1 : Number(step)
  if (by < 1 || first > last) throw new Wrong(`“${part}” is no ${range.what}.`)
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_item, at) => first + at * by)
}

function boundsOf(whole: string, range: Range, stepped: boolean): readonly [number, number] {
  if (whole === '*') return [range.from, range.to]
  const [low = '', high] = whole.split('-')
  const first = one(low, range)
  return [first, high === undefined ? (stepped ? range.to : first) : one(high, range)]
}

function one(text: string, { what, from, to, names = [] }: Range): number {
  const named = names.indexOf(text.toLowerCase())
  const value = named >= 0 ? named + from : /^\d{1,2}$/.test(text) ? Number(text) : NaN
  if (value >= from && value <= to) return value
  throw new Wrong(`“${text}” is no ${what}. It goes from ${from} to ${to}.`)
}

const MONTH_DAY: Range = { what: 'day of the month', from: 1, to: 31 }
const WEEKDAY: Range = { what: 'weekday', from: 0, to: 7, names: WEEKDAYS }

function dayRule(day: string, weekday: string): DayRule {
  const dayParts = day.split(',')
  const plainDays = dayParts.filter((part) => part.toUpperCase() !== 'L').join(',')
  const special = weekday.split(',').filter((part) => /#|.L$/i.test(part))
  const plain = weekday
    .split(',')
    .filter((part) => !special.includes(part))
    .join(',')
  return {
    days: plainDays === '' || plainDays === '*' ? null : numbers(plainDays, MONTH_DAY),
    last: plainDays.length < day.length,
    weekdays: plain === '' || plain === '*' ? null : [...new Set(numbers(plain, WEEKDAY).map(isoWeekday))],
    nth: special.map(nthOf),
  }
}

const isoWeekday = (weekday: number): number => (weekday === 0 ? 7 : weekday)

function nthOf(part: string): DayRule['nth'][number] {
  const [, name = '', nth, last] = /^(\w{1,3}?)(?:#([1-5])|(L))$/i.exec(part) ?? []
  if (nth === undefined && last === undefined)
    throw new Wrong(`“${part}” is no weekday. Write 1#2 for the second Monday.`)
  return { weekday: isoWeekday(one(name, WEEKDAY)), nth: nth === undefined ? -1 : Number(nth) }
}

function weeksOf(every: number, from: string): NonNullable<Schedule['weeks']> {
  const [year = 0, month = 0, day = 0] = from.split('-').map(Number)
  const real = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  if (every < 1 || every > 52) throw new Wrong('Count from 1 to 52 weeks.')
  if (!real) throw new Wrong('Write the date as 2026-11-23.')
  return { every, from }
}

/** 30 February never comes, and waiting for it would take for ever. */
function isEver({ months, days: { days, last, weekdays, nth } }: Schedule): boolean {
  if (days === null || last || weekdays !== null || nth.length > 0) return true
  return months.some((month) => days.some((day) => day <= daysInMonth(2024, month)))
}

/** Whether anything happens on this day. */
export function isDay(schedule: Schedule, date: DateParts): boolean {
  return schedule.months.includes(date.month) && isListed(schedule.days, date) && isWeek(schedule.weeks, date)
}

function isListed({ days, last, weekdays, nth }: DayRule, date: DateParts): boolean {
  const anyDay = days === null && !last
  const anyWeekday = weekdays === null && nth.length === 0
  const byDay = (days?.includes(date.day) ?? false) || (last && date.day === daysInMonth(date.year, date.month))
  const byWeekday = (weekdays?.includes(date.weekday) ?? false) || nth.some((rule) => isNth(rule, date))
  if (anyDay) return anyWeekday || byWeekday
  return byDay || (!anyWeekday && byWeekday)
}

function isNth({ weekday, nth }: DayRule['nth'][number], { year, month, day, weekday: today }: DateParts): boolean {
  if (weekday !== today) return false
  return nth === -1 ? day + 7 > daysInMonth(year, month) : Math.ceil(day / 7) === nth
}

function isWeek(weeks: Schedule['weeks'], { number }: DateParts): boolean {
  if (weeks === null) return true
  const from = datePartsOf(weeks.from)
  const monday = from.number - from.weekday + 1
  return number >= from.number && Math.floor((number - monday) / 7) % weeks.every === 0
}
