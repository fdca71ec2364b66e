import type { Config } from '#config/config.ts'
import type { Field } from '#domain/fields.ts'
import type { Tx } from '#db/database.ts'
import { attach } from '#features/attachments/service.ts'
import { saveFieldValues } from '#features/fields/values/service.ts'
import { insertClock } from '#features/tickets/service.ts'
import type { Directory } from './directory.ts'
import type { Stored } from './files.ts'
import { linkRows, moveRows, tagRows, ticketRow, updateRows, watcherRows, type Prepared } from './rows.ts'
import type { IncomingFile } from './types.ts'

export type Storing = {
  readonly directory: Directory
  readonly files: Stored
  readonly config: Config
  readonly fields: readonly Field[]
}

/** Writes a batch of tickets with all that belongs to them. */
export function storeTickets(tx: Tx, fresh: readonly Prepared[], storing: Storing): void {
  for (const prepared of fresh) storeTicket(tx, prepared, storing)
}

function storeTicket(tx: Tx, prepared: Prepared, storing: Storing): void {
  const { directory, files, config, fields } = storing
  const { hot } = tx
  const ticketId = hot.insert('Ticket', ticketRow(prepared, directory, config))
  attach(tx, storedOf(prepared.ticket.files, files), { ticketId, personId: null, at: prepared.life.createdAt })

  const after = { ...prepared.ticket.custom, ...prepared.ticket.fields }
  saveFieldValues(tx, { fields, owner: { entity: 'ticket', id: ticketId }, before: {}, after })
  storeTimeline(tx, { prepared, ticketId, storing })
  for (const move of moveRows(prepared, ticketId)) hot.insert('StatusChange', move)
  for (const clock of prepared.life.clocks) insertClock(hot, ticketId, clock)
  for (const row of tagRows(prepared, ticketId, directory)) hot.insert('TicketTag', row)
  for (const row of linkRows(prepared, ticketId)) hot.insert('TicketLink', row)
  for (const row of watcherRows(prepared, ticketId, directory)) hot.insert('Watcher', row)
}

type One = { readonly prepared: Prepared; readonly ticketId: number; readonly storing: Storing }

function storeTimeline(tx: Tx, { prepared, ticketId, storing }: One): void {
  for (const update of updateRows(prepared, ticketId, storing)) {
    const updateId = tx.hot.insert('Update', update.row)
    const at = Number(update.row.createdAt)
    attach(tx, storedOf(update.files, storing.files), { ticketId, updateId, personId: null, at })
  }
}

const storedOf = (incoming: readonly IncomingFile[], files: Stored) => incoming.flatMap((file) => files.get(file) ?? [])
