import { setTimeout as sleep } from 'node:timers/promises'
import { can } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import type { Model, Tx } from '#db/database.ts'
import { fieldsInUse } from '#features/fields/queries.ts'
import { withFiles } from '#features/attachments/service.ts'
import { AppError, forbidden } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { withKnownFields } from './own-fields.ts'
import { directoryOf, type Directory } from './directory.ts'
import { filesOf, receiveFiles, type Stored } from './files.ts'
import type { Guests, Visit } from './guests.ts'
import { lifeOf } from './life.ts'
import type { Prepared } from './rows.ts'
import { storeTickets, type Storing } from './store.ts'
import { countAdded, countRejected, countWords, newTally, type Added, type ImportReport, type Tally } from './tally.ts'
import type { ImportSource, IncomingTicket } from './types.ts'

export type Progress = {
  readonly created: number
  readonly skipped: number
  readonly rejected: number
  readonly share: number
}

export type ImportOrder = {
  readonly source: ImportSource
  /** Tells what would happen and changes nothing. */
  readonly preview: boolean
  readonly onProgress?: (progress: Progress) => void
}

const BATCH = 50
const MOST_ATTEMPTS = 5

type Run = ImportOrder & { readonly tally: Tally; readonly at: number; readonly guests: Guests }

/** Brings a file's tickets in, one short transaction a batch; what an earlier run brought in is skipped. */
export async function importTickets(desk: Desk, actor: Actor, order: ImportOrder): Promise<ImportReport> {
  if (!can(actor.role, 'imports.run')) throw forbidden('Only an admin may import tickets.')

  const run = {
    ...order,
    tally: newTally(),
    at: desk.clock.now(),
    guests: { made: new Set<number>(), met: new Set<string>() },
  }
  try {
    for await (const batch of batchesOf(run)) {
      await runBatch(desk, batch, run)
      order.onProgress?.(progressOf(run))
    }
  } finally {
    const { created } = run.tally
    if (created > 0 && !order.preview)
      await desk.bus.emit('tickets.imported', { actorId: actor.personId, count: created })
  }
  return reportOf(run, desk.clock.now())
}

async function* batchesOf({ source, tally }: Run): AsyncGenerator<IncomingTicket[]> {
  let batch: IncomingTicket[] = []
  for await (const incoming of source.records()) {
    if (incoming.kind === 'rejected') countRejected(tally, { line: incoming.line, reason: incoming.reason })
    else batch.push(incoming.ticket)
    if (batch.length === BATCH) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

async function runBatch(desk: Desk, tickets: readonly IncomingTicket[], run: Run): Promise<void> {
  const prepared = tickets.map((ticket) => prepare(desk, ticket, run))
  for (const { ticket, life } of prepared) countWords(run.tally, ticket, { life, rules: desk.config })

  const { fresh, added } = run.preview
    ? await rehearse(desk.db.read, prepared, run)
    : await perform(desk, prepared, run)
  run.tally.created += fresh
  run.tally.skipped += prepared.length - fresh
  countAdded(run.tally, added)
}

const prepare = (desk: Desk, ticket: IncomingTicket, { source, at }: Run): Prepared => ({
  ticket: withKnownFields(ticket, fieldsInUse(desk, 'ticket')),
  life: lifeOf(ticket, desk.config, at),
  importKey: `${source.origin}:${ticket.key}`,
  origin: source.label,
})

type Done = { readonly fresh: number; readonly added: Added }

async function rehearse(tx: Model, prepared: readonly Prepared[], run: Run): Promise<Done> {
  const fresh = await notYetHere(tx, prepared)
  const [, added] = await namesIn(tx, fresh, run)
  return { fresh: fresh.length, added }
}

async function perform(desk: Desk, prepared: readonly Prepared[], run: Run): Promise<Done> {
  const files = filesOf((await notYetHere(desk.db.read, prepared)).map(({ ticket }) => ticket))
  const received = await receiveFiles(desk, files)
  const { directory, ...done } = await withFiles(desk, received, (kept) => {
    const stored = new Map(files.flatMap((file, index) => (kept[index] ? [[file, kept[index]] as const] : [])))
    return patiently(() =>
      desk.db.write((tx) =>
        store(tx, prepared, { run, stored, config: desk.config, fields: fieldsInUse(desk, 'ticket') }),
      ),
    )
  })
  for (const id of directory.people.madeIds) run.guests.made.add(id)
  return done
}

type Batch = { readonly run: Run; readonly stored: Stored } & Pick<Storing, 'config' | 'fields'>

async function store(
  tx: Tx,
  prepared: readonly Prepared[],
  { run, stored, config, fields }: Batch,
): Promise<Done & { directory: Directory }> {
  // Asked again, because somebody else may be importing the same file.
  const fresh = await notYetHere(tx, prepared)
  const [directory, added] = await namesIn(tx, fresh, run)
  storeTickets(tx, fresh, { directory, files: stored, config, fields })
  return { fresh: fresh.length, added, directory }
}

function namesIn(tx: Model, fresh: readonly Prepared[], { guests, at, preview }: Visit): Promise<[Directory, Added]> {
  return directoryOf(
    tx,
    fresh.map(({ ticket }) => ticket),
    { guests, at, preview },
  )
}

async function notYetHere(tx: Model, prepared: readonly Prepared[]): Promise<Prepared[]> {
  const keys = prepared.map(({ importKey }) => importKey)
  const rows = await tx.ticket.findMany({ where: { importKey: { in: keys } }, select: { importKey: true } })
  const known = new Set(rows.map(({ importKey }) => importKey))
  const ours = await ownAmong(tx, prepared)
  return prepared.filter(({ importKey, ticket }) => !known.has(importKey) && !ours.has(ownKey(ticket.own)))
}

const ownKey = (own: IncomingTicket['own']): string => (own ? `${own.id} ${own.createdAt}` : '')

/** The tickets of the file that were written by this very desk, and are still here. */
async function ownAmong(tx: Model, prepared: readonly Prepared[]): Promise<ReadonlySet<string>> {
  const ids = prepared.flatMap(({ ticket }) => ticket.own?.id ?? [])
  if (ids.length === 0) return new Set()
  const rows = await tx.ticket.findMany({ where: { id: { in: ids } }, select: { id: true, createdAt: true } })
  return new Set(rows.map(({ id, createdAt }) => ownKey({ id, createdAt: createdAt.getTime() })))
}

/** The database waits for others by itself; an import of an hour should not end because somebody took longer once. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const busy = error instanceof AppError && error.kind === 'unavailable'
      if (!busy || attempt === MOST_ATTEMPTS) throw error
      await sleep(attempt * 1000)
    }
  }
}

function progressOf({ tally, source }: Run): Progress {
  const { created, skipped, rejectedCount: rejected } = tally
  return { created, skipped, rejected, share: source.size === 0 ? 1 : Math.min(1, source.position() / source.size) }
}

function reportOf({ tally, source, preview, at }: Run, now: number): ImportReport {
  const { created, skipped, rejectedCount, rejected, added } = tally
  return {
    ...added,
    preview,
    created,
    skipped,
    rejectedCount,
    rejected,
    mappings: [...tally.mappings.values()].toSorted((one, other) => other.count - one.count),
    remarks: source.remarks,
    seconds: Math.round((now - at) / 1000),
  }
}
