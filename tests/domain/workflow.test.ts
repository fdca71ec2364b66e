import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_WORKFLOW, statusOf, type Mover } from '#domain/status.ts'
import { decideMove, possibleMoves, type MoveRules, type MoveWish } from '#domain/workflow.ts'

const RULES: MoveRules = {
  workflow: DEFAULT_WORKFLOW,
  holdReasons: ['Awaiting parts', 'Researching solution'],
  resolutions: [],
}
const LISTED = { ...RULES, resolutions: ['Fixed', 'Duplicate'] }

const decide = (from: string, to: string, over: Partial<MoveWish> = {}) =>
  decideMove({ ...RULES, ticket: { status: from }, to, mover: 'agent', holdReason: 'Awaiting parts', ...over })

describe('a move', () => {
  it.each([
    ['open', 'in_progress', 'agent'],
    ['open', 'on_hold', 'admin'],
    ['in_progress', 'resolved', 'agent'],
    ['on_hold', 'in_progress', 'agent'],
    ['resolved', 'in_progress', 'requester'],
    ['resolved', 'closed', 'requester'],
    ['resolved', 'closed', 'admin'],
  ] as const)('from %s to %s is open to the %s', (from, to, mover) => {
    expect(decide(from, to, { mover })).toMatchObject({ ok: true, from: { key: from }, to: { key: to } })
  })

  it.each([
    ['open', 'resolved', 'agent', 'A ticket that is Open cannot become Resolved.'],
    ['open', 'closed', 'admin', 'A ticket that is Open cannot become Closed.'],
    ['closed', 'open', 'admin', 'A ticket that is Closed stays so.'],
    ['cancelled', 'open', 'admin', 'A ticket that is Cancelled stays so.'],
    ['resolved', 'closed', 'agent', 'You may not move a ticket from Resolved to Closed.'],
    ['open', 'in_progress', 'requester', 'You may not move a ticket from Open to In Progress.'],
    ['open', 'open', 'agent', 'The ticket is already Open.'],
    ['closed', 'closed', 'agent', 'The ticket is already Closed.'],
    ['open', 'nonsense', 'admin', 'There is no status called “nonsense”.'],
  ] as const)('from %s to %s by the %s is refused', (from, to, mover, message) => {
    expect(decide(from, to, { mover })).toEqual({ ok: false, field: 'status', message })
  })

  it('is open to somebody who is both agent and requester', () => {
    expect(decide('resolved', 'closed', { mover: ['agent', 'requester'] }).ok).toBe(true)
    expect(decide('resolved', 'closed', { mover: [] }).ok).toBe(false)
  })

  it('out of a removed status leads to the first one', () => {
    expect(decide('parked', 'open').ok).toBe(true)
    expect(decide('parked', 'resolved').ok).toBe(false)
  })

  it('is told in the words of the statuses', () => {
    expect(decide('open', 'in_progress')).toMatchObject({
      changes: [{ field: 'status', from: 'Open', to: 'In Progress' }],
    })
  })
})

describe('a hold', () => {
  it.each([undefined, null, '', '   '])('with the reason %j is refused', (holdReason) => {
    expect(decide('open', 'on_hold', { holdReason })).toEqual({
      ok: false,
      field: 'holdReason',
      message: 'Say why the ticket is on hold.',
    })
  })

  it.each([
    ['Awaiting parts', 'Awaiting parts'],
    [' awaiting PARTS ', 'Awaiting parts'],
    ['The moon is wrong', 'The moon is wrong'],
  ])('for %j is noted as %j', (holdReason, noted) => {
    expect(decide('open', 'on_hold', { holdReason })).toMatchObject({
      holdReason: noted,
      changes: [
        { field: 'status', from: 'Open', to: 'On Hold' },
        { field: 'holdReason', from: null, to: noted },
      ],
    })
  })

  const held = { status: 'on_hold', holdReason: 'Awaiting parts' }

  it('may change its reason', () => {
    expect(decide('on_hold', 'on_hold', { ticket: held, holdReason: 'Researching solution' })).toMatchObject({
      ok: true,
      holdReason: 'Researching solution',
      clockEffects: ['pause'],
      changes: [{ field: 'holdReason', from: 'Awaiting parts', to: 'Researching solution' }],
    })
  })

  it('is not changed by the same reason, nor by the requester', () => {
    expect(decide('on_hold', 'on_hold', { ticket: held })).toMatchObject({ ok: false, field: 'status' })
    expect(decide('on_hold', 'on_hold', { ticket: held, holdReason: 'Hurry', mover: 'requester' }).ok).toBe(false)
  })

  it('loses its reason when it ends', () => {
    expect(decide('on_hold', 'in_progress', { ticket: held })).toMatchObject({ ok: true, holdReason: null })
  })
})

