import { expect, it } from 'vitest'
import { ago, dueWords, exact, roughly } from '#domain/durations.ts'
import { DAY, HOUR, MINUTE, NOW } from './given.ts'

it.each([
  [0, '1 min'],
  [59, '1 min'],
  [2280, '38 min'],
  [3599, '59 min'],
  [3600, '1 h'],
  [4 * 3600 + 3599, '4 h'],
  [86_399, '23 h'],
  [86_400, '1 d'],
  [11 * 86_400 + 5, '11 d'],
  [-7200, '2 h'],
])('calls %d seconds roughly %s', (seconds, words) => {
  expect(roughly(seconds)).toBe(words)
})

it.each([
  [0, '0 min'],
  [45, '45 s'],
  [5100, '1 h 25 min'],
  [5105, '1 h 25 min 5 s'],
  [3600, '1 h'],
  [90_000, '25 h'],
  [-90, '−1 min 30 s'],
])('calls %d seconds exactly %s', (seconds, words) => {
  expect(exact(seconds)).toBe(words)
})

it.each([
  [0, 'just now'],
  [59, 'just now'],
  [-30, 'just now'],
  [300, '5 min ago'],
  [7200, '2 h ago'],
  [3 * 86_400, '3 d ago'],
  [-7200, 'in 2 h'],
])('says of %d seconds back: %s', (seconds, words) => {
  expect(ago(seconds)).toBe(words)
})

it.each([
  [NOW - 4 * HOUR - 1, 'resolution', '4 h', 'over'],
  [NOW, 'due', '1 min', 'over'],
  [NOW - DAY, 'first_response', '1 d', 'over'],
  [NOW + 2 * HOUR, 'first_response', '2 h', 'to respond'],
  [NOW + 6 * HOUR + 30 * MINUTE, 'resolution', '6 h', 'left'],
  [NOW + 11 * DAY, 'due', '11 d', 'left'],
  [NOW + 11 * DAY, 'age', '11 d', 'left'],
] as const)('counts down to %d by %s as %s %s', (deadlineAt, rule, strong, rest) => {
  expect(dueWords(deadlineAt, NOW, rule)).toEqual({ strong, rest })
})
