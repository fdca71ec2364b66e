import type { RuleName } from './urgency.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400
const YEAR = 365 * DAY

/** The largest unit alone, rounded down: `38 min`, `4 h`, `2 d`, `3 y`. Never less than a minute. */
export function roughly(seconds: number): string {
  const length = Math.abs(seconds)
  if (length >= YEAR) return `${Math.floor(length / YEAR)} y`
  if (length >= DAY) return `${Math.floor(length / DAY)} d`
  if (length >= HOUR) return `${Math.floor(length / HOUR)} h`
  return `${Math.max(Math.floor(length / MINUTE), 1)} min`
}

/** Every part that is not nought, in hours rather than days, as time sheets have it: `1 h 25 min`. */
export function exact(seconds: number): string {
  const length = Math.round(Math.abs(seconds))
  const parts = [
    [Math.floor(length / HOUR), 'h'],
    [Math.floor((length % HOUR) / MINUTE), 'min'],
    [length % MINUTE, 's'],
  ] as const
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`)
  return `${seconds <= -0.5 ? '−' : ''}${words.join(' ') || '0 min'}`
}

/** `38 min ago`; what lies ahead is `in 38 min`. */
export function ago(seconds: number): string {
  if (Math.abs(seconds) < MINUTE) return 'just now'
  return seconds > 0 ? `${roughly(seconds)} ago` : `in ${roughly(seconds)}`
}

export type DueWords = { readonly strong: string; readonly rest: 'over' | 'left' | 'to respond' }

/** The countdown of a row: `4 h` `over`, `2 h` `to respond`, `6 h` `left`. */
export function dueWords(deadlineAt: number, at: number, rule: RuleName): DueWords {
  const strong = roughly((deadlineAt - at) / 1000)
  if (deadlineAt <= at) return { strong, rest: 'over' }
  return { strong, rest: rule === 'first_response' ? 'to respond' : 'left' }
}
