import { stretches, type Calendar, type Stretch } from './calendar.ts'
import { CLOCK_WORDS, countedSeconds, isPaused, type Clock } from './clocks.ts'
import { STAGE_WORDS, type Stage } from './stage.ts'
import { isFinal } from './status.ts'
import {
  boundariesOf,
  isTimeless,
  nextStage,
  ruleAt,
  rulesOf,
  stageAt,
  type Boundaries,
  type Rule,
  type RuleName,
  type Timed,
  type UrgencyPolicy,
} from './urgency.ts'

export type ExplainInput = {
  readonly timed: Timed
  readonly policy: UrgencyPolicy
  readonly calendar: Calendar
  readonly statusLabel: string
}

export type ExplainedRule = {
  readonly name: RuleName
  readonly label: string
  readonly stage: Stage
  readonly deadlineAt: number
  readonly boundaries: Boundaries
  readonly decides: boolean
}

export type ExplainedStretch = Omit<Stretch, 'kind'> & {
  readonly kind: Stretch['kind'] | 'paused'
  readonly reason?: string
  /** How long it lasted, counted or not. */
  readonly seconds: number
}

export type ExplainedClock = {
  readonly kind: Clock['kind']
  readonly label: string
  readonly state: 'running' | 'paused' | 'met' | 'missed'
  readonly startedAt: number
  readonly stoppedAt: number | null
  readonly dueAt: number | null
  readonly targetSeconds: number
  readonly countedSeconds: number
  /** Below zero by how much the target is exceeded. */
  readonly remainingSeconds: number
  readonly stretches: readonly ExplainedStretch[]
}

export type Explanation = {
  readonly stage: Stage
  readonly word: string
  readonly decidedBy: RuleName | 'status' | 'nothing'
  readonly sentence: string
  readonly rules: readonly ExplainedRule[]
  readonly next: { readonly stage: Stage; readonly at: number } | null
  readonly clocks: readonly ExplainedClock[]
}

export const RULE_WORDS: Readonly<Record<RuleName, string>> = { ...CLOCK_WORDS, due: 'Due date', age: 'Age' }

/** The whole reckoning behind a ticket's colour at `at`, for the page that explains it. */
export function explainUrgency(input: ExplainInput, at: number): Explanation {
  const { timed, policy, calendar } = input
  const boundaries = boundariesOf(timed, policy)
  const stage = stageAt(boundaries, at)
  const deciding = ruleAt(timed, policy, at)
  return {
    stage,
    word: STAGE_WORDS[stage],
    decidedBy: isTimeless(timed, policy) ? 'status' : (deciding?.name ?? 'nothing'),
    sentence: sentenceOf(input, deciding, stage),
    rules: rulesOf(timed, policy).map((rule) => explainRule(rule, at, rule.name === deciding?.name)),
    next: nextStage(boundaries, at),
    clocks: timed.clocks.map((clock) => explainClock(clock, calendar, at)),
  }
}

function explainRule(rule: Rule, at: number, decides: boolean): ExplainedRule {
  return { ...rule, label: RULE_WORDS[rule.name], stage: stageAt(rule.boundaries, at), decides }
}

/** One clock from its start to `at` or to its stop: what counted, what did not, and why. */
export function explainClock(clock: Clock, calendar: Calendar, at: number): ExplainedClock {
  const counted = countedSeconds(clock, calendar, at)
  const { kind, startedAt, stoppedAt, dueAt, targetSeconds } = clock
  return {
    ...{ kind, startedAt, stoppedAt, dueAt, targetSeconds },
    label: CLOCK_WORDS[kind],
    state: stateOf(clock),
    countedSeconds: counted,
    remainingSeconds: targetSeconds - counted,
    stretches: stretchesOf(clock, calendar, Math.min(at, stoppedAt ?? at)),
  }
}

function stateOf(clock: Clock): ExplainedClock['state'] {
  if (clock.stoppedAt !== null) return clock.met ? 'met' : 'missed'
  return isPaused(clock) ? 'paused' : 'running'
}

function stretchesOf(clock: Clock, calendar: Calendar, endAt: number): ExplainedStretch[] {
  const found: ExplainedStretch[] = []
  let at = clock.startedAt
  for (const pause of clock.pauses.filter(({ fromAt }) => fromAt < endAt)) {
    const toAt = Math.min(pause.toAt ?? endAt, endAt)
    found.push(...stretches(calendar, at, pause.fromAt).map(withSeconds))
    if (toAt > pause.fromAt)
      found.push(withSeconds({ fromAt: pause.fromAt, toAt, kind: 'paused', reason: pause.reason }))
    at = toAt
  }
  return [...found, ...stretches(calendar, at, endAt).map(withSeconds)]
}

const withSeconds = <Span extends { readonly fromAt: number; readonly toAt: number }>(span: Span) => ({
  ...span,
  seconds: Math.round((span.toAt - span.fromAt) / 1000),
})

const REASONS: Readonly<Record<RuleName, string>> = {
  due: 'because of its due date',
  first_response: 'because of its first-response target',
  resolution: 'because of its resolution target',
  age: 'because of its age: it has neither a due date nor a running clock',
}

function sentenceOf({ timed, policy, statusLabel }: ExplainInput, deciding: Rule | null, stage: Stage): string {
  if (isFinal(timed.kind) || timed.kind === 'resolved') return `It is ${statusLabel}, so time no longer matters.`
  if (isTimeless(timed, policy)) return `It is ${statusLabel}, and that status has a colour of its own.`
  if (!deciding) return 'It has no due date, no running clock and no age limit, so it stays on track.'
  return `${STAGE_WORDS[stage]} ${REASONS[deciding.name]}.`
}
