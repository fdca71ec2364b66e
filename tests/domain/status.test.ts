import { describe, expect, it } from 'vitest'
import { DEFAULT_WORKFLOW, isActive, isFinal, statusOf } from '#domain/status.ts'
import { priorityOf, rankOf } from '#domain/priority.ts'
import { PRIORITIES } from './given.ts'

const ways = (key: string) => statusOf(DEFAULT_WORKFLOW, key).to.map((way) => way.status)

describe('the default workflow', () => {
  it.each([
    ['open', ['in_progress', 'on_hold', 'cancelled']],
    ['in_progress', ['open', 'on_hold', 'resolved', 'cancelled']],
    ['on_hold', ['open', 'in_progress', 'cancelled']],
    ['resolved', ['in_progress', 'closed']],
    ['closed', []],
    ['cancelled', []],
  ])('leads from %s to %j', (key, expected) => {
    expect(ways(key)).toEqual(expected)
  })

  it('names its statuses as people know them', () => {
    expect(DEFAULT_WORKFLOW.map((status) => status.label)).toEqual([
      'Open',
      'In Progress',
      'On Hold',
      'Resolved',
      'Closed',
      'Cancelled',
    ])
  })

  it('reaches every status from the first one, and every way leads somewhere', () => {
    const reached = new Set(['open'])
    for (const key of reached) for (const next of ways(key)) reached.add(next)
    expect([...reached].toSorted()).toEqual(DEFAULT_WORKFLOW.map((status) => status.key).toSorted())
  })

  it('stops the clocks on hold alone', () => {
    expect(DEFAULT_WORKFLOW.filter((status) => status.pausesClocks).map((status) => status.key)).toEqual(['on_hold'])
  })
})

it('gives a ticket in a removed status a way back to the first one', () => {
  const stray = statusOf(DEFAULT_WORKFLOW, 'parked')
  expect(stray).toMatchObject({ key: 'parked', label: 'parked', kind: 'open', waitingOn: 'agent' })
  expect(stray.to).toEqual([{ status: 'open', by: ['admin', 'agent'] }])
  expect(statusOf([], 'parked').to).toEqual([])
})

it('knows what is final and what is active', () => {
  expect((['open', 'active', 'hold', 'resolved', 'closed', 'cancelled'] as const).filter(isFinal)).toEqual([
    'closed',
    'cancelled',
  ])
  expect((['open', 'active', 'hold', 'resolved', 'closed', 'cancelled'] as const).filter(isActive)).toHaveLength(4)
})

describe('priorities', () => {
  it.each([
    ['Low', 1],
    ['Critical', 4],
    ['Urgent', 0],
  ])('rank %s at %d', (key, rank) => {
    expect(rankOf(PRIORITIES, key)).toBe(rank)
  })

  it('that were removed still age, without targets', () => {
    expect(priorityOf(PRIORITIES, 'Urgent')).toMatchObject({
      label: 'Urgent',
      ageStageDays: [7, 14, 21, 28],
      resolutionSeconds: null,
    })
    expect(priorityOf(PRIORITIES, 'High').ageStageDays).toEqual([5, 7, 10, 14])
  })
})
