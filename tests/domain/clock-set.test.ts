import { describe, expect, it } from 'vitest'
import { ALWAYS_OPEN } from '#domain/calendar.ts'
import { moveClocks, respondClocks, retargetClocks, type ClockEffect } from '#domain/clock-set.ts'
import { isPaused, startClocks, type Clock } from '#domain/clocks.ts'
import { CRITICAL, HOUR, NOW, PRIORITIES } from './given.ts'

const CALENDAR = ALWAYS_OPEN('UTC')
const LOW = PRIORITIES[0]!
const clocks = startClocks(CRITICAL, NOW, CALENDAR)
const move = (all: readonly Clock[], hours: number, ...effects: ClockEffect[]) =>
  moveClocks(all, { effects, at: NOW + hours * HOUR, pauseReason: 'Awaiting parts' }, CALENDAR)
const byKind = (all: readonly Clock[], kind: Clock['kind']) => all.find((clock) => clock.kind === kind)!
const dueHours = (all: readonly Clock[]) => all.map(({ dueAt }) => dueAt && (dueAt - NOW) / HOUR)

describe('a move', () => {
  it('pauses and resumes all clocks', () => {
    expect(move(clocks, 0.5, 'pause').every(isPaused)).toBe(true)
    expect(dueHours(move(move(clocks, 0.5, 'pause'), 2.5, 'resume'))).toEqual([3, 6])
  })

  it('stops all clocks, and reopens the resolution alone', () => {
    const stopped = move(clocks, 2, 'stop')
    expect(stopped.map((clock) => clock.met)).toEqual([false, true])
    const reopened = move(stopped, 5, 'reopen')
    expect(byKind(reopened, 'first_response')).toMatchObject({ stoppedAt: NOW + 2 * HOUR, met: false })
    expect(byKind(reopened, 'resolution')).toMatchObject({ stoppedAt: null, dueAt: NOW + 7 * HOUR })
  })

  it('from done straight into a hold reopens and pauses', () => {
    const held = byKind(move(move(clocks, 2, 'stop'), 5, 'reopen', 'pause'), 'resolution')
    expect(held.pauses.map((pause) => pause.reason)).toEqual(['resolved', 'Awaiting parts'])
    expect(held.dueAt).toBeNull()
  })

  it('without effects changes nothing', () => {
    expect(move(clocks, 1)).toEqual(clocks)
  })
})

it('a first response leaves the resolution running', () => {
  const answered = respondClocks(clocks, NOW + HOUR / 2, CALENDAR)
  expect(answered.map(({ stoppedAt, met }) => [stoppedAt, met])).toEqual([
    [NOW + HOUR / 2, true],
    [null, null],
  ])
})

describe('a new priority', () => {
  const reckoning = { createdAt: NOW, firstRespondedAt: null, calendar: CALENDAR }

  it('moves both deadlines', () => {
    expect(dueHours(retargetClocks(clocks, LOW, reckoning))).toEqual([24, 72])
  })

  it('without targets takes running clocks away', () => {
    const none = { ...LOW, firstResponseSeconds: null, resolutionSeconds: null }
    expect(retargetClocks(clocks, none, reckoning)).toEqual([])
    expect(retargetClocks(respondClocks(clocks, NOW + 1, CALENDAR), none, reckoning)).toHaveLength(1)
  })

  it('with a target the old one lacked starts a clock at the beginning', () => {
    expect(dueHours(retargetClocks([], CRITICAL, reckoning))).toEqual([1, 4])
  })

  it('gives a late clock the pauses of its sibling', () => {
    const [first] = move(clocks, 0.5, 'pause')
    const both = retargetClocks([first!], CRITICAL, reckoning)
    expect(byKind(both, 'resolution').pauses).toEqual(first?.pauses)
    expect(byKind(both, 'resolution').dueAt).toBeNull()
  })

  it('does not ask for a first response that was given', () => {
    const both = retargetClocks([], CRITICAL, { ...reckoning, firstRespondedAt: NOW + 2 * HOUR })
    expect(byKind(both, 'first_response')).toMatchObject({ stoppedAt: NOW + 2 * HOUR, met: false })
  })
})
