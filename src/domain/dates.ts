const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const DAY_MS = 86_400_000

/** 1 is January. */
export const monthName = (month: number): string => MONTHS[month - 1] ?? ''
/** 1 is Monday, as ISO has it. */
export const weekdayName = (weekday: number): string => WEEKDAYS[weekday - 1] ?? ''

/** A date as its parts; `number` counts the days since 1970-01-01. */
export type DateParts = {
  readonly number: number
  readonly year: number
  readonly month: number
  readonly day: number
  readonly weekday: number
}

/** Takes `YYYY-MM-DD`. */
export function datePartsOf(date: string): DateParts {
  const number = Math.floor(Date.parse(date) / DAY_MS)
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return { number, year, month, day, weekday: weekdayOf(number) }
}

/** 1970-01-01 was a Thursday. */
export const weekdayOf = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1

/** Years are plain: leap years as everywhere. */
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** `21 November 2026`. */
export function dateWords(date: string): string {
  const { day, month, year } = datePartsOf(date)
  return `${day} ${monthName(month)} ${year}`
}

/** The ISO week: the week of a year's first Thursday is its first. */
export function weekOf(date: string): number {
  const { number, weekday } = datePartsOf(date)
  const thursday = number - weekday + 4
  const year = new Date(thursday * DAY_MS).getUTCFullYear()
  return 1 + Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7)
}

/** `1st`, `22nd`, `13th`. */
export function ordinal(count: number): string {
  const teen = count % 100 > 10 && count % 100 < 14
  return `${count}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')}`
}
