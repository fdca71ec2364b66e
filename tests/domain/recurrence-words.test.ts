import { expect, it } from 'vitest'
import { readRepeat, repeatWords, writeRepeat, type Repeat } from '#domain/recurrence-words.ts'
import { readSchedule } from '#domain/recurrence.ts'

const time = '09:05'
const CHOICES: readonly [Repeat, string, string][] = [
  [{ kind: 'daily', time }, '5 9 * * *', 'Every day at 09:05'],
  [{ kind: 'weekdays', time }, '5 9 * * 1-5', 'Monday to Friday at 09:05'],
  [
    { kind: 'weekly', time, weekdays: [1, 4, 7], weeks: null },
    '5 9 * * 1,4,7',
    'Every Monday, Thursday and Sunday at 09:05',
  ],
  [
    { kind: 'weekly', time, weekdays: [1], weeks: { every: 2, from: '2026-11-23' } },
    '5 9 * * 1 every 2 weeks from 2026-11-23',
    'Every 2 weeks on Monday at 09:05',
  ],
  [{ kind: 'monthly', time, day: 22 }, '5 9 22 * *', 'Every month on the 22nd at 09:05'],
  [{ kind: 'monthly', time, day: 'last' }, '5 9 L * *', 'Every month on the last day at 09:05'],
  [{ kind: 'nth', time, nth: 1, weekday: 1 }, '5 9 * * 1#1', 'Every month on the first Monday at 09:05'],
  [{ kind: 'nth', time, nth: 'last', weekday: 7 }, '5 9 * * 7L', 'Every month on the last Sunday at 09:05'],
  [{ kind: 'yearly', time, month: 6, day: 15 }, '5 9 15 6 *', 'Every year on 15 June at 09:05'],
  [{ kind: 'cron', text: '*/5 8-17 * * 1-5' }, '*/5 8-17 * * 1-5', 'By cron: */5 8-17 * * 1-5'],
]

it.each(CHOICES)('%j is kept as %j', (repeat, text, words) => {
  expect(writeRepeat(repeat)).toBe(text)
  expect(readRepeat(text)).toEqual(repeat)
  expect(repeatWords(repeat)).toBe(words)
  expect(readSchedule(text)).toMatchObject({ ok: true })
})

it.each(['0 9 1 * 1', '0 9 L 6 *', '0 9 * 6 1', '5 9 22 * * every 2 weeks from 2026-11-23', 'nonsense'])(
  'says %j by itself',
  (text) => {
    expect(readRepeat(text)).toEqual({ kind: 'cron', text })
  },
)
