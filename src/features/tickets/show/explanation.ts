import type { Actor } from '#domain/actor.ts'
import { ALWAYS_OPEN } from '#domain/calendar.ts'
import { exact, roughly } from '#domain/durations.ts'
import { explainUrgency, type ExplainedClock, type ExplainedRule } from '#domain/explain.ts'
import { STAGE_WORDS, type Stage } from '#domain/stage.ts'
import { statusOf } from '#domain/status.ts'
import type { Boundaries } from '#domain/urgency.ts'
import type { Config } from '#config/config.ts'
import { longTime, shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { presentHead } from './present.ts'
import { clocksOf, ticketById, type TicketPageRow } from './queries.ts'

const WIDTH = 1000

/** The whole reckoning behind a ticket's colour, as its page shows it. */
export function presentExplanation(desk: Desk, actor: Actor, id: number) {
  const { config } = desk
  const now = desk.clock.now()
  const ticket = ticketById(desk, actor, id)
  const status = statusOf(config.workflow, ticket.status)
  const timed = { ...ticket, kind: status.kind, clocks: clocksOf(desk, id) }
  const explained = explainUrgency(
    { timed, policy: config.urgency, calendar: calendarFor(ticket, config), statusLabel: status.label },
    now,
  )
  const { zone } = actor
  return {
    ticket: presentHead(ticket, desk, now),
    explain: {
      sentence: explained.sentence,
      rules: explained.rules.map((rule) => presentRule(rule, { now, zone, source: ticket.source })),
      next:
        explained.next === null
          ? null
          : {
              word: STAGE_WORDS[explained.next.stage],
              urgency: explained.next.stage,
              atText: longTime(explained.next.at, zone),
              inText: roughly((explained.next.at - now) / 1000),
            },
      clocks: explained.clocks.map((clock) => presentClock(clock, now, zone)),
    },
  }
}

/** The deadlines of a mirrored ticket were reckoned elsewhere; here their time simply passes. */
const calendarFor = ({ source }: TicketPageRow, { calendar, timeZone }: Config) =>
  source === null ? calendar : ALWAYS_OPEN(timeZone)

const REASONS = {
  due: 'Counts the days to the due date.',
  age: 'Counts the days since the ticket was opened or its age began anew; only where nothing else does.',
  first_response: 'Counts the hours to the deadline for the first reply.',
  resolution: 'Counts the hours to the deadline for the resolution.',
} as const

function presentRule(
  { name, label, stage, deadlineAt, boundaries, decides }: ExplainedRule,
  { now, zone, source }: { now: number; zone: string; source: string | null },
) {
  const reason = source !== null && isClock(name) ? `${source} set this deadline.` : REASONS[name]
  const left = (deadlineAt - now) / 1000
  return {
    name: label,
    text: `${reason} ${unbroken(`${roughly(left)} ${left > 0 ? 'left' : 'over'}.`)}`,
    stageWord: STAGE_WORDS[stage],
    urgency: stage,
    deadlineText: longTime(deadlineAt, zone),
    steps: stepsOf(boundaries).map(({ stage: step, at }) => ({
      urgency: step,
      word: STAGE_WORDS[step],
      atText: shortTime(at, zone, now),
      begun: at <= now,
      now: step === stage,
    })),
    decides,
  }
}

const isClock = (name: string) => name === 'first_response' || name === 'resolution'

const unbroken = (words: string) => words.replaceAll(' ', '\u00a0')

/** When each stage begins; one that gives way in the same instant is never seen. */
function stepsOf({ stage1At, stage2At, stage3At, overdueAt }: Boundaries): { stage: Stage; at: number }[] {
  const begins = { stage1: stage1At, stage2: stage2At, stage3: stage3At, overdue: overdueAt }
  const steps = Object.entries(begins).flatMap(([stage, at]) => (at === null ? [] : [{ stage: stage as Stage, at }]))
  return steps.filter(({ at }, index) => at !== steps[index + 1]?.at)
}

function presentClock(clock: ExplainedClock, now: number, zone: string) {
  const endAt = Math.max(clock.stoppedAt ?? now, clock.dueAt ?? 0)
  const span = Math.max(endAt - clock.startedAt, 1)
  const place = (at: number) => Math.round(((at - clock.startedAt) / span) * WIDTH)
  const ahead =
    clock.stoppedAt === null && clock.dueAt !== null && clock.dueAt > now
      ? [{ kind: 'ahead' as const, fromAt: now, toAt: clock.dueAt, seconds: (clock.dueAt - now) / 1000, note: null }]
      : []
  const parts = [
    ...clock.stretches.map((stretch) => ({ ...stretch, note: stretch.reason ?? stretch.name ?? null })),
    ...ahead,
  ]
  return {
    title: clock.label,
    targetText: exact(clock.targetSeconds),
    countedText: exact(clock.countedSeconds),
    remaining: { word: clock.remainingSeconds < 0 ? 'Over' : 'Left', text: exact(Math.abs(clock.remainingSeconds)) },
    deadlineText: clock.dueAt === null ? null : longTime(clock.dueAt, zone),
    state: clock.state,
    bars: parts.map(({ kind, fromAt, toAt, seconds }) => ({
      kind,
      x: place(fromAt),
      width: Math.max(place(toAt) - place(fromAt), 1),
      title: `${kind} ${exact(seconds)}`,
    })),
    stretches: parts.map(({ kind, fromAt, toAt, seconds, note }) => ({
      kind,
      fromText: shortTime(fromAt, zone, now),
      toText: shortTime(toAt, zone, now),
      lengthText: exact(seconds),
      note,
    })),
  }
}
