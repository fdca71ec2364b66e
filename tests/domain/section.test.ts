import { expect, it } from 'vitest'
import { boardSection, SECTION_TITLES, updateDueAt } from '#domain/section.ts'
import { NOW } from './given.ts'

it.each([
  ['open', 'agent', null, 1],
  ['open', 'agent', NOW, 2],
  ['open', 'requester', null, 1],
  ['open', 'requester', NOW, 3],
  ['active', 'agent', null, 1],
  ['active', 'agent', NOW, 2],
  ['active', 'third_party', NOW, 3],
  ['hold', 'nobody', null, 3],
  ['hold', 'agent', null, 2],
  ['resolved', 'requester', NOW, 3],
  ['resolved', 'agent', null, 3],
  ['closed', 'nobody', NOW, 0],
  ['cancelled', 'agent', null, 0],
] as const)(
  'puts a ticket of kind %s, waiting on %s, first answered at %s, into section %d',
  (kind, waitingOn, firstRespondedAt, section) => {
    expect(boardSection({ kind, waitingOn, firstRespondedAt })).toBe(section)
  },
)

it('names its sections', () => {
  expect(Object.values(SECTION_TITLES)).toEqual(['Needs a first response', 'Waiting on agent', 'Other active'])
})

it('expects an update within the limit of the priority', () => {
  expect(updateDueAt(NOW, 1800)).toBe(NOW + 1_800_000)
  expect(updateDueAt(NOW, null)).toBeNull()
})
