import { monthName, ordinal, weekdayName } from './dates.ts'

/** A schedule as people choose it; `cron` for whatever the others cannot say. Days of the week as ISO has them. */
export type Repeat =
  | { readonly kind: 'daily' | 'weekdays'; readonly time: string }
  | {
      readonly kind: 'weekly'
      readonly time: string
      readonly weekdays: readonly number[]
      readonly weeks: Weeks | null
    }
  | { readonly kind: 'monthly'; readonly time: string; readonly day: number | 'last' }
  | { readonly kind: 'nth'; readonly time: string; readonly nth: number | 'last'; readonly weekday: number }
  | { readonly kind: 'yearly'; readonly time: string; readonly month: number; readonly day: number }
  | { readonly kind: 'cron'; readonly text: string }

type Weeks = { readonly every: number; readonly from: string }

/** The text a schedule is kept as, for `readSchedule`. */
export function writeRepeat(repeat: Repeat): string {
  if (repeat.kind === 'cron') return repeat.text.trim().replace(/\s+/g, ' ')
  const [hour = 0, minute = 0] = repeat.time.split(':').map(Number)
  return `${minute} ${hour} ${daysText(repeat)}`
}

function daysText(repeat: Exclude<Repeat, { kind: 'cron' }>): string {
  switch (repeat.kind) {
    case 'daily':
      return '* * *'
    case 'weekdays':
      return '* * 1-5'
    case 'weekly':
      return `* * ${repeat.weekdays.join(',')}${weeksText(repeat.weeks)}`
    case 'monthly':
      return `${repeat.day === 'last' ? 'L' : repeat.day} * *`
    case 'nth':
      return `* * ${repeat.weekday}${repeat.nth === 'last' ? 'L' : `#${repeat.nth}`}`
    case 'yearly':
      return `${repeat.day} ${repeat.month} *`
  }
}

const weeksText = (weeks: Weeks | null): string =>
  weeks === null || weeks.every === 1 ? '' : ` every ${weeks.every} weeks from ${weeks.from}`

const TEXT =
  /^(\d{1,2}) (\d{1,2}) (\*|L|\d{1,2}) (\*|\d{1,2}) (\*|1-5|[1-7](?:,[1-7])*|[1-7](?:L|#[1-4]))(?: every (\d{1,2}) weeks from (\S+))?$/

/** The way back, as far as the choices go. */
export function readRepeat(text: string): Repeat {
  const [, minute, hour, day = '', month = '', weekday = '', every, from] = TEXT.exec(text) ?? []
  if (minute === undefined || hour === undefined) return { kind: 'cron', text }
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  const weeks = every === undefined || from === undefined ? null : { every: Number(every), from }
  return inChoices({ time, day, month, weekday, weeks }) ?? { kind: 'cron', text }
}

type Read = {
  readonly time: string
  readonly day: string
  readonly month: string
  readonly weekday: string
  readonly weeks: Weeks | null
}

function inChoices({ time, day, month, weekday, weeks }: Read): Repeat | null {
  const anyDay = day === '*' && month === '*'
  if (anyDay && /^[1-7](,[1-7])*$/.test(weekday))
    return { kind: 'weekly', time, weekdays: weekday.split(',').map(Number), weeks }
  if (weeks !== null) return null
  if (anyDay && weekday === '*') return { kind: 'daily', time }
  if (anyDay && weekday === '1-5') return { kind: 'weekdays', time }
  if (anyDay)
    return {
      kind: 'nth',
      time,
      weekday: Number(weekday.charAt(0)),
      nth: weekday.endsWith('L') ? 'last' : Number(weekday.slice(2)),
    }
  if (weekday !== '*') return null
  if (month === '*') return { kind: 'monthly', time, day: day === 'L' ? 'last' : Number(day) }
  return /^\d+$/.test(day) ? { kind: 'yearly', time, month: Number(month), day: Number(day) } : null
}

/** `Every 2 weeks on Monday and Thursday at 09:00`. */
export function repeatWords(repeat: Repeat): string {
  switch (repeat.kind) {
    case 'daily':
      return `Every day at ${repeat.time}`
    case 'weekdays':
      return `Monday to Friday at ${repeat.time}`
    case 'weekly':
      return `${weekWords(repeat.weeks)} ${listed(repeat.weekdays.map(weekdayName))} at ${repeat.time}`
    case 'monthly':
      return `Every month on the ${repeat.day === 'last' ? 'last day' : ordinal(repeat.day)} at ${repeat.time}`
    case 'nth':
      return `Every month on the ${NTH[String(repeat.nth)] ?? ''} ${weekdayName(repeat.weekday)} at ${repeat.time}`
    case 'yearly':
      return `Every year on ${repeat.day} ${monthName(repeat.month)} at ${repeat.time}`
    case 'cron':
      return `By cron: ${repeat.text}`
  }
}

export const NTH: Readonly<Record<string, string>> = {
  '1': 'first',
  '2': 'second',
  '3': 'third',
  '4': 'fourth',
  last: 'last',
}

const weekWords = (weeks: Weeks | null): string =>
  weeks === null || weeks.every === 1 ? 'Every' : `Every ${weeks.every} weeks on`

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