describe('resolving', () => {
  it('asks for nothing where the operator lists nothing', () => {
    expect(decide('in_progress', 'resolved')).toMatchObject({ ok: true, setsResolved: true, resolution: null })
  })

  it.each([undefined, '', 'Whatever'])('with the resolution %j is refused where some are listed', (resolution) => {
    expect(decide('in_progress', 'resolved', { ...LISTED, resolution })).toMatchObject({
      ok: false,
      field: 'resolution',
    })
  })

  it('notes a listed resolution as the operator spells it', () => {
    expect(decide('in_progress', 'resolved', { ...LISTED, resolution: 'fixed' })).toMatchObject({
      ok: true,
      resolution: 'Fixed',
    })
  })

  it('is undone by reopening', () => {
    const ticket = { status: 'resolved', resolution: 'Fixed' }
    expect(decide('resolved', 'in_progress', { ...LISTED, ticket })).toMatchObject({
      ok: true,
      clearsResolution: true,
      setsResolved: false,
      resolution: null,
    })
  })

  it('is not undone by closing, which asks for no second resolution', () => {
    const ticket = { status: 'resolved', resolution: 'Fixed' }
    expect(decide('resolved', 'closed', { ...LISTED, ticket, mover: 'admin' })).toMatchObject({
      ok: true,
      clearsResolution: false,
      setsResolved: false,
      resolution: 'Fixed',
    })
  })

  it('may be skipped in a workflow that closes straight away, but not its resolution', () => {
    const workflow = DEFAULT_WORKFLOW.map((status) => ({
      ...status,
      to: [{ status: 'closed', by: ['agent' as const] }],
    }))
    expect(decide('open', 'closed', { ...LISTED, workflow })).toMatchObject({ ok: false, field: 'resolution' })
    expect(decide('open', 'closed', { ...LISTED, workflow, resolution: 'Fixed' })).toMatchObject({ setsResolved: true })
  })
})

describe('the clocks', () => {
  it.each([
    ['open', 'in_progress', 'agent', []],
    ['open', 'on_hold', 'agent', ['pause']],
    ['on_hold', 'open', 'agent', ['resume']],
    ['on_hold', 'cancelled', 'agent', ['stop']],
    ['in_progress', 'resolved', 'agent', ['stop']],
    ['resolved', 'in_progress', 'agent', ['reopen']],
    ['resolved', 'closed', 'admin', []],
  ] as const)('are told on the way from %s to %s by the %s: %j', (from, to, mover, clockEffects) => {
    expect(decide(from, to, { mover })).toMatchObject({ ok: true, clockEffects })
  })

  it('are reopened and paused on the way from resolved straight into a hold', () => {
    const workflow = DEFAULT_WORKFLOW.map((status) => ({
      ...status,
      to: [{ status: 'on_hold', by: ['agent' as const] }],
    }))
    expect(decide('resolved', 'on_hold', { workflow })).toMatchObject({ clockEffects: ['reopen', 'pause'] })
  })
})

describe('what a page may offer', () => {
  const offered = (rules: MoveRules, status: string, mover: Mover) =>
    possibleMoves(rules, status, mover).map((offer) => [offer.status.key, offer.asks])

  it.each([
    ['open', 'agent', [['in_progress', null], ['on_hold', 'holdReason'], ['cancelled', null]]], // prettier-ignore
    ['in_progress', 'admin', [['open', null], ['on_hold', 'holdReason'], ['resolved', 'resolution'], ['cancelled', null]]], // prettier-ignore
    ['resolved', 'requester', [['in_progress', null], ['closed', null]]], // prettier-ignore
    ['open', 'requester', []],
    ['closed', 'admin', []],
  ] as const)('from %s to the %s is %j', (status, mover, expected) => {
    expect(offered(LISTED, status, mover)).toEqual(expected)
  })

  it('does not ask how, where no resolutions are listed', () => {
    expect(offered(RULES, 'in_progress', 'agent')).toContainEqual(['resolved', null])
  })
})

it('allows no edge that is not in the table, and offers just what it allows', () => {
  const key = fc.constantFrom(...DEFAULT_WORKFLOW.map((status) => status.key), 'parked', '')
  const movers = fc.subarray<Mover>(['admin', 'agent', 'requester'])
  fc.assert(
    fc.property(key, key, movers, (from, to, mover) => {
      const inTable = statusOf(DEFAULT_WORKFLOW, from).to.some(
        (way) => way.status === to && way.by.some((by) => mover.includes(by)),
      )
      const known = DEFAULT_WORKFLOW.some((status) => status.key === to)
      const offered = possibleMoves(RULES, from, mover).some((offer) => offer.status.key === to)
      const reasonChange = from === 'on_hold' && to === 'on_hold' && mover.some((one) => one !== 'requester')

      expect(decide(from, to, { mover }).ok).toBe((inTable && known) || reasonChange)
      expect(offered).toBe(inTable && known)
    }),
  )
})
