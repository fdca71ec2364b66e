import type { Clock } from './clocks.ts'
import { rankOf, type Priority } from './priority.ts'
import { boardSection, type Section } from './section.ts'
import { statusOf, type StatusKind, type Workflow } from './status.ts'
import { boundariesOf, type Boundaries, type UrgencyPolicy } from './urgency.ts'

/** What a ticket's place depends on. */
export type Placeable = {
  readonly status: string
  readonly priority: string
  readonly dueAt: number | null
  readonly createdAt: number
  readonly ageReferenceAt: number
  readonly firstRespondedAt: number | null
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
}

/** Computed anew by every write that touches what it depends on, and for all tickets when the rules change. */
export function standingOf(ticket: Placeable, clocks: readonly Clock[], rules: Rules): Standing {
  const { kind, waitingOn } = statusOf(rules.workflow, ticket.status)
  return {
    statusKind: kind,
    priorityRank: rankOf(rules.priorities, ticket.priority),
    section: boardSection({ kind, waitingOn, firstRespondedAt: ticket.firstRespondedAt }),
    ...boundariesOf({ ...ticket, kind, clocks }, rules.urgency),
  }
}
