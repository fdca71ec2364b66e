import { describe, expect, it } from 'vitest'
import { lifeOf } from '#features/imports/life.ts'
import type { IncomingTicket } from '#features/imports/types.ts'
import { layDesk, NOW, TEAM } from './desk.ts'
import { readCsv, utc, written } from './read.ts'

const rules = () => layDesk(TEAM).config
const ticketOf = async (csv: string): Promise<IncomingTicket> => {
  const { tickets } = await readCsv(written(csv))
  if (!tickets[0]) throw new Error('The test needs a ticket.')
  return tickets[0]
}
const history = (...rows: string[]) =>
  ticketOf(['number,state,sys_updated_at,sys_updated_by,opened_at,priority', ...rows].join('\n'))

describe('the life of an imported ticket', () => {
  it('pauses its clocks while it was on hold, and stops them when it was resolved', async () => {
    const life = lifeOf(
      await history(
        'INC1,New,2026-03-01 08:00,a,2026-03-01 08:00,2 - High',
        'INC1,Awaiting User Info,2026-03-01 10:00,b,2026-03-01 08:00,2 - High',
        'INC1,Active,2026-03-03 10:00,b,2026-03-01 08:00,2 - High',
        'INC1,Resolved,2026-03-03 20:00,b,2026-03-01 08:00,2 - High',
      ),
      rules(),
      NOW,
    )

    const resolution = life.clocks.find(({ kind }) => kind === 'resolution')
    expect(life.moves.map(({ to, reason }) => [to.key, reason])).toEqual([
      ['open', null],
      ['on_hold', 'Awaiting User Info'],
      ['in_progress', null],
      ['resolved', null],
    ])
    expect(resolution).toMatchObject({
      startedAt: utc('2026-03-01T08:00:00'),
      stoppedAt: utc('2026-03-03T20:00:00'),
      met: true,
    })
    expect(resolution?.pauses).toEqual([
      { fromAt: utc('2026-03-01T10:00:00'), toAt: utc('2026-03-03T10:00:00'), reason: 'Awaiting User Info' },
    ])
    expect(life).toMatchObject({ resolvedAt: utc('2026-03-03T20:00:00'), closedAt: null, holdReason: null })
  })

  it('keeps a target that was missed', async () => {
    const life = lifeOf(
      await history(
        'INC1,New,2026-03-01 08:00,a,2026-03-01 08:00,1 - Critical',
        'INC1,Closed,2026-03-09 08:00,a,2026-03-01 08:00,1 - Critical',
      ),
      rules(),
      NOW,
    )

    expect(life.clocks.map(({ kind, met }) => [kind, met])).toEqual([
      ['first_response', false],
      ['resolution', false],
    ])
  })

  it('runs its clocks against the priority it had last', async () => {
    const life = lifeOf(
      await history(
        'INC1,New,2026-03-01 08:00,a,2026-03-01 08:00,4 - Low',
        'INC1,New,2026-03-01 09:00,a,2026-03-01 08:00,1 - Critical',
      ),
      rules(),
      NOW,
    )

    expect(life.clocks.map(({ targetSeconds }) => targetSeconds)).toEqual([3600, 4 * 3600])
  })

  it('tells one hold from the next by its reason', async () => {
    const life = lifeOf(
      await history(
        'INC1,Awaiting User Info,2026-03-01 08:00,a,2026-03-01 08:00,?',
        'INC1,Awaiting Problem,2026-03-02 08:00,a,2026-03-01 08:00,?',
      ),
      rules(),
      NOW,
    )

    expect(life.moves.map(({ to, reason }) => [to.key, reason])).toEqual([
      ['open', null],
      ['on_hold', 'Awaiting User Info'],
      ['on_hold', 'Awaiting Problem'],
    ])
    expect(life.holdReason).toBe('Awaiting Problem')
  })

  it('is drawn from the dates of the outcome where there is no history', async () => {
    const life = lifeOf(
      await ticketOf('Title,Status,Created,Resolved,Closed\nOne,Closed,2026-03-01,2026-03-02,2026-03-05\n'),
      rules(),
      NOW,
    )

    expect(life.moves.map(({ to, at }) => [to.key, at])).toEqual([
      ['open', utc('2026-03-01T00:00:00')],
      ['resolved', utc('2026-03-02T00:00:00')],
      ['closed', utc('2026-03-05T00:00:00')],
    ])
  })

  it('of a ticket that was resolved once and is open again has no resolution', async () => {
    const life = lifeOf(await ticketOf('Title,Status,Created,Resolved\nOne,Open,2026-03-01,2026-03-02\n'), rules(), NOW)

    expect(life).toMatchObject({ status: { key: 'open' }, resolvedAt: null })
  })

  it('begins now where no date is known', async () => {
    const life = lifeOf(await ticketOf('Title,Reply\nOne,Done so\n'), rules(), NOW)

    expect(life).toMatchObject({ createdAt: NOW, updatedAt: NOW, firstRespondedAt: NOW })
  })
})
