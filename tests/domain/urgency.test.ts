import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALWAYS_OPEN } from '#domain/calendar.ts'
import { pauseClock, startClock, startClocks, stopClock, type Clock } from '#domain/clocks.ts'
import { compareStages, STAGES, STAGE_WORDS } from '#domain/stage.ts'
import { DEFAULT_WORKFLOW } from '#domain/status.ts'
import {
  boundariesOf,
  nextBoundary,
  nextStage,
  NO_BOUNDARIES,
  ruleAt,
  stageAt,
  type Boundaries,
  type Timed,
} from '#domain/urgency.ts'
import { anyInstant, CRITICAL, DAY, HOUR, NOW, POLICY, PRIORITIES, timed } from './given.ts'

const CALENDAR = ALWAYS_OPEN('UTC')
const stage = (ticket: Timed, policy = POLICY, at = NOW) => stageAt(boundariesOf(ticket, policy), at)
const due = (days: number) => timed({ dueAt: NOW + days * DAY })
const clockDue = (hours: number, kind: Clock['kind'] = 'resolution'): Clock =>
  startClock(kind, 3600, { at: NOW + (hours - 1) * HOUR, calendar: CALENDAR })

it('has a word for every stage', () => {
  expect(STAGES.map((one) => STAGE_WORDS[one])).toEqual(['On track', 'Watch', 'Warning', 'Critical', 'Overdue'])
})

describe('a due date', () => {
  const table = [
    [35, 'stage0'],
    [28, 'stage0'],
    [24, 'stage0'],
    [21.01, 'stage0'],
    [21, 'stage1'],
    [19, 'stage1'],
    [14, 'stage2'],
    [12, 'stage2'],
    [7, 'stage3'],
    [6, 'stage3'],
    [0.001, 'stage3'],
    [0, 'overdue'],
    [-3, 'overdue'],
  ] as const

  it.each(table)('is, with %d days left, at %s', (days, expected) => {
    expect(stage(due(days))).toBe(expected)
  })

  it.each(table)('in any order of thresholds is, with %d days left, at %s', (days, expected) => {
    expect(stage(due(days), { ...POLICY, dueStageDays: [7, 28, 14, 21] })).toBe(expected)
  })

  it.each([
    [[], 5, 'stage0'],
    [[30], 5, 'stage0'],
    [[30, 10], 5, 'stage1'],
    [[30, 20, 10], 5, 'stage2'],
    [[60, 50, 40, 30, 20, 10], 25, 'stage3'],
    [[60, 50, 40, 30, 20, 10], 5, 'stage3'],
    [[7, 3, 2, 1], 2.5, 'stage1'],
  ] as const)('by thresholds %j is, with %d days left, at %s', (dueStageDays, days, expected) => {
    expect(stage(due(days), { ...POLICY, dueStageDays })).toBe(expected)
  })
})

describe('a running clock', () => {
  it.each([
    [25, 'stage0'],
    [24, 'stage1'],
    [12.5, 'stage1'],
    [12, 'stage2'],
    [4.5, 'stage2'],
    [4, 'stage3'],
    [0.1, 'stage3'],
    [0, 'overdue'],
    [-2, 'overdue'],
  ] as const)('is, %d hours before its deadline, at %s', (hours, expected) => {
    expect(stage(timed({ clocks: [clockDue(hours)] }))).toBe(expected)
    expect(stage(timed({ clocks: [clockDue(hours)] }), { ...POLICY, clockStageHours: [4, 24, 12] })).toBe(expected)
  })

  it('no longer counts once it is stopped or paused', () => {
    const clock = clockDue(2)
    expect(stage(timed({ clocks: [stopClock(clock, NOW, CALENDAR)] }))).toBe('stage0')
    expect(stage(timed({ clocks: [pauseClock(clock, NOW, 'Held')] }))).toBe('stage0')
  })
})

