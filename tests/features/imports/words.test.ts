import { describe, expect, it } from 'vitest'
import { DEFAULT_WORKFLOW } from '#domain/status.ts'
import { priorityFor, statusFor, wordFor } from '#features/imports/words.ts'
import { layDesk } from './desk.ts'

describe('a status of another system', () => {
  it.each([
    ['Open', 'open', true],
    ['in_progress', 'in_progress', true],
    ['ON HOLD', 'on_hold', true],
    ['New', 'open', false],
    ['To Do', 'open', false],
    ['Active', 'in_progress', false],
    ['Work in Progress', 'in_progress', false],
    ['Assigned', 'in_progress', false],
    ['Reopened', 'in_progress', false],
    ['Unresolved', 'in_progress', false],
    ['Awaiting User Info', 'on_hold', false],
    ['Pending', 'on_hold', false],
    ['Waiting on Customer', 'on_hold', false],
    ['Solved', 'resolved', false],
    ['Done', 'resolved', false],
    ['Closed (Resolved by Caller)', 'resolved', false],
    ['Archived', 'closed', false],
    ['Canceled', 'cancelled', false],
    ["Won't Do", 'cancelled', false],
    ['-100', 'open', false],
  ])('%s is %s here', (word, key, exact) => {
    expect(statusFor(word, DEFAULT_WORKFLOW)).toMatchObject({ target: { key }, exact, word })
  })

  it('falls to the nearest kind a workflow has', () => {
    const short = DEFAULT_WORKFLOW.filter(({ kind }) => kind === 'active' || kind === 'closed')

    expect(statusFor('Pending', short).target.key).toBe('in_progress')
    expect(statusFor('Solved', short).target.key).toBe('closed')
    expect(statusFor(null, short).target.key).toBe('in_progress')
  })
})

describe('a priority of another system', () => {
  it.each([
    ['High', 'high'],
    ['1 - Critical', 'critical'],
    ['2 - High', 'high'],
    ['3 - Moderate', 'medium'],
    ['4 - Low', 'low'],
    ['5 - Planning', 'low'],
    ['Urgent', 'critical'],
    ['P1', 'critical'],
    ['P3', 'medium'],
    ['Blocker', 'critical'],
    ['Highest', 'critical'],
    ['Major', 'high'],
    ['Normal', 'medium'],
    ['Trivial', 'low'],
    ['hoch', 'high'],
    ['2', 'high'],
  ])('%s is %s here', (word, key) => {
    expect(priorityFor(word, layDesk().config.priorities)?.target.key).toBe(key)
  })

  it('goes by rank where the desk has names of its own', () => {
    const { priorities } = layDesk({ priorities: ['Negligible', 'Low', 'Standard', 'High', 'Critical'] }).config

    expect(
      ['3 - Moderate', 'urgent', 'Lowest', 'Minor'].map((word) => priorityFor(word, priorities)?.target.label),
    ).toEqual(['Standard', 'Critical', 'Negligible', 'Low'])
  })

  it('is nothing where the word says nothing', () => {
    expect(priorityFor('Bananas', layDesk().config.priorities)).toBeNull()
    expect(priorityFor(null, layDesk().config.priorities)).toBeNull()
  })
})

it('finds the desk’s own word behind a shorter one', () => {
  const types = ['Incident', 'Service Request', 'Change Request']

  expect(['incident', 'Request', 'Change', 'Question'].map((word) => wordFor(word, types))).toEqual([
    'Incident',
    'Service Request',
    'Change Request',
    null,
  ])
})
