import { moversOf } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { statusOf, type StatusKind } from '#domain/status.ts'
import { possibleMoves } from '#domain/workflow.ts'
import type { Config } from '#config/config.ts'
import { conflict, forbidden } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { ticketById, type TicketPageRow } from '#features/tickets/show/queries.ts'
import { moveTicket } from '#features/tickets/status/service.ts'
import { addUpdate, type NewUpdate } from '#features/tickets/updates/service.ts'

type Owned = Pick<TicketPageRow, 'status' | 'requesterId' | 'source'>

/** Where the requester may take a resolved ticket: to its end, or back to work; null where the workflow has no such way. */
export function verdictsOf(config: Config, actor: Actor, { status, requesterId, source }: Owned) {
  const isRequester = requesterId !== null && requesterId === actor.personId
  const resolved = statusOf(config.workflow, status).kind === 'resolved'
  const offers =
    resolved && isRequester && source === null ? possibleMoves(config, status, moversOf('client', true)) : []
  const first = (...kinds: readonly StatusKind[]) =>
    kinds.flatMap((kind) => offers.filter((offer) => offer.status.kind === kind && offer.asks === null))[0]?.status
      .key ?? null
  return { confirm: first('closed'), reopen: first('active', 'open') }
}

/** Closes a resolved ticket, because the requester says that it is done. */
export async function confirmTicket(desk: Desk, actor: Actor, id: number): Promise<void> {
  const to = verdict(desk, actor, { id, way: 'confirm' })
  await moveTicket(desk, actor, { id, move: { to, holdReason: null, resolution: null } })
}

/** Takes a resolved ticket up again, with a word why. */
export async function reopenTicket(desk: Desk, actor: Actor, { id, why }: { id: number; why: string }): Promise<void> {
  const status = verdict(desk, actor, { id, way: 'reopen' })
  await addUpdate(desk, actor, { ticketId: id, form: { ...plainReply(why), status }, files: [] })
}

/** Adds a reply and nothing besides. */
export const replyToTicket = (
  desk: Desk,
  actor: Actor,
  { ticketId, body, files }: Pick<NewUpdate, 'ticketId' | 'files'> & { readonly body: string },
): Promise<{ readonly id: number | null }> => addUpdate(desk, actor, { ticketId, form: plainReply(body), files })

const plainReply = (body: string): NewUpdate['form'] => ({
  kind: 'reply',
  body,
  status: null,
  holdReason: null,
  resolution: null,
  links: [],
  reage: false,
})

function verdict(desk: Desk, actor: Actor, { id, way }: { id: number; way: 'confirm' | 'reopen' }): string {
  const ticket = ticketById(desk, actor, id)
  if (ticket.requesterId !== actor.personId) throw forbidden('Only the one who asked may say whether it is done.')
  const to = verdictsOf(desk.config, actor, ticket)[way]
  if (to === null) throw conflict(`A ticket that is ${statusOf(desk.config.workflow, ticket.status).label} stays so.`)
  return to
}
