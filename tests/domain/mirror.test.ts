import { describe, expect, it } from 'vitest'
import { archiveStatus, localPriority, localStatus, mirroredClocks } from '#domain/mirror.ts'
import type { RemoteTicket } from '#domain/remote.ts'
import { DEFAULT_WORKFLOW, type Status, type StatusKind } from '#domain/status.ts'
import { PRIORITIES } from './given.ts'

const NOTHING = { statuses: {}, priorities: {} }
const lists = { workflow: DEFAULT_WORKFLOW, priorities: PRIORITIES }

describe('the status a remote one stands for', () => {
  it.each([
    ['Open', 'open'],
    ['Pending', 'on_hold'],
    ['Resolved', 'resolved'],
    ['Closed', 'closed'],
    ['Waiting on Customer', 'on_hold'],
    ['Waiting on Third Party', 'on_hold'],
    ['Waiting on Agent', 'open'],
    ['Customer Replied', 'open'],
    ['Update Needed', 'open'],
    ['Scheduled', 'on_hold'],
    ['Under Investigation', 'in_progress'],
    ['in progress', 'in_progress'],
    ['Canceled', 'cancelled'],
    ['Something else', 'in_progress'],
    [null, 'in_progress'],
  ])('%s is %s', (name, key) => {
    expect(localStatus({ id: '77', name }, NOTHING, lists).key).toBe(key)
  })

  it('is as it is mapped, whatever its name says', () => {
    const mapping = { ...NOTHING, statuses: { 5: 'in_progress' } }
    expect(localStatus({ id: '5', name: 'Closed' }, mapping, lists).key).toBe('in_progress')
  })

  it('has ended where it has ended there, also in a workflow without such a status', () => {
    const few = DEFAULT_WORKFLOW.filter(({ kind }) => kind === 'open' || kind === 'closed')
    expect(localStatus({ id: '4', name: 'Resolved' }, NOTHING, { workflow: few }).kind).toBe('closed')
    expect(archiveStatus(few).kind).toBe('closed')
    expect(localStatus({ id: '3', name: 'Pending' }, NOTHING, { workflow: few }).kind).toBe('open')
  })
})

describe('the priority a remote one stands for', () => {
  it.each([
    ['1', 'Low', 'Low'],
    ['2', 'Medium', 'Medium'],
    ['3', 'High', 'High'],
    ['4', 'Urgent', 'Critical'],
    ['9', null, 'Low'],
    ['3', null, 'High'],
    ['x', 'Blocker', 'Critical'],
  ])('%s, %s is %s', (id, name, key) => {
    expect(localPriority({ id, name }, NOTHING, lists).key).toBe(key)
  })

  it('is as it is mapped', () => {
    expect(localPriority({ id: '1', name: 'Low' }, { ...NOTHING, priorities: { 1: 'High' } }, lists).key).toBe('High')
  })
})

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 21, 9)

const remote = (changes: Partial<RemoteTicket> = {}): RemoteTicket => ({
  externalId: '1',
  url: null,
  title: 'One',
  description: '',
  status: { id: '2', name: 'Open' },
  priority: { id: '1', name: 'Low' },
  type: null,
  category: null,
  group: null,
  workspace: null,
  requester: null,
  assignee: null,
  tags: [],
  createdAt: NOW,
  updatedAt: NOW,
  firstRespondedAt: null,
  resolvedAt: null,
  closedAt: null,
  firstResponseDueAt: NOW + HOUR,
  dueAt: NOW + 8 * HOUR,
  gone: false,
  ...changes,
})

const status = (kind: StatusKind): Status => {
  const found = DEFAULT_WORKFLOW.find((one) => one.kind === kind)
  if (!found) throw new Error(kind)
  return found
}

describe('mirrored deadlines', () => {
  it('run as they were set there', () => {
    const clocks = mirroredClocks(remote(), status('open'), [])
    expect(clocks).toMatchObject([
      { kind: 'first_response', dueAt: NOW + HOUR, targetSeconds: 3600, stoppedAt: null, met: null, pauses: [] },
      { kind: 'resolution', dueAt: NOW + 8 * HOUR, targetSeconds: 8 * 3600, stoppedAt: null, met: null, pauses: [] },
    ])
  })

  it('are none where none were set', () => {
    expect(mirroredClocks(remote({ firstResponseDueAt: null, dueAt: null }), status('open'), [])).toEqual([])
  })

  it('stop, met or missed, with the answer and the end there', () => {
    const late = remote({ firstRespondedAt: NOW + 2 * HOUR, resolvedAt: NOW + 3 * HOUR, updatedAt: NOW + 9 * HOUR })
    expect(mirroredClocks(late, status('resolved'), [])).toMatchObject([
      { kind: 'first_response', stoppedAt: NOW + 2 * HOUR, met: false },
      { kind: 'resolution', stoppedAt: NOW + 3 * HOUR, met: true },
    ])
  })

  it('pause with the status, one pause for all polls, and go on afterwards', () => {
    const held = remote({ status: { id: '3', name: 'Pending' }, updatedAt: NOW + HOUR })
    const first = mirroredClocks(held, status('hold'), mirroredClocks(remote(), status('open'), []))
    const again = mirroredClocks({ ...held, updatedAt: NOW + 2 * HOUR }, status('hold'), first)
    const after = mirroredClocks(remote({ updatedAt: NOW + 3 * HOUR }), status('open'), again)

    expect(again).toEqual(first)
    expect(first[1]).toMatchObject({ dueAt: null, pauses: [{ fromAt: NOW + HOUR, toAt: null, reason: 'Pending' }] })
    expect(after[1]).toMatchObject({
      dueAt: NOW + 8 * HOUR,
      pauses: [{ fromAt: NOW + HOUR, toAt: NOW + 3 * HOUR, reason: 'Pending' }],
    })
  })
})