describe('age', () => {
  it.each([
    ['Low', 14, 'stage0'],
    ['Low', 15, 'stage1'],
    ['Low', 22, 'stage2'],
    ['Low', 29, 'stage3'],
    ['Low', 36, 'overdue'],
    ['Medium', 11, 'stage1'],
    ['High', 8, 'stage2'],
    ['Critical', 2, 'stage0'],
    ['Critical', 4, 'stage2'],
    ['Critical', 8, 'overdue'],
    ['Removed since', 8, 'stage1'],
  ] as const)('of %s is, after %d days, at %s', (priority, days, expected) => {
    expect(stage(timed({ priority, ageReferenceAt: NOW - days * DAY }))).toBe(expected)
  })

  it.each([
    [[], 99, 'stage0'],
    [[5], 6, 'overdue'],
    [[5, 10], 6, 'stage1'],
    [[5, 10], 11, 'overdue'],
    [[1, 2, 3, 4, 5, 6], 5.5, 'stage3'],
    [[3, 2, 1, 4], 1.5, 'stage1'],
  ] as const)('by limits %j is, after %d days, at %s', (ageStageDays, days, expected) => {
    const policy = { ...POLICY, priorities: [{ ...CRITICAL, ageStageDays }] }
    expect(stage(timed({ priority: 'Critical', ageReferenceAt: NOW - days * DAY }), policy)).toBe(expected)
  })

  it('counts only where there is neither a due date nor a running clock', () => {
    const old = { priority: 'Critical', ageReferenceAt: NOW - 99 * DAY }
    expect(stage(timed(old))).toBe('overdue')
    expect(stage(timed({ ...old, dueAt: NOW + 99 * DAY }))).toBe('stage0')
    expect(stage(timed({ ...old, clocks: [clockDue(99)] }))).toBe('stage0')
    expect(stage(timed({ ...old, clocks: [stopClock(clockDue(99), NOW, CALENDAR)] }))).toBe('overdue')
  })
})

describe('together', () => {
  it('the most urgent rule wins and is named', () => {
    const ticket = timed({ dueAt: NOW + 10 * DAY, clocks: [clockDue(30), clockDue(20, 'first_response')] })
    expect(stage(ticket)).toBe('stage2')
    expect(ruleAt(ticket, POLICY, NOW)?.name).toBe('due')
    expect(ruleAt(ticket, POLICY, NOW + 17 * HOUR)?.name).toBe('first_response')
  })

  it('of equals, the one that is overdue first decides', () => {
    expect(ruleAt(timed({ clocks: [clockDue(99), clockDue(50, 'first_response')] }), POLICY, NOW)?.name).toBe(
      'first_response',
    )
  })

  it('the next stage is announced', () => {
    const boundaries = boundariesOf(due(21.5), POLICY)
    expect(nextBoundary(boundaries, NOW)).toBe(NOW + DAY / 2)
    expect(nextStage(boundaries, NOW)).toEqual({ stage: 'stage1', at: NOW + DAY / 2 })
    expect(nextStage(boundaries, NOW + 30 * DAY)).toBeNull()
    expect(nextStage(boundariesOf(due(5), { ...POLICY, dueStageDays: [] }), NOW)?.stage).toBe('overdue')
  })
})

describe('a status', () => {
  const late = { dueAt: NOW - DAY, clocks: [clockDue(-3)] }

  it.each(DEFAULT_WORKFLOW.map(({ key, kind }) => [key, kind, ['open', 'active'].includes(kind)] as const))(
    '%s of kind %s can be overdue: %s',
    (status, kind, can) => {
      expect(stage(timed({ ...late, status, kind }))).toBe(can ? 'overdue' : 'stage0')
    },
  )

  it.each(['resolved', 'closed', 'cancelled'] as const)(
    'that is %s has no boundaries, even without a colour of its own',
    (kind) => {
      const policy = { ...POLICY, overrides: new Set<string>() }
      expect(boundariesOf(timed({ ...late, status: 'any', kind }), policy)).toEqual(NO_BOUNDARIES)
      expect(ruleAt(timed({ ...late, status: 'any', kind }), policy, NOW)).toBeNull()
    },
  )

  it('on hold without a colour of its own still has its due date', () => {
    const policy = { ...POLICY, overrides: new Set<string>() }
    expect(stage(timed({ ...late, status: 'on_hold', kind: 'hold' }), policy)).toBe('overdue')
  })

  it('is overridden by its label as well', () => {
    expect(stage(timed({ ...late, status: 'On Hold', kind: 'hold' }))).toBe('stage0')
  })
})

