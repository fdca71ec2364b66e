import type { Config } from '#config/config.ts'
import type { Tx } from '#db/database.ts'
import { attach } from '#features/attachments/service.ts'
import { clockRow, pauseRows } from '#features/tickets/state.ts'
import type { Directory } from './directory.ts'
import type { Stored } from './files.ts'
import { createAll } from './numbering.ts'
import {
  linkRows,
  moveRows,
  tagRows,
  ticketRow,
  updateRows,
  watcherRows,
  type Prepared,
  type UpdateRow,
} from './rows.ts'
import type { IncomingFile } from './types.ts'

export type Storing = {
  readonly directory: Directory
  readonly files: Stored
  readonly config: Config
}

type Numbered = { readonly prepared: Prepared; readonly ticketId: number }

/** Writes a batch of tickets with all that belongs to them, a statement or two a table. */
export async function storeTickets(tx: Tx, fresh: readonly Prepared[], storing: Storing): Promise<void> {
  const { directory, config } = storing
  const first = await createAll(
    fresh.map((prepared) => ticketRow(prepared, directory, config)),
    { one: (data) => tx.ticket.create({ data, select: { id: true } }), many: (data) => tx.ticket.createMany({ data }) },
  )
  const numbered = fresh.map((prepared, index) => ({ prepared, ticketId: first + index }))

  await storeTimeline(tx, numbered, storing)
  await storeClocks(tx, numbered)
  await tx.ticketTag.createMany({ data: numbered.flatMap((one) => tagRows(one.prepared, one.ticketId, directory)) })
  await tx.ticketLink.createMany({ data: numbered.flatMap((one) => linkRows(one.prepared, one.ticketId)) })
  await tx.watcher.createMany({ data: numbered.flatMap((one) => watcherRows(one.prepared, one.ticketId, directory)) })
}

async function storeTimeline(tx: Tx, numbered: readonly Numbered[], storing: Storing): Promise<void> {
  const { directory, config } = storing
  const updates = numbered.flatMap(({ prepared, ticketId }) => updateRows(prepared, ticketId, { directory, config }))
  const first = await createAll(
    updates.map(({ row }) => row),
    { one: (data) => tx.update.create({ data, select: { id: true } }), many: (data) => tx.update.createMany({ data }) },
  )
  await tx.statusChange.createMany({ data: numbered.flatMap(({ prepared, ticketId }) => moveRows(prepared, ticketId)) })
  await storeFiles(tx, updates, first, { numbered, files: storing.files })
}

async function storeFiles(
  tx: Tx,
  updates: readonly UpdateRow[],
  first: number,
  { numbered, files }: Filing,
): Promise<void> {
  for (const { prepared, ticketId } of numbered) {
    const at = prepared.life.createdAt
    await attach(tx, storedOf(prepared.ticket.files, files), { ticketId, personId: null, at })
  }
  for (const [index, update] of updates.entries()) {
    const at = Number(update.row.createdAt)
    await attach(tx, storedOf(update.files, files), {
      ticketId: update.row.ticketId,
      updateId: first + index,
      personId: null,
      at,
    })
  }
}

type Filing = { readonly numbered: readonly Numbered[]; readonly files: Stored }

const storedOf = (incoming: readonly IncomingFile[], files: Stored) => incoming.flatMap((file) => files.get(file) ?? [])

async function storeClocks(tx: Tx, numbered: readonly Numbered[]): Promise<void> {
  const clocks = numbered.flatMap(({ prepared, ticketId }) =>
    prepared.life.clocks.map((clock) => ({ clock, ticketId })),
  )
  const first = await createAll(
    clocks.map(({ clock, ticketId }) => ({ ticketId, ...clockRow(clock) })),
    { one: (data) => tx.clock.create({ data, select: { id: true } }), many: (data) => tx.clock.createMany({ data }) },
  )
  const pauses = clocks.flatMap(({ clock }, index) =>
    pauseRows(clock).map((pause) => ({ clockId: first + index, ...pause })),
  )
  await tx.clockPause.createMany({ data: pauses })
}
