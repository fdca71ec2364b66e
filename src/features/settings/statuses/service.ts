import { setImmediate } from 'node:timers/promises'
import type { Actor } from '#domain/actor.ts'
import { moveClocks } from '#domain/clock-set.ts'
import { isFinal, statusOf, type Status } from '#domain/status.ts'
import { clockEffects } from '#domain/workflow.ts'
import type { Config } from '#config/config.ts'
import type { Desk } from '#src/desk.ts'
import { loadTicket, saveTicket, type Outcome } from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'

// So many are moved within some 20 ms.
const BATCH = 40

/** Moves every ticket of one status to another, whatever the ways allow, each with an entry in its timeline. */
export async function moveAllTickets(
  desk: Desk,
  actor: Actor,
  { from, to }: { from: string; to: string },
): Promise<number> {
  const [before, after] = [statusOf(desk.config.workflow, from), statusOf(desk.config.workflow, to)]
  for (let moved = 0; ;) {
    const count = await desk.db.write((tx) => {
      const act = { actor, at: desk.clock.now() }
      const found = tx.hot.all<{ id: number }>(`SELECT id FROM Ticket WHERE status = @from LIMIT ${BATCH}`, { from })
      for (const { id } of found) {
        const ticket = loadTicket(tx, { actor, id })
        const outcome = movedTo(desk.config, ticket, { before, after, at: act.at, actorId: actor.personId })
        saveTicket(tx, desk.config, { before: ticket, outcome, act })
      }
      return found.length
    })
    moved += count
    if (count < BATCH) return moved
    await setImmediate()
  }
}

type Forced = { readonly before: Status; readonly after: Status; readonly at: number; readonly actorId: number | null }

function movedTo({ calendar }: Config, ticket: TicketState, { before, after, at, actorId }: Forced): Outcome {
  const holdReason = after.kind === 'hold' ? `Was ${before.label}` : null
  const effects = clockEffects(before, after)
  const isDone = after.kind === 'resolved' || after.kind === 'closed'
  const closedAt = isFinal(after.kind) ? (ticket.closedAt ?? at) : null
  const resolved = isDone
    ? { resolvedAt: ticket.resolvedAt ?? at, resolvedById: ticket.resolvedAt === null ? actorId : ticket.resolvedById }
    : isFinal(after.kind)
      ? {}
      : { resolvedAt: null, resolvedById: null, resolution: null }
  return {
    next: { status: after.key, holdReason, closedAt, ...resolved },
    clocks: moveClocks(ticket.clocks, { effects, at, pauseReason: holdReason ?? after.label }, calendar),
    changes: [{ field: 'status', from: before.label, to: after.label }],
    moved: { from: before.key, to: after.key, reason: holdReason },
  }
}
