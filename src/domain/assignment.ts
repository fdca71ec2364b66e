import { isFinal, statusOf, type Mover, type Status, type StatusKind, type Workflow } from './status.ts'
import { canMove } from './workflow.ts'

export type AssignmentWish = {
  readonly workflow: Workflow
  readonly ticket: { readonly status: string; readonly assigneeId: number | null }
  readonly mover: Mover | readonly Mover[]
}

export type Assignment =
  | { readonly ok: true; readonly assigneeId: number | null; readonly moveTo: Status | null }
  | { readonly ok: false; readonly field: 'assignee'; readonly message: string }

/** Takes a ticket nobody has; what another person has must be assigned, not picked up. */
export const pickUp = (wish: AssignmentWish, personId: number): Assignment =>
  wish.ticket.assigneeId === null || wish.ticket.assigneeId === personId
    ? assign(wish, personId)
    : refuse('Somebody else has this ticket already.')

/** An open ticket moves on to the first active status, where the workflow lets this mover do so. */
export function assign(wish: AssignmentWish, personId: number): Assignment {
  const problem = finalProblem(wish)
  if (problem) return refuse(problem)
  if (wish.ticket.assigneeId === personId) return refuse('The ticket is already assigned to that person.')
  return { ok: true, assigneeId: personId, moveTo: follow(wish, 'open', 'active') }
}

/** An active ticket moves back to the first open status, where the workflow lets this mover do so. */
export function release(wish: AssignmentWish): Assignment {
  const problem = finalProblem(wish)
  if (problem) return refuse(problem)
  if (wish.ticket.assigneeId === null) return refuse('Nobody has this ticket.')
  return { ok: true, assigneeId: null, moveTo: follow(wish, 'active', 'open') }
}

function follow({ workflow, ticket, mover }: AssignmentWish, fromKind: StatusKind, toKind: StatusKind): Status | null {
  const from = statusOf(workflow, ticket.status)
  if (from.kind !== fromKind) return null
  return workflow.find((to) => to.kind === toKind && canMove(from, to, mover)) ?? null
}

function finalProblem({ workflow, ticket }: AssignmentWish): string | null {
  const { kind, label } = statusOf(workflow, ticket.status)
  return isFinal(kind) ? `A ticket that is ${label} keeps its assignee.` : null
}

const refuse = (message: string): Assignment => ({ ok: false, field: 'assignee', message })
