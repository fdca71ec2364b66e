import { formatNumber } from '#domain/numbers.ts'
import type { Config } from '#config/config.ts'
import type { Tx } from '#db/database.ts'
import { readDrafts } from '#features/drafts/queries.ts'
import { keepDraft } from '#features/drafts/service.ts'
import { PARKED_AT } from '#features/tickets/held/queries.ts'
import type { Way } from './record.ts'

// Whoever would not see the ticket that stays keeps what they wrote where they wrote it.
const THERE = `p.role <> 'client' AND (NOT EXISTS (SELECT 1 FROM SiteMember m WHERE m.personId = p.id) OR EXISTS (
  SELECT 1 FROM SiteMember m JOIN Ticket t ON t.siteId = m.siteId WHERE m.personId = p.id AND t.id = @to))`

/** What is being written on a ticket that goes over is found on the one that stays, and says where it comes from. */
export function carryDrafts(tx: Tx, { tickets }: Config, { from, to }: Way): void {
  const number = (id: number) => formatNumber(tickets.numberFormat, id)
  const unsent = `It was written on ${number(from)}, which became part of ${number(to)}. Look who reads here before you send it.`
  const drafts = tx.hot.all<{ id: number; personId: number; body: string }>(
    `SELECT d.id, d.personId, d.body FROM Draft d JOIN Person p ON p.id = d.personId
     WHERE d.ticketId = @from AND d.kind = 'update' AND ${THERE}`,
    { from, to },
  )
  for (const { id, personId, body } of drafts) {
    for (const { window, fields, at } of readDrafts(body).entries.toReversed()) {
      const draft = { ref: { slot: null, rev: null, window }, fields, blank: false, at, unsent }
      keepDraft(tx, { personId }, { ticketId: to, kind: 'update' }, draft)
    }
    tx.hot.run('DELETE FROM Draft WHERE id = @id', { id })
  }
  tx.hot.run(
    `UPDATE HeldReply SET ticketId = @to WHERE ticketId = @from AND leavesAt = ${PARKED_AT}
       AND personId IN (SELECT p.id FROM Person p WHERE ${THERE})`,
    { from, to },
  )
}
