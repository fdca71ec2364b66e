import { moversOf } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { assign, pickUp, release, type Assignment, type AssignmentWish } from '#domain/assignment.ts'
import type { Tx } from '#db/database.ts'
import { AppError, invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { keepOne } from '#features/tickets/back/service.ts'
import { actOnTicket, refuseOwned, type Act, type Outcome } from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'
import { moved } from '#features/tickets/status/service.ts'
import type { AssignmentForm } from './schema.ts'

/** Gives a ticket to somebody or to nobody; taking it up begins the work, letting it go ends it. Answers how to take it back. */
export async function assignTicket(
  desk: Desk,
  actor: Actor,
  { id, form }: { id: number; form: AssignmentForm },
): Promise<number | null> {
  let undo: number | null = null
  await actOnTicket(desk, actor, {
    id,
    decide: (ticket, act, tx) => assignment(desk, tx, { ticket, form, act }),
    kept: (tx, stored) => {
      undo = keepOne(tx, stored, `Assignee of ticket ${id}`)
    },
  })
  return undo
}

type Wanted = { readonly ticket: TicketState; readonly form: AssignmentForm; readonly act: Act }

/** What giving a ticket to somebody or to nobody does to it; refused in words beside `assignee`. */
export function assignment(desk: Desk, tx: Tx, { ticket, form, act }: Wanted): Outcome {
  refuseOwned(ticket, 'the assignee', 'assignee')
  const { actor } = act
  const decision = decided({ workflow: desk.config.workflow, ticket, mover: moversOf(actor.role, false) }, actor, form)
  if (!decision.ok) throw new AppError('conflict', decision.message, { fields: { assignee: decision.message } })
  return assigned(desk, ticket, { decision, act, names: namesOf(tx, ticket.assigneeId, decision.assigneeId) })
}

function decided(wish: AssignmentWish, actor: Actor, form: AssignmentForm): Assignment {
  if (form.act === 'release') return release(wish)
  if (form.act === 'assign') return assign(wish, form.assignee)
  if (actor.personId === null) throw invalid({ assignee: 'A job cannot pick up a ticket.' })
  return pickUp(wish, actor.personId)
}

type Decided = {
  readonly decision: Extract<Assignment, { ok: true }>
  readonly act: Act
  readonly names: readonly [string | null, string | null]
}

function assigned(desk: Desk, ticket: TicketState, { decision, act, names: [from, to] }: Decided): Outcome {
  const move = decision.moveTo
    ? moved(desk.config, ticket, { move: { to: decision.moveTo.key, holdReason: null, resolution: null }, act })
    : null
  return {
    ...move,
    next: { ...move?.next, assigneeId: decision.assigneeId },
    changes: [{ field: 'assignee', from, to }, ...(move?.changes ?? [])],
  }
}

function namesOf({ hot }: Tx, fromId: number | null, toId: number | null): readonly [string | null, string | null] {
  const sql = 'SELECT name, role, active FROM Person WHERE id = @id'
  const named = (id: number | null) =>
    id === null ? undefined : hot.get<{ name: string; role: string; active: number }>(sql, { id })
  const to = named(toId)
  if (toId !== null && (to?.active !== 1 || to.role === 'client'))
    throw invalid({ assignee: 'Choose somebody who works on tickets.' })
  return [named(fromId)?.name ?? null, to?.name ?? null]
}
