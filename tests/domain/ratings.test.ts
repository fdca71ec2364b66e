import { expect, it } from 'vitest'
import { ratingLabel, ratingProblem } from '#domain/ratings.ts'
import { DAY } from '../support/clock.ts'

const NOW = 1_000 * DAY

it.each([
  ['open', null, false],
  ['active', null, false],
  ['hold', null, false],
  ['cancelled', null, false],
  ['resolved', null, true],
  ['closed', null, true],
  ['closed', NOW - 14 * DAY, true],
  ['closed', NOW - 14 * DAY - 1, false],
  ['active', NOW - DAY, false],
] as const)('of a ticket that is %s, rated first at %s, may be given: %s', (kind, ratedAt, may) => {
  expect(ratingProblem({ kind, ratedAt }, NOW) === null).toBe(may)
})

it('has a word for each', () => {
  expect([3, 2, 1, 0].map(ratingLabel)).toEqual(['Good', 'OK', 'Bad', ''])
})
