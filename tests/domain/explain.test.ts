import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countedSeconds, pauseClock, resumeClock, startClock, startClocks, stopClock } from '#domain/clocks.ts'
import { explainClock, explainUrgency, type ExplainInput } from '#domain/explain.ts'
import { anyCalendar, anyInstant, CRITICAL, DAY, HOUR, NOW, office, POLICY, timed } from './given.ts'

const CALENDAR = office('UTC', [['2026-03-03', 'Town fair']])
const input = (over: Parameters<typeof timed>[0] = {}, statusLabel = 'Open'): ExplainInput => ({
  timed: timed(over),
  policy: POLICY,
  calendar: CALENDAR,
  statusLabel,
})

describe('the reckoning', () => {
  it('names the deciding rule among all that apply', () => {
    const clocks = startClocks(CRITICAL, NOW, CALENDAR)
    const told = explainUrgency(input({ dueAt: NOW + 30 * DAY, clocks }), NOW)
    expect(told).toMatchObject({
      stage: 'stage3',
      word: 'Critical',
      decidedBy: 'first_response',
      sentence: 'Critical because of its first-response target.',
      next: { stage: 'overdue', at: NOW + HOUR },
    })
    expect(told.rules.map(({ label, stage, decides }) => [label, stage, decides])).toEqual([
      ['Due date', 'stage0', false],
      ['First response', 'stage3', true],
      ['Resolution', 'stage3', false],
    ])
  })

  it.each([
    ['a due date', { dueAt: NOW + 10 * DAY }, 'due', 'Warning because of its due date.'],
    ['age alone', {}, 'age', 'On track because of its age: it has neither a due date nor a running clock.'],
    ['a hold', { status: 'on_hold', kind: 'hold' }, 'status', 'It is Open, and that status has a colour of its own.'],
    ['the end', { status: 'closed', kind: 'closed' }, 'status', 'It is Open, so time no longer matters.'],
  ] as const)('with %s speaks plainly', (_case, over, decidedBy, sentence) => {
    expect(explainUrgency(input(over), NOW)).toMatchObject({ decidedBy, sentence })
  })

  it('admits that nothing applies', () => {
    const told = explainUrgency(
      { ...input(), policy: { ...POLICY, priorities: [{ ...CRITICAL, key: 'Medium', ageStageDays: [] }] } },
      NOW,
    )
    expect(told).toMatchObject({ stage: 'stage0', decidedBy: 'nothing', rules: [], next: null })
  })
})

describe('a clock', () => {
  const clock = startClock('resolution', 10 * 3600, { at: NOW, calendar: CALENDAR })
  const held = resumeClock(pauseClock(clock, NOW + 2 * HOUR, 'Awaiting parts'), NOW + 3 * HOUR, CALENDAR)

  it('shows what counted, what did not, and why', () => {
    const told = explainClock(held, CALENDAR, NOW + 2 * DAY + HOUR)
    expect(
      told.stretches.map(({ kind, name, reason, seconds }) => [kind, name ?? reason ?? null, seconds / 3600]),
    ).toEqual([
      ['counted', null, 2],
      ['paused', 'Awaiting parts', 1],
      ['counted', null, 5],
      ['closed', null, 7],
      ['holiday', 'Town fair', 24],
      ['closed', null, 9],
      ['counted', null, 1],
    ])
    expect(told).toMatchObject({
      state: 'running',
      countedSeconds: 8 * 3600,
      remainingSeconds: 2 * 3600,
      dueAt: NOW + 2 * DAY + 3 * HOUR,
    })
  })

  it('says how it stands', () => {
    expect(explainClock(pauseClock(clock, NOW + HOUR, 'Held'), CALENDAR, NOW + 2 * HOUR).state).toBe('paused')
    expect(explainClock(stopClock(clock, NOW + HOUR, CALENDAR), CALENDAR, NOW + 9 * DAY)).toMatchObject({
      state: 'met',
      countedSeconds: 3600,
    })
    expect(explainClock(stopClock(clock, NOW + 9 * DAY, CALENDAR), CALENDAR, NOW + 9 * DAY)).toMatchObject({
      state: 'missed',
    })
  })

  it('has stretches from its start to now without gap, whose counted part is what it counted', () => {
    const lengths = fc.tuple(fc.nat(6 * DAY), fc.nat(6 * DAY), fc.nat(6 * DAY))
    fc.assert(
      fc.property(anyCalendar, anyInstant, lengths, (calendar, startedAt, [wait, pause, after]) => {
        const started = startClock('resolution', 3600, { at: startedAt, calendar })
        const resumed = resumeClock(pauseClock(started, startedAt + wait, 'Held'), startedAt + wait + pause, calendar)
        const at = startedAt + after
        const { stretches } = explainClock(resumed, calendar, at)

        const edges = [startedAt, ...stretches.map((stretch) => stretch.toAt)]
        expect(stretches.map((stretch) => stretch.fromAt)).toEqual(edges.slice(0, -1))
        expect(edges.at(-1)).toBe(at)
        const counted = stretches
          .filter(({ kind }) => kind === 'counted')
          .reduce((sum, { fromAt, toAt }) => sum + toAt - fromAt, 0)
        expect(Math.floor(counted / 1000)).toBe(countedSeconds(resumed, calendar, at))
      }),
    )
  })
})
