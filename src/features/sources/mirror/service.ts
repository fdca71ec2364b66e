import { setImmediate as breathe } from 'node:timers/promises'
import type { Actor } from '#domain/actor.ts'
import { moveClocks } from '#domain/clock-set.ts'
import { archiveStatus, localPriority, localStatus, mirroredClocks } from '#domain/mirror.ts'
import type { RemoteTicket } from '#domain/remote.ts'
import { standingOf } from '#domain/standing.ts'
import { isFinal, type Status } from '#domain/status.ts'
import type { Config } from '#config/config.ts'
import type { SourceConfig } from '#config/sources.ts'
import type { Tx } from '#db/database.ts'
import type { Desk } from '#src/desk.ts'
import { mirroredPerson } from '#features/sources/people/service.ts'
import { findOrCreateTags } from '#features/tags/service.ts'
import { insertClock, loadTicket, rulesOf, saveTicket, systemEntry } from '#features/tickets/service.ts'
import { keptOf, remoteChanges, type Kept } from './changes.ts'

/** A mirrored system as the config names it, and its row. */
export type Source = { readonly id: number; readonly config: SourceConfig }

type Stored = {
  readonly id: number
  readonly title: string
  readonly description: string
  readonly updatedAt: number
  readonly externalData: string
  readonly missedSnapshots: number
  readonly archivedAt: number | null
  readonly mergedIntoId: number | null
}

// Each batch is one commit, short enough that a page never waits for it.
const BATCH = 5
const LONGEST_TITLE = 255
const MISSES_TO_ARCHIVE = 2

/** Brings what was read into the desk, some tickets at a time; answers the numbers of those that changed. */
export async function mirrorTickets(
  desk: Desk,
  source: Source,
  remotes: readonly RemoteTicket[],
): Promise<readonly number[]> {
  const changed: number[] = []
  for (let from = 0; from < remotes.length; from += BATCH) {
    const batch = remotes.slice(from, from + BATCH)
    const ids = await desk.db.write((tx) => batch.map((remote) => mirrorTicket(tx, desk, { source, remote })))
    changed.push(...ids.filter((id) => id !== null))
    await breathe()
  }
  if (changed.length > 0) await desk.bus.emit('tickets.mirrored', { actorId: null, ticketIds: changed })
  return changed
}

type One = { readonly source: Source; readonly remote: RemoteTicket }

function mirrorTicket(tx: Tx, desk: Desk, { source, remote }: One): number | null {
  const stored = tx.hot.get<Stored>(
    `SELECT id, title, description, updatedAt, externalData, missedSnapshots, archivedAt, mergedIntoId FROM Ticket
     WHERE sourceId = @sourceId AND externalId = @externalId`,
    { sourceId: source.id, externalId: remote.externalId },
  )
  // Merged while nobody mirrored it: its life goes on elsewhere, and it stays where it is.
  if (stored && stored.mergedIntoId !== null) return null
  if (remote.gone) return stored ? archive(tx, desk, { source, stored }) : null
  return stored ? updateTicket(tx, desk, { source, remote, stored }) : insertTicket(tx, desk, { source, remote })
}

/** Whoever writes what the other side did. */
const writer = ({ config }: Source, { timeZone }: Config): Actor => ({
  personId: null,
  name: config.name,
  role: 'admin',
  zone: timeZone,
  sees: 'all',
  sites: null,
})

function fieldsOf(tx: Tx, { config }: Desk, { source, remote }: One) {
  const status = localStatus(remote.status, source.config.mapping, config)
  const met = { sourceId: source.id, at: remote.createdAt }
  const requester = mirroredPerson(tx, remote.requester, met)
  const assignee = mirroredPerson(tx, remote.assignee, met)
  const ended = status.kind === 'resolved' || isFinal(status.kind)
  return {
    status,
    columns: {
      title: titleOf(remote),
      description: remote.description,
      status: status.key,
      holdReason: status.kind === 'hold' ? remote.status.name : null,
      priority: localPriority(remote.priority, source.config.mapping, config).key,
      type: remote.type,
      category: remote.category,
      requesterId: requester?.id ?? null,
      assigneeId: assignee?.id ?? null,
      firstRespondedAt: remote.firstRespondedAt,
      resolvedAt: ended ? (remote.resolvedAt ?? remote.closedAt ?? remote.updatedAt) : null,
      closedAt: isFinal(status.kind) ? (remote.closedAt ?? remote.updatedAt) : null,
    },
  }
}

