import type { Actor } from '#domain/actor.ts'
import { can } from '#domain/access.ts'
import { ago } from '#domain/durations.ts'
import { formatNumber } from '#domain/numbers.ts'
import { isFinal, statusOf } from '#domain/status.ts'
import type { Desk } from '#src/desk.ts'
import { ticketById } from '#features/tickets/show/queries.ts'
import { openRequestsOf, ownRequests, requestsFor, type RequestRow, type RequestState } from './queries.ts'

const STATES: Readonly<Record<RequestState, string>> = {
  open: 'Waits for an answer',
  approved: 'Approved',
  declined: 'Declined',
  withdrawn: 'Withdrawn by you',
  lapsed: 'Lapsed: the ticket went to somebody or ended',
}

/** Both sides of asking: what waits for one's word, and what one asked for. */
export const presentRequests = (desk: Desk, actor: Actor) => ({
  waiting: requestsFor(desk, actor).map((row) => presentRequest(desk, row)),
  own: ownRequests(desk, actor).map((row) => presentRequest(desk, row)),
})

function presentRequest({ config, clock }: Desk, row: RequestRow) {
  const path = `/tickets/${row.ticketId}/assignment-requests/${row.id}`
  return {
    person: row.person,
    title: row.title,
    number: formatNumber(config.tickets.numberFormat, row.ticketId),
    href: `/tickets/${row.ticketId}`,
    assignee: row.assignee ?? 'Nobody',
    atText: ago((clock.now() - row.createdAt) / 1000),
    state: STATES[row.state],
    approve: `${path}/approval`,
    decline: `${path}/refusal`,
    withdraw: row.state === 'open' ? `${path}/withdrawal` : null,
  }
}

/** What the page of a ticket shows of requests; null where the desk has none. */
export function requestsBeside(desk: Desk, actor: Actor, ticketId: number) {
  if (!desk.config.access.assignmentRequests || !can(actor.role, 'tickets.assign')) return null

  const { assigneeId, source, status } = ticketById(desk, actor, ticketId)
  const open = openRequestsOf(desk, ticketId)
  const ended = isFinal(statusOf(desk.config.workflow, status).kind)
  const asked = open.some(({ personId }) => personId === actor.personId)
  const mayAsk = !ended && source === null && !asked && assigneeId !== null && assigneeId !== actor.personId
  return {
    items: open.map((row) => ({ ...presentRequest(desk, row), mine: row.personId === actor.personId })),
    mayDecide: actor.role === 'admin' || actor.personId === assigneeId,
    ask: mayAsk ? `/tickets/${ticketId}/assignment-requests` : null,
  }
}
