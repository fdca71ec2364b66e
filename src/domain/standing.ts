import type { Clock } from './clocks.ts'
import { rankOf, type Priority } from './priority.ts'
import { boardSection, type Section } from './section.ts'
import { asleepUntil } from './snooze.ts'
import { statusOf, type StatusKind, type Workflow } from './status.ts'
import { boundariesOf, NO_BOUNDARIES, type Boundaries, type UrgencyPolicy } from './urgency.ts'

/** What a ticket's place depends on. */
export type Placeable = {
  readonly status: string
  readonly priority: string
  readonly dueAt: number | null
  readonly createdAt: number
  readonly ageReferenceAt: number
  readonly firstRespondedAt: number | null
  /** Until when it rests, as somebody wished. */
  readonly snoozedUntil?: number | null
}

export type Rules = {
  readonly workflow: Workflow
  readonly priorities: readonly Priority[]
  readonly urgency: UrgencyPolicy
}

/** What is stored beside a ticket so that boards and lists are walks along an index. */
export type Standing = Boundaries & {
  readonly statusKind: StatusKind
  readonly priorityRank: number
  readonly section: Section
  /** Until when it rests: never longer than until it is overdue, so that urgency is not hidden. */
  readonly snoozedUntil: number | null
}

/** Computed anew by every write that touches what it depends on, and for all tickets when the rules change. */
export function standingOf(ticket: Placeable, clocks: readonly Clock[], rules: Rules): Standing {
  const { kind, waitingOn } = statusOf(rules.workflow, ticket.status)
  const priorityRank = rankOf(rules.priorities, ticket.priority)
  const boundaries = boundariesOf({ ...ticket, kind, clocks }, rules.urgency)
  const snoozedUntil = asleepUntil(ticket.snoozedUntil ?? null, { kind, overdueAt: boundaries.overdueAt })
  // What rests is on no board and has no colour; its deadlines stay with its clocks and its due date.
  if (snoozedUntil !== null) return { statusKind: kind, priorityRank, section: 0, snoozedUntil, ...NO_BOUNDARIES }
  const section = boardSection({ kind, waitingOn, firstRespondedAt: ticket.firstRespondedAt })
  return { statusKind: kind, priorityRank, section, snoozedUntil, ...boundaries }
}
