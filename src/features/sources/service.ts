import type { Actor } from '#domain/actor.ts'
import type { Tx } from '#db/database.ts'
import type { Desk } from '#src/desk.ts'
import { auditIn } from '#features/audit/service.ts'
import { storedFact } from '#features/sla/queries.ts'
import type { SourceAdapter } from './adapter.ts'
import { SourceFailure } from './failure.ts'
import { mirrorTickets, missTicket, remapTickets, type Source } from './mirror/service.ts'
import { activeExternalIds, hasEnded, sourceRow, sourceRows, type SourceRow } from './queries.ts'

/** So many single tickets are asked for in one comparison; the rest waits for the next one. */
const MOST_LOOKUPS = 200
const POLLS_KEPT = 200

/** The rows of the systems the config names, made where they are new; one it does not name any more lets its tickets go. */
export async function ensureSources(desk: Desk, note: Note | null = null): Promise<readonly Source[]> {
  if (desk.config.sources.length === 0 && sourceRows(desk).every(({ state }) => state === 'off')) return []

  const sources = await desk.db.write((tx) => {
    const { hot } = tx
    noteIn(tx, desk, note)
    hot.run(`UPDATE Source SET state = 'off' WHERE kind NOT IN (SELECT value FROM json_each(@kinds))`, {
      kinds: JSON.stringify(desk.config.sources.map(({ kind }) => kind)),
    })
    return desk.config.sources.map((config): Source => {
      const { kind, name } = config
      const row = hot.get<{ id: number; state: string }>('SELECT id, state FROM Source WHERE kind = @kind', { kind })
      if (!row) return { id: hot.insert('Source', { kind, name, createdAt: desk.clock.now() }), config }
      hot.update('Source', row.id, { name, ...(row.state === 'off' ? { state: 'new', cursor: null } : {}) })
      return { id: row.id, config }
    })
  })
  for (const source of sources) await remapWhereChanged(desk, source)
  return sources
}

/** Reads the tickets of a source anew when what their words depend on is not what it was. */
async function remapWhereChanged(desk: Desk, source: Source): Promise<void> {
  const { workflow, priorities } = desk.config
  const key = `source.words.${source.id}`
  const value = JSON.stringify([
    source.config.mapping,
    workflow,
    priorities.map(({ key: name, label }) => [name, label]),
  ])
  if (storedFact(desk, key) === value) return
  await remapTickets(desk, source)
  await desk.db.write(({ hot }) => hot.run(KEEP_FACT, { key, value }))
}

export type Polled = {
  readonly ok: boolean
  readonly seen: number
  readonly changed: number
  /** Why it failed, or what it had to leave out, in words. */
  readonly error: string | null
  /** How long the other side asks us to wait. */
  readonly retryAfterSeconds: number | null
}

export const quotaKey = (sourceId: number): string => `source.quota.${sourceId}`

export const KEEP_FACT =
  'INSERT INTO Meta (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value'

type Reading = { readonly source: Source; readonly adapter: SourceAdapter; readonly signal: AbortSignal }
type Tally = { seen: number; changed: number; problems: readonly string[] }

/** Reads what changed in a mirrored system, and every few hours compares what is in work there with what is here. */
export async function pollSource(desk: Desk, reading: Reading, { full = false } = {}): Promise<Polled> {
  const { source, signal } = reading
  const row = sourceRow(desk, source.id)
  if (!row) throw new Error(`There is no source ${source.id}.`)
  const compares = full || isOlder(desk, row.lastFullAt, source.config.reconcileSeconds)
  const kind = row.cursor === null ? 'first' : compares ? 'full' : 'changes'
  const pollId = await beginPoll(desk, source.id, kind)
  const tally: Tally = { seen: 0, changed: 0, problems: [] }
  try {
    await pullChanges(desk, reading, { row, tally, pollId })
    // What was just read from the beginning need not be compared at once.
    const compared =
      compares && (kind !== 'first' || source.config.kind === 'folder')
        ? await compare(desk, reading, tally)
        : kind === 'first'
    const error = tally.problems.length === 0 ? null : tally.problems.slice(0, 3).join(' ')
    await endPoll(desk, reading, { pollId, tally, error, ok: true, compared })
    return { ok: true, seen: tally.seen, changed: tally.changed, error, retryAfterSeconds: null }
  } catch (cause) {
    const failure = failureOf(desk, cause, signal)
    await endPoll(desk, reading, { pollId, tally, error: failure.message, ok: false, compared: false })
    const { message: error, retryAfterSeconds } = failure
    return { ok: false, seen: tally.seen, changed: tally.changed, error, retryAfterSeconds }
  }
}

function failureOf({ log }: Desk, cause: unknown, signal: AbortSignal): SourceFailure {
  if (cause instanceof SourceFailure) return cause
  if (signal.aborted) return new SourceFailure('transient', 'It was stopped before it was done.')
  log.error({ error: cause }, 'A source could not be read')
  return new SourceFailure('permanent', 'Something here went wrong while reading. The log says what.')
}

const isOlder = ({ clock }: Desk, at: number | null, seconds: number): boolean =>
  at === null || clock.now() - at >= seconds * 1000

