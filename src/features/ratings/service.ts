import type { Actor } from '#domain/actor.ts'
import { ratingProblem } from '#domain/ratings.ts'
import { statusOf } from '#domain/status.ts'
import { forbidden, invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { loadTicket } from '#features/tickets/service.ts'
import type { RatingForm } from './schema.ts'

type Rating = { readonly ticketId: number; readonly form: RatingForm }

/** Keeps what the requester says of the answer; the first one counts from its day, later ones change it. */
export async function rateTicket(desk: Desk, actor: Actor, { ticketId, form }: Rating): Promise<void> {
  await desk.db.write((tx) => {
    const at = desk.clock.now()
    const { requesterId, status } = loadTicket(tx, { actor, id: ticketId })
    const personId = actor.personId
    if (personId === null || requesterId !== personId) throw forbidden('Only the one who asked may rate the answer.')

    const given = tx.hot.get<{ id: number; createdAt: number }>(
      'SELECT id, createdAt FROM Rating WHERE ticketId = @ticketId AND personId = @personId',
      { ticketId, personId },
    )
    const { kind } = statusOf(desk.config.workflow, status)
    const problem = ratingProblem({ kind, ratedAt: given?.createdAt ?? null }, at)
    if (problem !== null) throw invalid({ score: problem })
    if (given) tx.hot.update('Rating', given.id, form)
    else tx.hot.insert('Rating', { ticketId, personId, ...form, createdAt: at })
  })
  await desk.bus.emit('ticket.edited', { ticketId, actorId: actor.personId })
}
