import type { Actor } from '#domain/actor.ts'
import { isFinal, statusOf } from '#domain/status.ts'
import type { Change } from '#domain/timeline.ts'
import type { Tx } from '#db/database.ts'
import { AppError, forbidden, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { assignment } from '#features/tickets/assignment/service.ts'
import { actOnTicket, refuseOwned, type Act, type Outcome } from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'

/** Asks for a ticket; its assignee or an admin decides. */
export async function askForTicket(desk: Desk, actor: Actor, ticketId: number): Promise<void> {
  await actOnTicket(desk, actor, {
    id: ticketId,
    decide: (ticket, { at }, { hot }) => {
      refuseAsking(desk, ticket, actor)
      const personId = actor.personId
      const asked = hot.get(
        `SELECT 1 FROM AssignmentRequest WHERE ticketId = @ticketId AND personId = @personId AND state = 'open'`,
        { ticketId, personId },
      )
      if (asked) throw refused('You have asked for this ticket already.')
      hot.insert('AssignmentRequest', { ticketId, personId, state: 'open', createdAt: at })
      return { next: {}, changes: [{ field: 'assignmentAsked', from: null, to: null }] }
    },
  })
}

function refuseAsking({ config }: Desk, ticket: TicketState, { personId }: Actor): void {
  refuseOwned(ticket, 'the assignee', 'assignee')
  if (isFinal(statusOf(config.workflow, ticket.status).kind))
    throw refused('This ticket has ended, so there is nothing left to ask for.')
  if (ticket.assigneeId === personId) throw refused('You have this ticket already.')
}

const refused = (message: string) => new AppError('conflict', message, { fields: { assignee: message } })

type Decision = { readonly ticketId: number; readonly id: number }
type Open = { readonly id: number; readonly personId: number; readonly name: string }

/** Gives the ticket to the one who asked; whoever else asked for it is declined. */
export async function approveRequest(desk: Desk, actor: Actor, { ticketId, id }: Decision): Promise<void> {
  await actOnTicket(desk, actor, {
    id: ticketId,
    decide: (ticket, act, tx) => {
      const open = openOnes(tx, ticket, act)
      const chosen = chosenOf(open, id)
      const outcome = assignment(desk, tx, { ticket, form: { act: 'assign', assignee: chosen.personId }, act })
      const others = open.filter((request) => request.id !== id)
      settle(tx, [chosen], { state: 'approved', at: act.at })
      settle(tx, others, { state: 'declined', at: act.at })
      return told(outcome, [change('assignmentApproved', chosen), ...others.map(declined)])
    },
  })
}

/** Leaves the ticket where it is. */
export async function declineRequest(desk: Desk, actor: Actor, { ticketId, id }: Decision): Promise<void> {
  await actOnTicket(desk, actor, {
    id: ticketId,
    decide: (ticket, act, tx) => {
      const chosen = chosenOf(openOnes(tx, ticket, act), id)
      settle(tx, [chosen], { state: 'declined', at: act.at })
      return { next: {}, changes: [declined(chosen)] }
    },
  })
}

/** Takes one's own request back. */
export async function withdrawRequest(desk: Desk, actor: Actor, { ticketId, id }: Decision): Promise<void> {
  await actOnTicket(desk, actor, {
    id: ticketId,
    decide: (ticket, act, tx) => {
      const own = requestsIn(tx, ticket.id).filter(({ personId }) => personId === actor.personId)
      settle(tx, [chosenOf(own, id)], { state: 'withdrawn', at: act.at })
      return { next: {}, changes: [{ field: 'assignmentWithdrawn', from: null, to: null }] }
    },
  })
}

function openOnes(tx: Tx, { id, assigneeId }: TicketState, { actor }: Act): readonly Open[] {
  if (actor.role !== 'admin' && actor.personId !== assigneeId)
    throw forbidden('Only the assignee of the ticket or an admin may decide this.')
  return requestsIn(tx, id)
}

const requestsIn = ({ hot }: Tx, id: number): readonly Open[] =>
  hot.all<Open>(
    `SELECT r.id, r.personId, p.name FROM AssignmentRequest r JOIN Person p ON p.id = r.personId
     WHERE r.ticketId = @id AND r.state = 'open' ORDER BY r.id`,
    { id },
  )

function chosenOf(open: readonly Open[], id: number): Open {
  const chosen = open.find((request) => request.id === id)
  if (!chosen) throw notFound('request')
  return chosen
}

function settle(
  { hot }: Tx,
  requests: readonly Open[],
  { state, at }: { state: 'approved' | 'declined' | 'withdrawn'; at: number },
): void {
  for (const { id } of requests) hot.update('AssignmentRequest', id, { state, decidedAt: at })
}

const told = (outcome: Outcome, first: readonly Change[]): Outcome => ({
  ...outcome,
  changes: [...first, ...outcome.changes],
})

const change = (field: string, { name }: Open): Change => ({ field, from: null, to: name })
const declined = (request: Open): Change => change('assignmentDeclined', request)