/** The cursor moves only after the last page, unless the other side says that one of the middle is good as well. */
async function pullChanges(
  desk: Desk,
  { source, adapter, signal }: Reading,
  { row, tally, pollId }: { row: SourceRow; tally: Tally; pollId: number },
): Promise<void> {
  for (let { cursor } = row, done = false; !done;) {
    const page = await adapter.pull(cursor, signal)
    const changed = await mirrorTickets(desk, source, page.tickets)
    tally.seen += page.tickets.length
    tally.changed += changed.length
    tally.problems = [...tally.problems, ...(page.problems ?? [])]
    ;({ cursor, done } = page)
    const kept = done || adapter.capabilities.resumable ? { cursor } : {}
    const { seen, changed: so } = tally
    await desk.db.write(({ hot }) => {
      hot.update('SourcePoll', pollId, { seen, changed: so })
      if (kept.cursor !== undefined) hot.update('Source', source.id, kept)
    })
  }
}

/**
 * Compares what is in work on both sides. A snapshot that is not complete says nothing of what is missing in it; what
 * is missing in a complete one is asked for by itself before it counts as missed. False when there was nothing to
 * go by.
 */
async function compare(desk: Desk, reading: Reading, tally: Tally): Promise<boolean> {
  const { source, adapter, signal } = reading
  if (adapter.capabilities.deletions === 'none') return true
  const { ids, complete } = await adapter.snapshot(signal)
  const here = new Set(activeExternalIds(desk, source.id))
  const unknown = [...ids].filter((id) => !here.has(id) && !hasEnded(desk, source.id, id)).slice(0, MOST_LOOKUPS)
  const missing = complete ? [...here].filter((id) => !ids.has(id)).slice(0, MOST_LOOKUPS) : []
  for (const id of [...unknown, ...missing]) await lookUp(desk, reading, { id, tally, missing: here.has(id) })
  if (!complete)
    tally.problems = [
      ...tally.problems,
      `${source.config.name} did not tell all tickets in work; they are compared again next time.`,
    ]
  return complete
}

type Lookup = { readonly id: string; readonly tally: Tally; readonly missing: boolean }

async function lookUp(desk: Desk, { source, adapter, signal }: Reading, { id, tally, missing }: Lookup): Promise<void> {
  const ticket = await adapter.get(id, signal)
  tally.seen += 1
  if (ticket !== null && !ticket.gone) tally.changed += (await mirrorTickets(desk, source, [ticket])).length
  else if (missing && (await missTicket(desk, source, id))) tally.changed += 1
}

const beginPoll = ({ db, clock }: Desk, sourceId: number, kind: string): Promise<number> =>
  db.write(({ hot }) => {
    const at = clock.now()
    hot.update('Source', sourceId, { lastPollAt: at })
    hot.run(
      `DELETE FROM SourcePoll WHERE sourceId = @sourceId AND id <= (SELECT max(id) FROM SourcePoll WHERE sourceId = @sourceId) - ${POLLS_KEPT}`,
      { sourceId },
    )
    return hot.insert('SourcePoll', { sourceId, startedAt: at, kind })
  })

type End = {
  readonly pollId: number
  readonly tally: Tally
  readonly error: string | null
  readonly ok: boolean
  /** Whether both sides are known to agree. */
  readonly compared: boolean
}

async function endPoll(
  { db, clock, bus }: Desk,
  { source, adapter }: Reading,
  { pollId, tally, error, ok, compared }: End,
): Promise<void> {
  const at = clock.now()
  await db.write(({ hot }) => {
    hot.update('SourcePoll', pollId, { finishedAt: at, seen: tally.seen, changed: tally.changed, error })
    hot.run(KEEP_FACT, { key: quotaKey(source.id), value: JSON.stringify(adapter.quota()) })
    hot.update('Source', source.id, {
      state: ok ? 'ok' : 'error',
      lastError: error,
      ...(ok ? { lastSuccessAt: at } : {}),
      ...(compared ? { lastFullAt: at } : {}),
    })
  })
  await bus.emit('tickets.mirrored', { actorId: null, ticketIds: [] })
}

/** Stops reading a source until it is resumed; its tickets stay as they are. */
export const pauseSource = (desk: Desk, id: number, note: Note | null = null): Promise<void> =>
  desk.db.write((tx) => {
    noteIn(tx, desk, note)
    tx.hot.run('UPDATE Source SET pausedAt = coalesce(pausedAt, @at) WHERE id = @id', { id, at: desk.clock.now() })
  })

export const resumeSource = (desk: Desk, id: number, note: Note | null = null): Promise<void> =>
  desk.db.write((tx) => {
    noteIn(tx, desk, note)
    tx.hot.update('Source', id, { pausedAt: null })
  })

/** Who changed a source, and what; null where nobody did, such as at a start. */
export type Note = {
  readonly actor: Actor
  readonly address: string | null
  readonly subject: string
  readonly change: 'connected' | 'disconnected' | 'paused' | 'resumed'
}

function noteIn(tx: Tx, { clock }: Desk, note: Note | null): void {
  if (note === null) return
  const { change, ...said } = note
  auditIn(tx, clock.now(), { ...said, action: 'source.changed', details: { change } })
}
