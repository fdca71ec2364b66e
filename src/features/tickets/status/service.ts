import { moversOf } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { moveClocks } from '#domain/clock-set.ts'
import { decideMove, type Move } from '#domain/workflow.ts'
import type { Config } from '#config/config.ts'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { keepOne } from '#features/tickets/back/service.ts'
import { actOnTicket, refuseOwned, type Act, type Outcome } from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'
import type { MoveForm } from './schema.ts'

/** Moves a ticket along the workflow and writes the move into its timeline; answers how to take it back, if it can be. */
export async function moveTicket(
  desk: Desk,
  actor: Actor,
  { id, move }: { id: number; move: MoveForm },
): Promise<number | null> {
  let undo: number | null = null
  await actOnTicket(desk, actor, {
    id,
    decide: (ticket, act) => moved(desk.config, ticket, { move, act }),
    kept: (tx, stored) => {
      undo = keepOne(tx, stored, `Status of ticket ${id}`)
    },
  })
  return undo
}

/** What a move does to a ticket; refused in words beside the field they concern. */
export function moved(config: Config, ticket: TicketState, { move, act }: { move: MoveForm; act: Act }): Outcome {
  refuseOwned(ticket, 'the status', 'status')
  const mover = moversOf(act.actor.role, ticket.requesterId !== null && ticket.requesterId === act.actor.personId)
  const decision = decideMove({ ...config, ticket, mover, ...move })
  if (!decision.ok) throw new AppError('conflict', decision.message, { fields: { [decision.field]: decision.message } })

  const clockMove = {
    effects: decision.clockEffects,
    at: act.at,
    pauseReason: decision.holdReason ?? decision.to.label,
  }
  return {
    next: {
      status: decision.to.key,
      holdReason: decision.holdReason,
      resolution: decision.resolution,
      ...endOf(ticket, decision, act),
    },
    clocks: moveClocks(ticket.clocks, clockMove, config.calendar),
    changes: decision.changes,
    moved: { from: decision.from.key, to: decision.to.key, reason: decision.holdReason },
  }
}

/** Who ended it and when; a ticket that is reopened has no end any more. */
function endOf(ticket: TicketState, { to, setsResolved, clearsResolution }: Move, { actor, at }: Act): Outcome['next'] {
  const closedAt = to.kind === 'closed' || to.kind === 'cancelled' ? at : null
  if (setsResolved) return { resolvedAt: at, resolvedById: actor.personId, closedAt }
  if (clearsResolution) return { resolvedAt: null, resolvedById: null, closedAt }
  return { resolvedAt: ticket.resolvedAt, resolvedById: ticket.resolvedById, closedAt }
}
