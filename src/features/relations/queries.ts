import type { Actor } from '#domain/actor.ts'
import { parseNumber } from '#domain/numbers.ts'
import { RELATION_KINDS, type RelationKind, type Side } from '#domain/relations.ts'
import { matchOf } from '#domain/search/match.ts'
import type { Desk } from '#src/desk.ts'
import { visibleSql } from '#features/tickets/queries.ts'
import type { Boundaries } from '#domain/urgency.ts'

/** A ticket as others name it. */
export type NamedTicket = Boundaries & {
  readonly id: number
  readonly title: string
  readonly status: string
  readonly statusKind: string
  readonly snoozedUntil: number | null
  readonly requester: string | null
  readonly mergedIntoId: number | null
}

const NAMED = `t.id, t.title, t.status, t.statusKind, t.snoozedUntil, t.stage1At, t.stage2At, t.stage3At, t.overdueAt, t.mergedIntoId,
  (SELECT p.name FROM Person p WHERE p.id = t.requesterId) AS requester`

export type RelatedTicket = NamedTicket & {
  readonly relationId: number
  readonly kind: RelationKind
  readonly side: Side
}

/** The tickets this one is related to, as far as this actor may see them. */
export function relatedTo({ db }: Desk, actor: Actor, ticketId: number): readonly RelatedTicket[] {
  const { where, bind } = visibleSql(actor)
  return db.sql.all<RelatedTicket>(
    `SELECT r.id AS relationId, r.kind, CASE WHEN r.fromId = @ticketId THEN 'from' ELSE 'to' END AS side, ${NAMED}
     FROM Relation r JOIN Ticket t ON t.id = CASE WHEN r.fromId = @ticketId THEN r.toId ELSE r.fromId END
     WHERE (r.fromId = @ticketId OR r.toId = @ticketId) AND r.undoneAt IS NULL
       AND r.kind IN (SELECT value FROM json_each(@kinds)) AND ${where} ORDER BY r.kind, side, r.id`,
    { ticketId, kinds: JSON.stringify(RELATION_KINDS), ...bind },
  )
}

/** The tickets that were merged into this one, as far as this actor may see them. */
export function mergedInto({ db }: Desk, actor: Actor, ticketId: number): readonly NamedTicket[] {
  const { where, bind } = visibleSql(actor)
  return db.sql.all<NamedTicket>(
    `SELECT ${NAMED} FROM Ticket t WHERE t.mergedIntoId = @ticketId AND ${where} ORDER BY t.id`,
    { ticketId, ...bind },
  )
}

/** A ticket by its number, if this actor may see it. */
export function namedTicket({ db }: Desk, actor: Actor, id: number): NamedTicket | undefined {
  const { where, bind } = visibleSql(actor)
  return db.sql.get<NamedTicket>(`SELECT ${NAMED} FROM Ticket t WHERE t.id = @id AND ${where}`, { id, ...bind })
}

/** The ticket of a number, or the one it became part of, as far as this actor sees. */
function lastOf(desk: Desk, actor: Actor, id: number): NamedTicket | undefined {
  const found = namedTicket(desk, actor, id)
  const next = found?.mergedIntoId ?? null
  return next === null ? found : (lastOf(desk, actor, next) ?? found)
}

const ADDRESS = /\/(?:tickets|ticket)\/(\d{1,15})(?:[/?#]|$)/
const MOST_FOUND = 10

/** The tickets somebody means by a number, an address or words of a title; those that are merged away are left out. */
export function ticketsMeant(
  desk: Desk,
  actor: Actor,
  { text, not }: { text: string; not: number },
): readonly NamedTicket[] {
  const id = Number(ADDRESS.exec(text)?.[1]) || parseNumber(text, desk.config.tickets.numberFormat)
  const byNumber = id ? lastOf(desk, actor, id) : undefined
  if (byNumber) return byNumber.id === not ? [] : [byNumber]

  const match = matchOf(text, ['title'])
  if (match === null) return []
  const { where, bind } = visibleSql(actor)
  return desk.db.sql.all<NamedTicket>(
    `SELECT ${NAMED} FROM TicketSearch CROSS JOIN Ticket t ON t.id = TicketSearch.rowid
     WHERE TicketSearch MATCH @match AND t.id <> @not AND t.mergedIntoId IS NULL AND ${where}
     ORDER BY TicketSearch.rowid DESC LIMIT ${MOST_FOUND}`,
    { match: match.begun, not, ...bind },
  )
}

/** Whether it stands in the way of the ticket it is related to. */
export const isBlocking = ({ kind, side, statusKind }: RelatedTicket): boolean =>
  kind === 'blocks' && side === 'to' && !['resolved', 'closed', 'cancelled'].includes(statusKind)

/** The tickets that still block this one, as far as this actor may see them. */
export const blockersOf = (desk: Desk, actor: Actor, ticketId: number): readonly RelatedTicket[] =>
  relatedTo(desk, actor, ticketId).filter(isBlocking)

export type Relation = {
  readonly id: number
  readonly kind: RelationKind
  readonly fromId: number
  readonly toId: number
}
