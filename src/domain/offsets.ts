import { dayAt, dayOf, localToInstant } from '#lib/zones.ts'

/** Some hours, days or weeks from a beginning: how a template says when something is due. */
export type Offset = { readonly count: number; readonly unit: 'h' | 'd' | 'w' }

const UNITS = { h: 'hour', d: 'day', w: 'week' } as const
const MOST = 3650
const DUE_AT = '17:00'

/** Reads `4h`, `3 d`, `2 weeks`; null if it is none, or too far to mean it. */
export function parseOffset(text: string): Offset | null {
  const [, digits, unit] = /^(\d{1,4}) ?(h|d|w|hours?|days?|weeks?)$/i.exec(text.trim()) ?? []
  if (digits === undefined || unit === undefined) return null
  const offset = { count: Number(digits), unit: unit.charAt(0).toLowerCase() as Offset['unit'] }
  return offset.count > MOST ? null : offset
}

/** `3d`, as `parseOffset` reads it. */
export const writeOffset = ({ count, unit }: Offset): string => `${count}${unit}`

/** `3 days`. */
export const offsetWords = ({ count, unit }: Offset): string => `${count} ${UNITS[unit]}${count === 1 ? '' : 's'}`

/** Hours pass as they are; days and weeks end at 17:00 there, as a due date without a time does. */
export function offsetFrom(at: number, { count, unit }: Offset, zone: string): number {
  if (unit === 'h') return at + count * 3_600_000
  const day = dayOf(dayAt(at, zone).number + count * (unit === 'w' ? 7 : 1), zone)
  return localToInstant(`${day.date}T${DUE_AT}`, zone) ?? day.startAt
}

/** The date so many days from now there, as `YYYY-MM-DD`. */
export const dateFrom = (at: number, days: number, zone: string): string =>
  dayOf(dayAt(at, zone).number + days, zone).date
