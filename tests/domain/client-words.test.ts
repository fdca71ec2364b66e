import { describe, expect, it } from 'vitest'
import { clientPlace, tellClient } from '#domain/client-words.ts'
import { DEFAULT_WORKFLOW, statusOf, type Status } from '#domain/status.ts'

const status = (key: string): Status => statusOf(DEFAULT_WORKFLOW, key)
const ordered: Status = { ...status('in_progress'), key: 'ordered', label: 'Ordered' }

describe('where a ticket stands for the one who asked', () => {
  it.each([
    ['open', false, 'working'],
    ['open', true, 'waiting'],
    ['in_progress', false, 'working'],
    ['on_hold', false, 'working'],
    ['on_hold', true, 'waiting'],
    ['resolved', false, 'waiting'],
    ['closed', true, 'done'],
    ['cancelled', true, 'done'],
  ] as const)('of %s, answered %s, is %s', (key, answered, place) => {
    expect(clientPlace(status(key), answered)).toBe(place)
  })

  it('follows whom the status waits on', () => {
    expect(clientPlace({ ...status('in_progress'), waitingOn: 'requester' }, false)).toBe('waiting')
  })
})

describe('what a client reads of a move', () => {
  const told = (from: Status | null, to: Status) =>
    tellClient({ from, to, by: 'Eva' })
      .map(({ text }) => text)
      .join('')

  it.each([
    [null, 'open', 'Eva opened this ticket'],
    ['open', 'in_progress', 'Eva began to work on it'],
    ['in_progress', 'open', 'Eva put it back in the queue'],
    ['in_progress', 'on_hold', 'Eva put it on hold'],
    ['on_hold', 'in_progress', 'Eva took the work up again'],
    ['in_progress', 'resolved', 'Eva resolved it'],
    ['resolved', 'in_progress', 'Eva reopened it'],
    ['resolved', 'closed', 'Eva closed it'],
    ['open', 'cancelled', 'Eva cancelled it'],
  ] as const)('from %s to %s: %s', (from, to, words) => {
    expect(told(from === null ? null : status(from), status(to))).toBe(words)
  })

  it("names a step of the operator's own by its label", () => {
    expect(told(status('in_progress'), ordered)).toBe('Eva moved it on to Ordered')
  })
})
