import type { Actor } from '#domain/actor.ts'
import type { Tx } from '#db/database.ts'
import type { Desk } from '#src/desk.ts'
import { PARKED_AT } from '#features/tickets/held/queries.ts'
import { visibleSql } from '#features/tickets/queries.ts'

/** Either of the two: a write's statements, or the reads of a page. */
type Reader = Tx['hot'] | Desk['db']['sql']

export type Readers = {
  /** Whether whoever reads the one ticket reads the other: the same requester, and no other colleagues. */
  readonly same: boolean
  readonly requesterId: number | null
  readonly requester: string | null
  /** Whether the requesters are of one company or share a site. */
  readonly akin: boolean
}

/** Who reads the replies of `id`, seen from the ticket they would move to. */
export function readersOf(reader: Reader, { id, intoId }: { id: number; intoId: number }): Readers {
  const found = reader.get<{ same: number; akin: number; requesterId: number | null; requester: string | null }>(
    `SELECT s.requesterId, p.name AS requester,
       s.requesterId IS t.requesterId AND (s.siteId IS t.siteId OR coalesce(site.sharesTickets, 0) = 0) AS same,
       coalesce(p.company = q.company AND p.company <> '', 0) OR EXISTS (SELECT 1 FROM SiteMember a JOIN SiteMember b ON b.siteId = a.siteId
         WHERE a.personId = s.requesterId AND b.personId = t.requesterId) AS akin
     FROM Ticket s JOIN Ticket t ON t.id = @intoId LEFT JOIN Site site ON site.id = t.siteId
     LEFT JOIN Person p ON p.id = s.requesterId LEFT JOIN Person q ON q.id = t.requesterId WHERE s.id = @id`,
    { id, intoId },
  )
  const { requesterId = null, requester = null } = found ?? {}
  return { same: found?.same === 1, akin: found?.akin === 1, requesterId, requester }
}

/** The same for a page. */
export const readersBetween = ({ db }: Desk, pair: { id: number; intoId: number }): Readers => readersOf(db.sql, pair)

export type MergeCounts = Readonly<
  Record<'replies' | 'notes' | 'files' | 'links' | 'tags' | 'watchers' | 'items' | 'times' | 'held', number>
>

/** What a ticket would take along into another one. */
export const mergeCounts = ({ db }: Desk, { id, intoId }: { id: number; intoId: number }): MergeCounts =>
  db.sql.get<MergeCounts>(
    `SELECT (SELECT count(*) FROM "Update" WHERE ticketId = @id AND kind = 'reply') AS replies,
       (SELECT count(*) FROM "Update" WHERE ticketId = @id AND kind = 'note') AS notes,
       (SELECT count(*) FROM Attachment WHERE ticketId = @id) AS files,
       (SELECT count(*) FROM TicketLink WHERE ticketId = @id) AS links,
       (SELECT count(*) FROM TicketTag x WHERE x.ticketId = @id AND NOT EXISTS (SELECT 1 FROM TicketTag y WHERE y.ticketId = @intoId AND y.tagId = x.tagId)) AS tags,
       (SELECT count(*) FROM Watcher x WHERE x.ticketId = @id AND NOT EXISTS (SELECT 1 FROM Watcher y WHERE y.ticketId = @intoId AND y.personId = x.personId)) AS watchers,
       (SELECT count(*) FROM ActionItem WHERE ticketId = @id) AS items,
       (SELECT count(*) FROM TimeEntry WHERE ticketId = @id) + (SELECT count(*) FROM Expense WHERE ticketId = @id) AS times,
       (SELECT count(*) FROM HeldReply WHERE ticketId = @id AND leavesAt < ${PARKED_AT}) AS held`,
    { id, intoId },
  ) ?? { replies: 0, notes: 0, files: 0, links: 0, tags: 0, watchers: 0, items: 0, times: 0, held: 0 }

/** Where a merged ticket leads, over however many merges and as far as this actor sees; null when it leads nowhere. */
export function mergedTarget({ db }: Desk, actor: Actor, id: number): number | null {
  const { where, bind } = visibleSql(actor)
  const found = db.sql.get<{ id: number }>(
    `WITH RECURSIVE chain (id, next, depth) AS (
       SELECT t.id, t.mergedIntoId, 0 FROM Ticket t WHERE t.id = @id AND t.mergedIntoId IS NOT NULL AND ${where}
       UNION SELECT n.id, n.mergedIntoId, depth + 1 FROM chain JOIN Ticket n ON n.id = chain.next)
     SELECT t.id FROM chain JOIN Ticket t ON t.id = chain.id WHERE depth > 0 AND ${where} ORDER BY depth DESC LIMIT 1`,
    { id, ...bind },
  )
  return found?.id ?? null
}

/** The merge a ticket can still be taken out of. */
export const mergeStepOf = (
  { db }: Desk,
  ticketId: number,
): { readonly id: number; readonly undoId: number; readonly data: string } | undefined =>
  db.sql.get(
    `SELECT s.id, s.undoId, s.data FROM UndoStep s JOIN Undo u ON u.id = s.undoId
     WHERE s.ticketId = @ticketId AND u.kind = 'merge' ORDER BY s.id DESC`,
    { ticketId },
  )
