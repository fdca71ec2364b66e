import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { visibleSql } from '#features/tickets/queries.ts'

export type RequestState = 'open' | 'approved' | 'declined' | 'withdrawn' | 'lapsed'

export type RequestRow = {
  readonly id: number
  readonly ticketId: number
  readonly title: string
  readonly personId: number
  readonly person: string
  readonly assigneeId: number | null
  readonly assignee: string | null
  readonly state: RequestState
  readonly createdAt: number
  readonly decidedAt: number | null
}

const ROWS = `SELECT r.id, r.ticketId, t.title, r.personId, p.name AS person, t.assigneeId, a.name AS assignee, r.state, r.createdAt, r.decidedAt
  FROM AssignmentRequest r JOIN Ticket t ON t.id = r.ticketId JOIN Person p ON p.id = r.personId
  LEFT JOIN Person a ON a.id = t.assigneeId`

/** Who asks for this ticket now; the ticket itself was looked up before, as somebody who may see it. */
export const openRequestsOf = ({ db }: Desk, ticketId: number): readonly RequestRow[] =>
  db.sql.all(`${ROWS} WHERE r.ticketId = @ticketId AND r.state = 'open' ORDER BY r.id`, { ticketId })

/** What waits for this actor's word: requests for their own tickets, and for an admin all of them. */
export function requestsFor({ db }: Desk, actor: Actor): readonly RequestRow[] {
  const { where, bind } = visibleSql(actor)
  const mine = actor.role === 'admin' ? '' : 'AND t.assigneeId = @person'
  return db.sql.all(`${ROWS} WHERE r.state = 'open' ${mine} AND ${where} ORDER BY r.id LIMIT 200`, {
    ...bind,
    ...(mine === '' ? {} : { person: actor.personId }),
  })
}

const REMEMBERED_MS = 30 * 86_400_000

/** What this actor asked for themselves, the latest first, with what became of it in the last 30 days. */
export function ownRequests({ db, clock }: Desk, actor: Actor): readonly RequestRow[] {
  const { where, bind } = visibleSql(actor)
  return db.sql.all(
    `${ROWS} WHERE r.personId = @person AND (r.state = 'open' OR r.decidedAt >= @cut) AND ${where} ORDER BY r.id DESC LIMIT 50`,
    { person: actor.personId, cut: clock.now() - REMEMBERED_MS, ...bind },
  )
}
