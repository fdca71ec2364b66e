import { describe, expect, it } from 'vitest'
import { assign, pickUp, release, type AssignmentWish } from '#domain/assignment.ts'
import { DEFAULT_WORKFLOW } from '#domain/status.ts'

const wish = (status: string, assigneeId: number | null = null): AssignmentWish => ({
  workflow: DEFAULT_WORKFLOW,
  ticket: { status, assigneeId },
  mover: 'agent',
})

describe('picking up', () => {
  it('starts an open ticket', () => {
    expect(pickUp(wish('open'), 7)).toMatchObject({ ok: true, assigneeId: 7, moveTo: { key: 'in_progress' } })
  })

  it.each(['in_progress', 'on_hold', 'resolved'])('leaves a ticket that is %s where it is', (status) => {
    expect(pickUp(wish(status), 7)).toEqual({ ok: true, assigneeId: 7, moveTo: null })
  })

  it('does not take what somebody else has', () => {
    expect(pickUp(wish('open', 8), 7)).toMatchObject({ ok: false, message: 'Somebody else has this ticket already.' })
  })
})

describe('assigning', () => {
  it('takes a ticket from another person', () => {
    expect(assign(wish('open', 8), 7)).toMatchObject({ ok: true, assigneeId: 7, moveTo: { key: 'in_progress' } })
  })

  it('to the same person is refused', () => {
    expect(assign(wish('open', 7), 7)).toMatchObject({ ok: false, field: 'assignee' })
  })

  it('assigns without moving where the mover may not move', () => {
    expect(assign({ ...wish('open'), mover: 'requester' }, 7)).toEqual({ ok: true, assigneeId: 7, moveTo: null })
  })
})

describe('releasing', () => {
  it.each([
    ['in_progress', 'open'],
    ['open', null],
    ['on_hold', null],
    ['resolved', null],
  ])('moves a ticket that is %s to %s', (status, to) => {
    const released = release(wish(status, 7))
    expect(released).toMatchObject({ ok: true, assigneeId: null })
    expect(released.ok && released.moveTo?.key).toBe(to ?? undefined)
  })

  it('needs somebody to release it from', () => {
    expect(release(wish('in_progress'))).toMatchObject({ ok: false, message: 'Nobody has this ticket.' })
  })
})

it.each(['closed', 'cancelled'])('keeps the assignee of a ticket that is %s', (status) => {
  expect(assign(wish(status), 7).ok).toBe(false)
  expect(pickUp(wish(status), 7).ok).toBe(false)
  expect(release(wish(status, 7)).ok).toBe(false)
})