describe('laws', () => {
  const instant = fc.option(anyInstant)
  const anyBoundaries: fc.Arbitrary<Boundaries> = fc
    .tuple(instant, instant, instant, instant)
    .map(([stage1At, stage2At, stage3At, overdueAt]) => ({ stage1At, stage2At, stage3At, overdueAt }))
  const thresholds = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 })

  const anyTimed: fc.Arbitrary<Timed> = fc
    .record({
      dueAt: instant,
      ageReferenceAt: anyInstant,
      priority: fc.constantFrom('Low', 'Critical', 'Unknown'),
      status: fc.constantFrom(...DEFAULT_WORKFLOW),
      started: anyInstant,
      withClocks: fc.boolean(),
    })
    .map(({ status, started, withClocks, ...rest }) =>
      timed({
        ...rest,
        status: status.key,
        kind: status.kind,
        clocks: withClocks ? startClocks(PRIORITIES[1]!, started, CALENDAR) : [],
      }),
    )
  const anyPolicy = fc
    .record({ dueStageDays: thresholds, clockStageHours: thresholds, ageStageDays: thresholds })
    .map(({ ageStageDays, ...rest }) => ({ ...POLICY, ...rest, priorities: [{ ...CRITICAL, ageStageDays }] }))

  it('time passing never makes a ticket less urgent, whatever its boundaries', () => {
    fc.assert(
      fc.property(anyBoundaries, anyInstant, fc.nat(900 * DAY), (boundaries, at, later) => {
        expect(compareStages(stageAt(boundaries, at + later), stageAt(boundaries, at))).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('time passing never makes a ticket less urgent, whatever its rules', () => {
    fc.assert(
      fc.property(anyTimed, anyPolicy, anyInstant, fc.nat(900 * DAY), (ticket, policy, at, later) => {
        const boundaries = boundariesOf(ticket, policy)
        expect(compareStages(stageAt(boundaries, at + later), stageAt(boundaries, at))).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('boundaries never decrease, and all of them are there once one is', () => {
    fc.assert(
      fc.property(anyTimed, anyPolicy, (ticket, policy) => {
        const { stage1At, stage2At, stage3At, overdueAt } = boundariesOf(ticket, policy)
        const instants = [stage1At, stage2At, stage3At, overdueAt].filter((at) => at !== null)
        expect([0, 4]).toContain(instants.length)
        expect(instants).toEqual(instants.toSorted((one, other) => one - other))
      }),
    )
  })

  it('the deciding rule has the stage of the ticket', () => {
    fc.assert(
      fc.property(anyTimed, anyPolicy, anyInstant, (ticket, policy, at) => {
        const rule = ruleAt(ticket, policy, at)
        expect(rule ? stageAt(rule.boundaries, at) : 'stage0').toBe(stageAt(boundariesOf(ticket, policy), at))
      }),
    )
  })

  it('nothing changes between two boundaries', () => {
    fc.assert(
      fc.property(anyTimed, anyPolicy, anyInstant, (ticket, policy, at) => {
        const boundaries = boundariesOf(ticket, policy)
        const next = nextBoundary(boundaries, at)
        if (next === null) return
        expect(stageAt(boundaries, next - 1)).toBe(stageAt(boundaries, at))
        expect(compareStages(stageAt(boundaries, next), stageAt(boundaries, at))).toBeGreaterThan(0)
      }),
    )
  })

  it('a final status never has boundaries', () => {
    fc.assert(
      fc.property(anyTimed, anyPolicy, fc.constantFrom('closed', 'cancelled'), (ticket, policy, kind) => {
        expect(boundariesOf({ ...ticket, kind, status: 'any' }, policy)).toEqual(NO_BOUNDARIES)
      }),
    )
  })
})
