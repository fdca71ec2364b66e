import type { Config } from '#config/config.ts'
import { moveClocks, respondClocks, retargetClocks } from '#domain/clock-set.ts'
import { startClocks, type Clock } from '#domain/clocks.ts'
import { priorityOf, type Priority } from '#domain/priority.ts'
import { clockEffects } from '#domain/workflow.ts'
import { isFinal, type Status } from '#domain/status.ts'
import type { IncomingTicket, IncomingUpdate } from './types.ts'
import { priorityFor, statusFor } from './words.ts'

export type Rules = Pick<Config, 'workflow' | 'priorities' | 'calendar' | 'tickets'>

export type Move = {
  readonly from: Status | null
  readonly to: Status
  readonly at: number
  readonly reason: string | null
  /** Null where the file tells of the outcome alone. */
  readonly update: IncomingUpdate | null
}

/** What became of a ticket up to now, in the desk's own statuses, priorities and clocks. */
export type Life = {
  readonly createdAt: number
  readonly updatedAt: number
  readonly status: Status
  readonly holdReason: string | null
  readonly priority: Priority
  readonly firstRespondedAt: number | null
  readonly resolvedAt: number | null
  readonly closedAt: number | null
  readonly moves: readonly Move[]
  readonly clocks: readonly Clock[]
}

type Event = { readonly at: number; readonly update: IncomingUpdate | null; readonly status: string | null }

/** Follows a ticket through its history; `now` stands for the times that its file does not tell. */
export function lifeOf(ticket: IncomingTicket, rules: Rules, now: number): Life {
  const createdAt = beginningOf(ticket, now)
  const events = eventsOf(ticket, createdAt, now)
  const moves = movesOf(ticket, events, { rules, createdAt })
  const firstRespondedAt = ticket.firstRespondedAt ?? firstReplyIn(events)
  const priority = priorityNamed(ticket.priority, rules)
  const last = moves.at(-1)
  const status = last?.to ?? statusFor(null, rules.workflow).target

  return {
    createdAt,
    updatedAt: Math.max(ticket.updatedAt ?? 0, createdAt, ...events.map(({ at }) => at)),
    status,
    holdReason: status.kind === 'hold' ? (ticket.holdReason ?? last?.reason ?? null) : null,
    priority,
    firstRespondedAt,
    resolvedAt: isDone(status) ? (ticket.resolvedAt ?? enteredAt(moves, isDone)) : null,
    closedAt: isFinal(status.kind) ? (ticket.closedAt ?? enteredAt(moves, ({ kind }) => isFinal(kind))) : null,
    moves,
    clocks: clocksOf({ ticket, events, moves, firstRespondedAt, createdAt }, rules),
  }
}

function beginningOf(ticket: IncomingTicket, now: number): number {
  const told = [
    ticket.createdAt,
    ticket.updatedAt,
    ticket.resolvedAt,
    ticket.closedAt,
    ...ticket.updates.map(({ at }) => at),
  ]
  return ticket.createdAt ?? Math.min(now, ...told.filter((at) => at !== null))
}

/** Updates in order of time, then what only the ticket itself tells: that it was resolved, closed or otherwise moved. */
function eventsOf(ticket: IncomingTicket, createdAt: number, now: number): Event[] {
  const told = ticket.updates.map((update) => ({
    at: Math.max(update.at ?? ticket.createdAt ?? now, createdAt),
    update,
    status: update.changes.find(({ field }) => field === 'status')?.to ?? null,
  }))
  const sorted = told.toSorted((one, other) => one.at - other.at)
  return [...sorted, ...outcomesOf(ticket, { createdAt, lastAt: sorted.at(-1)?.at ?? createdAt })]
}

type Ends = { readonly createdAt: number; readonly lastAt: number }

function outcomesOf(ticket: IncomingTicket, { createdAt, lastAt }: Ends): Event[] {
  if (ticket.status === null) return []

  const resolved = ticket.resolvedAt !== null && ticket.closedAt !== null && !isHistory(ticket)
  const first = resolved ? [outcome('resolved', Math.max(ticket.resolvedAt, createdAt))] : []
  const endedAt = ticket.closedAt ?? ticket.resolvedAt ?? ticket.updatedAt ?? lastAt
  return [...first, outcome(ticket.status, Math.max(endedAt, lastAt, first[0]?.at ?? 0))]
}