const titleOf = ({ title, externalId }: RemoteTicket): string =>
  (title.trim() === '' ? `(no subject, ${externalId})` : title.trim()).slice(0, LONGEST_TITLE)

const outside = (remote: RemoteTicket) => ({
  externalUrl: remote.url,
  externalData: JSON.stringify(keptOf(remote)),
  missedSnapshots: 0,
  archivedAt: null,
})

function insertTicket(tx: Tx, desk: Desk, one: One): number {
  const { source, remote } = one
  const { hot } = tx
  const { status, columns } = fieldsOf(tx, desk, one)
  const clocks = mirroredClocks(remote, status, [])
  const { createdAt } = remote
  const placed = { ...columns, dueAt: null, createdAt, ageReferenceAt: createdAt }
  const ticketId = hot.insert('Ticket', {
    ...placed,
    ...standingOf(placed, clocks, rulesOf(desk.config)),
    ...outside(remote),
    updatedAt: remote.updatedAt,
    sourceId: source.id,
    externalId: remote.externalId,
  })
  const opened = [{ field: 'created', from: null, to: columns.title }]
  const actor = writer(source, desk.config)
  hot.insert('Update', { ticketId, ...systemEntry(opened, { actor, at: createdAt }) })
  hot.insert('StatusChange', { ticketId, to: status.key, createdAt })
  for (const clock of clocks) insertClock(hot, ticketId, clock)
  retag(tx, ticketId, { before: [], after: remote.tags })
  return ticketId
}

type Known = One & { readonly stored: Stored }

/** Null when nothing is new. A page that was read before what is known already is old news. */
function updateTicket(tx: Tx, desk: Desk, { source, remote, stored }: Known): number | null {
  const kept = JSON.parse(stored.externalData) as Kept
  const same = JSON.stringify(keptOf(remote)) === stored.externalData
  const unchanged = same && titleOf(remote) === stored.title && remote.description === stored.description
  if (stored.archivedAt === null && (unchanged || remote.updatedAt < kept.updatedAt)) {
    if (stored.missedSnapshots > 0) tx.hot.update('Ticket', stored.id, { missedSnapshots: 0 })
    return null
  }
  const was = { ...kept, title: stored.title, description: stored.description }
  const changes = remoteChanges(was, { ...remote, title: titleOf(remote) }, desk.config.timeZone)
  const back = stored.archivedAt === null ? [] : [{ field: 'archived', from: source.config.name, to: null }]
  apply(tx, desk, { source, remote, stored }, [...back, ...changes])
  retag(tx, stored.id, { before: kept.tags, after: remote.tags })
  return stored.id
}

function apply(tx: Tx, desk: Desk, one: Known, changes: Parameters<typeof systemEntry>[0]): void {
  const { source, remote, stored } = one
  const { status, columns } = fieldsOf(tx, desk, one)
  const actor = writer(source, desk.config)
  const before = loadTicket(tx, { actor, id: stored.id })
  const moved = before.status === columns.status ? {} : { moved: moveOf(before.status, status, columns.holdReason) }
  const outcome = { next: columns, clocks: mirroredClocks(remote, status, before.clocks), changes, ...moved }
  saveTicket(tx, desk.config, { before, outcome, act: { actor, at: remote.updatedAt } })
  // What we wrote ourselves meanwhile is newer than what the other side last did.
  tx.hot.update('Ticket', stored.id, { ...outside(remote), updatedAt: Math.max(stored.updatedAt, remote.updatedAt) })
}

const moveOf = (from: string, { key }: Status, reason: string | null) => ({ from, to: key, reason })

