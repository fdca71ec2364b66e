import { DAY_MS, dayAt, dayEnd, dayStart, monthsFrom } from '#lib/zones.ts'
import { isDay } from '#domain/field-values.ts'

/** From this instant on, and before that one; null is open. */
export type Span = { readonly from: number | null; readonly to: number | null }

/** The days of whom, when, and whether the field lies ahead (`due`) or behind. */
export type Days = { readonly zone: string; readonly now: number; readonly ahead: boolean }

/**
 * Reads a day, a month, a year, `today`, `>2026-01-01`, `a..b`, or an age: `>7d` is more than seven days from now,
 * `<7d` within them. Null when it is none of these.
 */
export function readSpan(text: string, days: Days): Span | null {
  const [, sign = '', rest = ''] = /^(>=|<=|>|<)?(.+)$/.exec(text.toLowerCase().trim()) ?? []
  const age = readAge(rest, days)
  if (age !== null) return sign.startsWith('>') ? farther(age, days) : nearer(age, days)

  if (sign === '' && rest.includes('..')) return between(rest, days)
  const span = stretch(rest, days)
  if (span === null) return null
  return (
    {
      '': span,
      '>': { from: span.to, to: null },
      '>=': { from: span.from, to: null },
      '<': { from: null, to: span.from },
      '<=': { from: null, to: span.to },
    }[sign] ?? null
  )
}

function between(text: string, days: Days): Span | null {
  const at = text.indexOf('..')
  const [begin, end] = [text.slice(0, at), text.slice(at + 2)]
  const [one, other] = [stretch(begin, days), stretch(end, days)]
  // From December to January is meant as it can be.
  const [first, last] = one !== null && other !== null && one.from > other.from ? [other, one] : [one, other]
  if ((begin !== '' && first === null) || (end !== '' && last === null) || (first === null && last === null))
    return null
  return { from: first?.from ?? null, to: last?.to ?? null }
}

type Closed = { readonly from: number; readonly to: number }

/** A day, a month or a year of the reader's calendar. */
function stretch(text: string, { zone, now }: Days): Closed | null {
  const today = dayAt(now, zone)
  const days = (from: number, to: number): Closed => ({
    from: dayStart(isoDay(from), zone),
    to: dayStart(isoDay(to), zone),
  })
  const weekday = (today.number + 3) % 7
  if (text === 'today') return days(today.number, today.number + 1)
  if (text === 'yesterday') return days(today.number - 1, today.number)
  if (text === 'tomorrow') return days(today.number + 1, today.number + 2)
  if (text === 'week') return days(today.number - weekday, today.number - weekday + 7)
  const written = { month: today.date.slice(0, 7), year: today.date.slice(0, 4) }[text] ?? text
  return datesOf(written, zone)
}

function datesOf(text: string, zone: string): Closed | null {
  if (isDay(text)) return { from: dayStart(text, zone), to: dayEnd(text, zone) }
  if (!/^[1-9]\d{3}(-\d\d)?$/.test(text)) return null
  const [first, next] =
    text.length === 4 ? [`${text}-01-01`, `${Number(text) + 1}-01-01`] : [`${text}-01`, monthAfter(text)]
  return isDay(first) && isDay(next) ? { from: dayStart(first, zone), to: dayStart(next, zone) } : null
}

function monthAfter(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
}

const isoDay = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10)

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS }
const UNIT_MONTHS: Readonly<Record<string, number>> = { mo: 1, y: 12 }

/** The instant so long ago, or so far ahead. */
function readAge(text: string, { zone, now, ahead }: Days): number | null {
  const [, digits, unit = ''] = /^(\d{1,4})(h|d|w|mo|y)$/.exec(text) ?? []
  if (digits === undefined) return null
  const count = ahead ? Number(digits) : -Number(digits)
  const months = UNIT_MONTHS[unit]
  if (months === undefined) return now + count * (UNIT_MS[unit] ?? 0)
  return Math.abs(count * months) > MOST_MONTHS ? null : monthsFrom(now, count * months, zone)
}

const MOST_MONTHS = 12 * 200

// An instant that lies exactly so far away is within.
const farther = (at: number, { ahead }: Days): Span => (ahead ? { from: at + 1, to: null } : { from: null, to: at })

const nearer = (at: number, { ahead, now }: Days): Span => (ahead ? { from: now, to: at + 1 } : { from: at, to: null })
