import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { LAST_REPLY, readLastReply, type LastReply } from '#features/tickets/client/queries.ts'
import { visibleSql } from '#features/tickets/queries.ts'

export type PortalRow = {
  readonly id: number
  readonly title: string
  readonly status: string
  readonly createdAt: number
  readonly resolvedAt: number | null
  readonly closedAt: number | null
  readonly requester: string | null
  readonly lastReply: LastReply | null
}

const COLUMNS = `t.id, t.title, t.status, t.createdAt, t.resolvedAt, t.closedAt,
  (SELECT p.name FROM Person p WHERE p.id = t.requesterId) AS requester, ${LAST_REPLY} AS lastReply`

type Stored = Omit<PortalRow, 'lastReply'> & { readonly lastReply: string | null }

const read = (rows: readonly Stored[]): readonly PortalRow[] =>
  rows.map((row) => ({ ...row, lastReply: readLastReply(row.lastReply) }))

// What agents let rest is still open for who asked.
const IN_WORK = '(t.section > 0 OR t.snoozedUntil IS NOT NULL)'

export const MOST_OWN = 100
const MOST_DONE = 10
const MOST_SHARED = 25
const LATELY_MS = 30 * 86_400_000

/** What this person asked for and is not over. */
export const openOwn = ({ db }: Desk, { personId }: Actor): readonly PortalRow[] =>
  read(
    db.sql.all<Stored>(
      `SELECT ${COLUMNS} FROM Ticket t WHERE t.requesterId = @me AND ${IN_WORK} ORDER BY t.updatedAt DESC LIMIT ${MOST_OWN}`,
      { me: personId },
    ),
  )

/** What this person asked for and ended in the last 30 days. */
export const doneLately = ({ db, clock }: Desk, { personId }: Actor): readonly PortalRow[] =>
  read(
    db.sql.all<Stored>(
      `SELECT ${COLUMNS} FROM Ticket t WHERE t.requesterId = @me AND t.section = 0 AND t.closedAt >= @cut
       ORDER BY t.closedAt DESC LIMIT ${MOST_DONE}`,
      { me: personId, cut: clock.now() - LATELY_MS },
    ),
  )

/** What colleagues of sites that share asked for and is not over. */
export function openOfColleagues({ db }: Desk, actor: Actor): readonly PortalRow[] {
  if (actor.sites === null || actor.sites.length === 0) return []
  const { where, bind } = visibleSql(actor)
  return read(
    db.sql.all<Stored>(
      `SELECT ${COLUMNS} FROM Ticket t WHERE t.siteId IN (SELECT value FROM json_each(@mySites)) AND ${where} AND t.requesterId <> @me AND ${IN_WORK}
       ORDER BY t.updatedAt DESC LIMIT ${MOST_SHARED}`,
      { me: actor.personId, ...bind },
    ),
  )
}

/** Whether this person ever asked for anything that they may see. */
export function hasAny({ db }: Desk, actor: Actor): boolean {
  const { where, bind } = visibleSql(actor)
  return db.sql.get(`SELECT 1 FROM Ticket t WHERE ${where} LIMIT 1`, bind) !== undefined
}
