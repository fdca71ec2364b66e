import { isRunning, type Clock, type ClockKind } from './clocks.ts'
import { overrideKey } from './palette.ts'
import { priorityOf, type Priority } from './priority.ts'
import { compareStages, STAGES, type Stage } from './stage.ts'
import { isFinal, type StatusKind } from './status.ts'

/** The instant at which each stage begins, never decreasing; null = never. */
export type Boundaries = {
  readonly stage1At: number | null
  readonly stage2At: number | null
  readonly stage3At: number | null
  readonly overdueAt: number | null
}

export type UrgencyPolicy = {
  readonly dueStageDays: readonly number[]
  readonly clockStageHours: readonly number[]
  readonly priorities: readonly Priority[]
  /** Keys of the statuses whose own colour wins over the stages. */
  readonly overrides: ReadonlySet<string>
}

export type Timed = {
  readonly dueAt: number | null
  readonly createdAt: number
  readonly ageReferenceAt: number
  readonly priority: string
  readonly status: string
  readonly kind: StatusKind
  readonly clocks: readonly Clock[]
}

export type RuleName = 'due' | ClockKind | 'age'

/** One reason for urgency with its own stages; `deadlineAt` is when it turns overdue. */
export type Rule = { readonly name: RuleName; readonly deadlineAt: number; readonly boundaries: Boundaries }

export const NO_BOUNDARIES: Boundaries = { stage1At: null, stage2At: null, stage3At: null, overdueAt: null }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The earliest of all rules for each stage; none in a status that is done or shows its own colour. */
export const boundariesOf = (timed: Timed, policy: UrgencyPolicy): Boundaries =>
  isTimeless(timed, policy) ? NO_BOUNDARIES : earliest(rulesOf(timed, policy).map((rule) => rule.boundaries))

/** True where time no longer matters: the work is done, or the status shows its own colour. */
export const isTimeless = ({ status, kind }: Timed, { overrides }: UrgencyPolicy): boolean =>
  isFinal(kind) || kind === 'resolved' || overrides.has(status) || overrides.has(overrideKey(status))

/** The rules that apply, whatever the status: due date and running clocks, or age where there is neither. */
export function rulesOf(timed: Timed, policy: UrgencyPolicy): Rule[] {
  const due = timed.dueAt === null ? [] : [ruleByDueDate(timed.dueAt, policy.dueStageDays)]
  const clocks = timed.clocks.filter(isRunning).flatMap((clock) => ruleByClock(clock, policy.clockStageHours))
  return due.length + clocks.length > 0 ? [...due, ...clocks] : ruleByAge(timed, policy)
}

/** The rule that makes the ticket as urgent as it is; of equals, the one that is overdue first. */
export function ruleAt(timed: Timed, policy: UrgencyPolicy, at: number): Rule | null {
  if (isTimeless(timed, policy)) return null

  const stageOf = (rule: Rule) => stageAt(rule.boundaries, at)
  const ranked = rulesOf(timed, policy).toSorted(
    (one, other) => compareStages(stageOf(other), stageOf(one)) || one.deadlineAt - other.deadlineAt,
  )
  return ranked[0] ?? null
}

/** A stage holds from its boundary on, that instant included. */
export function stageAt(boundaries: Boundaries, at: number): Stage {
  const reached = inOrder(boundaries).findLastIndex((boundary) => boundary !== null && boundary <= at)
  return STAGES[reached + 1] ?? 'overdue'
}

/** When the colour changes next, for timers; null = never again. */
export const nextBoundary = (boundaries: Boundaries, at: number): number | null =>
  inOrder(boundaries).find((boundary) => boundary !== null && boundary > at) ?? null

/** The next change and the stage it brings; several at one instant bring the most urgent of them. */
export function nextStage(boundaries: Boundaries, at: number): { stage: Stage; at: number } | null {
  const next = nextBoundary(boundaries, at)
  return next === null ? null : { stage: stageAt(boundaries, next), at: next }
}

// Sorted downwards: the first threshold marks stage 0 and changes nothing.
function ruleByDueDate(dueAt: number, thresholds: readonly number[]): Rule {
  const [, ...days] = descending(thresholds)
  return rule(
    'due',
    dueAt,
    days.map((count) => dueAt - count * DAY_MS),
  )
}

function ruleByClock({ kind, dueAt }: Clock, thresholds: readonly number[]): Rule[] {
  if (dueAt === null) return []
  return [
    rule(
      kind,
      dueAt,
      descending(thresholds).map((hours) => dueAt - hours * HOUR_MS),
    ),
  ]
}

// A limit is passed when the age exceeds it, so one millisecond later.
function ruleByAge({ ageReferenceAt, priority }: Timed, { priorities }: UrgencyPolicy): Rule[] {
  const limits = descending(priorityOf(priorities, priority).ageStageDays).toReversed()
  const passed = limits.map((days) => ageReferenceAt + days * DAY_MS + 1)
  const last = passed.at(-1)
  return last === undefined ? [] : [rule('age', last, passed.slice(0, -1))]
}

/** Of stages that never begin by themselves, each begins with the next one that does. */
function rule(name: RuleName, deadlineAt: number, [one, two, three]: readonly number[]): Rule {
  const stage3At = Math.min(three ?? deadlineAt, deadlineAt)
  const stage2At = Math.min(two ?? stage3At, stage3At)
  const stage1At = Math.min(one ?? stage2At, stage2At)
  return { name, deadlineAt, boundaries: { stage1At, stage2At, stage3At, overdueAt: deadlineAt } }
}

function earliest(all: readonly Boundaries[]): Boundaries {
  const first = (key: keyof Boundaries): number | null => {
    const instants = all.map((boundaries) => boundaries[key]).filter((at) => at !== null)
    return instants.length === 0 ? null : Math.min(...instants)
  }
  return {
    stage1At: first('stage1At'),
    stage2At: first('stage2At'),
    stage3At: first('stage3At'),
    overdueAt: first('overdueAt'),
  }
}

const inOrder = ({ stage1At, stage2At, stage3At, overdueAt }: Boundaries) => [stage1At, stage2At, stage3At, overdueAt]

const descending = (numbers: readonly number[]): number[] => numbers.toSorted((one, other) => other - one)
