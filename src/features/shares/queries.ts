import { tokenHash } from '#lib/tokens.ts'
import type { Desk } from '#src/desk.ts'

/** A link that opens one ticket to the person who asked for it. */
export type Share = {
  readonly hash: string
  readonly ticketId: number
  readonly personId: number
  readonly person: string
  readonly zone: string | null
  readonly usedAt: number | null
}

/** Where the ticket of a link went over to, as far as the one who asked for it asked for that one too. */
const GONE_TO = `(WITH RECURSIVE chain (id, next, depth) AS (
       SELECT t.id, t.mergedIntoId, 0 UNION SELECT n.id, n.mergedIntoId, depth + 1 FROM chain JOIN Ticket n ON n.id = chain.next)
     SELECT m.id FROM chain JOIN Ticket m ON m.id = chain.id WHERE depth > 0 AND m.requesterId = o.personId ORDER BY depth DESC LIMIT 1)`

/**
 * The link behind this token, as long as its person is active and still the one who asked; null for every other
 * reason alike. A token that never was is looked up as one that was.
 */
export const shareByToken = ({ db, clock }: Desk, token: string): Share | null =>
  db.sql.get<Share>(
    `SELECT o.hash, coalesce(${GONE_TO}, o.ticketId) AS ticketId, o.personId, p.name AS person, p.timeZone AS zone, o.usedAt
     FROM OneTimeToken o JOIN Ticket t ON t.id = o.ticketId AND t.requesterId = o.personId JOIN Person p ON p.id = o.personId
     WHERE o.hash = @hash AND o.purpose = 'ticket' AND p.active = 1 AND p.role = 'client'
       AND (o.expiresAt IS NULL OR o.expiresAt > @now)`,
    { hash: tokenHash(token), now: clock.now() },
  ) ?? null

/** Whether this is the path at which the holder of a link that works answers, files and all. */
export function isOpenShare(desk: Desk, path: string): boolean {
  const token = /^\/t\/([\w-]{1,100})\/updates\/?$/i.exec(path)?.[1]
  return token !== undefined && shareByToken(desk, token) !== null
}

export type ShareRow = {
  /** Names the link among those of its ticket; opens nothing. */
  readonly ref: string
  readonly person: string
  readonly madeBy: string | null
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly usedAt: number | null
  readonly works: number
}

export const REF_LENGTH = 16

/** The links to a ticket that were not revoked, the latest first; who made one stands in the audit log. */
export const sharesOf = ({ db, clock }: Desk, ticketId: number): readonly ShareRow[] =>
  db.sql.all(
    `SELECT substr(o.hash, 1, ${REF_LENGTH}) AS ref, p.name AS person, o.createdAt, o.expiresAt, o.usedAt,
       (SELECT a.actorName FROM AuditEntry a WHERE a.action = 'ticket.shared' AND a.createdAt = o.createdAt
          AND a.subject = 'Ticket ' || o.ticketId || ', link ' || substr(o.hash, 1, ${REF_LENGTH})) AS madeBy,
       p.active = 1 AND p.role = 'client' AND t.requesterId = p.id AND (o.expiresAt IS NULL OR o.expiresAt > @now) AS works
     FROM OneTimeToken o JOIN Person p ON p.id = o.personId JOIN Ticket t ON t.id = o.ticketId
     WHERE o.ticketId = @ticketId AND o.purpose = 'ticket' ORDER BY o.createdAt DESC, o.hash LIMIT 100`,
    { ticketId, now: clock.now() },
  )

export const countShares = ({ db }: Desk, ticketId: number): number =>
  db.sql.get<{ count: number }>(
    `SELECT count(*) AS count FROM OneTimeToken WHERE ticketId = @ticketId AND purpose = 'ticket'`,
    { ticketId },
  )?.count ?? 0