const outcome = (status: string, at: number): Event => ({ at, update: null, status })

const isHistory = (ticket: IncomingTicket) =>
  ticket.updates.some(({ changes }) => changes.some(({ field }) => field === 'status'))

type Walk = { readonly rules: Rules; readonly createdAt: number }

function movesOf(ticket: IncomingTicket, events: readonly Event[], { rules, createdAt }: Walk): Move[] {
  const start = ticket.updates.flatMap(({ changes }) => changes.filter(({ field }) => field === 'status'))[0]?.from
  const first = statusFor(start ?? null, rules.workflow).target
  const moves: Move[] = [{ from: null, to: first, at: createdAt, reason: null, update: null }]
  const final = statusFor(ticket.status, rules.workflow).target

  for (const { at, update, status } of events) {
    if (status === null) continue
    const before = moves.at(-1)
    const { target, exact, word } = statusFor(status, rules.workflow)
    // A resolution on the way to a status that is neither resolved nor closed was undone again.
    if (!before || (update === null && isDone(target) && !isDone(final))) continue

    const reason = target.kind === 'hold' ? reasonOf({ exact, word, update, ticket }) : null
    if (target.key === before.to.key && (update === null || reason === before.reason)) continue
    moves.push({ from: before.to, to: target, at: Math.max(at, before.at), reason, update })
  }
  return moves
}

type Held = {
  readonly exact: boolean
  readonly word: string
  readonly update: IncomingUpdate | null
  readonly ticket: IncomingTicket
}

/** A status such as "Awaiting User Info" is itself the reason why a ticket is on hold. */
function reasonOf({ exact, word, update, ticket }: Held): string | null {
  const told = update?.changes.find(({ field }) => field === 'hold_reason')?.to
  if (told) return told
  return exact ? ticket.holdReason : word
}

const firstReplyIn = (events: readonly Event[]): number | null =>
  events.find(({ update }) => update?.kind === 'reply' && !update.authorIsRequester)?.at ?? null

const enteredAt = (moves: readonly Move[], fits: (status: Status) => boolean): number | null =>
  moves.findLast(({ from, to }) => fits(to) && !(from && fits(from)))?.at ?? null

type Timeline = Pick<Life, 'moves' | 'firstRespondedAt' | 'createdAt'> & {
  readonly ticket: IncomingTicket
  readonly events: readonly Event[]
}

type Step = { readonly at: number; readonly apply: (clocks: readonly Clock[]) => readonly Clock[] }

function clocksOf({ ticket, events, moves, firstRespondedAt, createdAt }: Timeline, rules: Rules): readonly Clock[] {
  const { calendar } = rules
  const regraded = events.flatMap(({ at, update }) =>
    (update?.changes ?? []).filter(({ field }) => field === 'priority').map((change) => ({ at, change })),
  )
  const first = priorityNamed(regraded[0]?.change.from ?? ticket.priority, rules)
  const steps: Step[] = [
    ...(firstRespondedAt === null
      ? []
      : [
          {
            at: firstRespondedAt,
            apply: (clocks: readonly Clock[]) => respondClocks(clocks, firstRespondedAt, calendar),
          },
        ]),
    ...regraded.map(({ at, change }) => ({
      at,
      apply: (clocks: readonly Clock[]) =>
        retargetClocks(clocks, priorityNamed(change.to, rules), { createdAt, firstRespondedAt, calendar }),
    })),
    ...moves.map((move) => ({ at: move.at, apply: (clocks: readonly Clock[]) => moved(clocks, move, rules) })),
  ]
  return steps
    .toSorted((one, other) => one.at - other.at)
    .reduce<readonly Clock[]>((clocks, { apply }) => apply(clocks), startClocks(first, createdAt, calendar))
}

function moved(clocks: readonly Clock[], { from, to, at, reason }: Move, { calendar }: Rules): readonly Clock[] {
  return moveClocks(clocks, { effects: clockEffects(from, to), at, pauseReason: reason ?? to.label }, calendar)
}

const priorityNamed = (word: string | null, rules: Rules): Priority =>
  priorityFor(word, rules.priorities)?.target ?? priorityOf(rules.priorities, rules.tickets.defaultPriority)

const isDone = ({ kind }: Status): boolean => kind === 'resolved' || kind === 'closed'