/** Tags that came from there go with it; those that were added here stay. */
function retag(
  tx: Tx,
  ticketId: number,
  { before, after }: { before: readonly string[]; after: readonly string[] },
): void {
  const { hot } = tx
  const gone = before.filter((tag) => !after.includes(tag))
  for (const { id } of findOrCreateTags(tx, gone))
    hot.run('DELETE FROM TicketTag WHERE ticketId = @ticketId AND tagId = @tagId', { ticketId, tagId: id })
  for (const { id } of findOrCreateTags(
    tx,
    after.filter((tag) => !before.includes(tag)),
  ))
    hot.run('INSERT OR IGNORE INTO TicketTag (ticketId, tagId) VALUES (@ticketId, @tagId)', { ticketId, tagId: id })
}

/** Takes a ticket off the board that its system does not have any more; its history stays. */
function archive(tx: Tx, { config, clock }: Desk, { source, stored }: Omit<Known, 'remote'>): number | null {
  if (stored.archivedAt !== null) return null

  const actor = writer(source, config)
  const at = clock.now()
  const before = loadTicket(tx, { actor, id: stored.id })
  const status = archiveStatus(config.workflow)
  const ended = { effects: ['stop' as const], at, pauseReason: '' }
  const name = source.config.name
  saveTicket(tx, config, {
    before,
    outcome: {
      next: { status: status.key, holdReason: null, closedAt: at },
      clocks: moveClocks(before.clocks, ended, config.calendar),
      changes: [{ field: 'archived', from: null, to: `it is not in ${name} any more` }],
      moved: moveOf(before.status, status, null),
    },
    act: { actor, at },
  })
  tx.hot.update('Ticket', stored.id, { archivedAt: at })
  return stored.id
}

/** Counts a complete snapshot without this ticket; the second one in a row archives it. True when it did. */
export async function missTicket(desk: Desk, source: Source, externalId: string): Promise<boolean> {
  const archived = await desk.db.write((tx) => {
    const stored = tx.hot.get<Stored>(
      'SELECT id, missedSnapshots, archivedAt, mergedIntoId FROM Ticket WHERE sourceId = @sourceId AND externalId = @externalId',
      { sourceId: source.id, externalId },
    )
    if (stored?.archivedAt !== null || stored.mergedIntoId !== null) return null
    if (stored.missedSnapshots + 1 >= MISSES_TO_ARCHIVE) return archive(tx, desk, { source, stored })
    tx.hot.update('Ticket', stored.id, { missedSnapshots: stored.missedSnapshots + 1 })
    return null
  })
  if (archived !== null) await desk.bus.emit('tickets.mirrored', { actorId: null, ticketIds: [archived] })
  return archived !== null
}

/** Reads all tickets of a source by the mapping of now; what the other side said is kept, so it need not be asked. */
export async function remapTickets(desk: Desk, source: Source): Promise<readonly number[]> {
  const changed: number[] = []
  for (let after = 0, batch = mirrored(desk, source, after); batch.length > 0; batch = mirrored(desk, source, after)) {
    after = batch.at(-1)?.id ?? Infinity
    await breathe()
    const wrong = batch.filter((stored) => isStale(desk, source, stored))
    if (wrong.length === 0) continue
    await desk.db.write((tx) => {
      for (const stored of wrong) apply(tx, desk, { source, stored, remote: remoteOf(stored) }, [])
    })
    changed.push(...wrong.map(({ id }) => id))
  }
  if (changed.length > 0) await desk.bus.emit('tickets.mirrored', { actorId: null, ticketIds: changed })
  return changed
}

type Mapped = Stored & { readonly status: string; readonly priority: string }

const mirrored = ({ db }: Desk, { id }: Source, after: number): readonly Mapped[] =>
  db.sql.all(
    `SELECT id, title, description, updatedAt, externalData, missedSnapshots, archivedAt, mergedIntoId, status, priority FROM Ticket
     WHERE id > @after AND sourceId = @sourceId AND archivedAt IS NULL AND mergedIntoId IS NULL ORDER BY id LIMIT 50`,
    { sourceId: id, after },
  )

const remoteOf = ({ title, description, externalData }: Stored): RemoteTicket => ({
  ...(JSON.parse(externalData) as Kept),
  title,
  description,
})

function isStale({ config }: Desk, source: Source, stored: Mapped): boolean {
  const { status, priority } = JSON.parse(stored.externalData) as Kept
  const { mapping } = source.config
  return (
    stored.status !== localStatus(status, mapping, config).key ||
    stored.priority !== localPriority(priority, mapping, config).key
  )
}
