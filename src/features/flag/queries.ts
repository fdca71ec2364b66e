import { sightOf, type Actor } from '#domain/actor.ts'
import { flagSignal, type FlagSignal } from '#domain/flag.ts'
import { parseWatch } from '#domain/flag-watch.ts'
import { formatNumber } from '#domain/numbers.ts'
import { mailKey } from '#domain/typed-person.ts'
import { stageAt } from '#domain/urgency.ts'
import type { Desk } from '#src/desk.ts'
import { filterSql, type Filter } from '#features/tickets/list/filter.ts'
import { listFilter, mostUrgent } from '#features/tickets/list/queries.ts'
import { listQuery, type ListQuery } from '#features/tickets/list/schema.ts'
import { visibleSql } from '#features/tickets/queries.ts'
import { queryOfView, watchedView } from '#features/views/queries.ts'
import { Memo } from '#lib/memo.ts'
import { shortTime } from '#lib/zones.ts'

export type Counts = {
  readonly open: number
  readonly overdue: number
  readonly stage3: number
  readonly stage2: number
  readonly stage1: number
  readonly stage0: number
  readonly waitingOnAgent: number
  readonly onHold: number
}

type Condition = Pick<Filter, 'where' | 'bind'>

const counted = new WeakMap<Desk, Memo<Counts>>()

/** How many tickets of the board this actor sees in each stage now; the frame of every page asks, and so does the board. */
export function stageCounts(desk: Desk, actor: Actor): Counts {
  const memo = counted.get(desk) ?? new Memo<Counts>(1000)
  counted.set(desk, memo)
  const fresh = { version: desk.db.sql.version(), now: desk.clock.now() }
  return memo.get(`${actor.role} ${sightOf(actor)}`, fresh, () => countsOf(desk, visibleSql(actor)))
}

/** The same of the tickets that meet a condition over `Ticket t`. */
export function countsOf(desk: Desk, { where, bind }: Condition): Counts {
  const now = desk.clock.now()
  const stages = desk.db.sql.get<Record<'timed' | 'overdue' | 'stage3' | 'stage2' | 'stage1', number | null>>(
    `SELECT count(*) AS timed, sum(overdueAt <= @now) AS overdue, sum(stage3At <= @now) AS stage3, sum(stage2At <= @now) AS stage2, sum(stage1At <= @now) AS stage1
     FROM Ticket t WHERE overdueAt IS NOT NULL AND ${where}`,
    { now, ...bind },
  )
  const sections = desk.db.sql.get<{ open: number; waiting: number | null; held: number | null }>(
    `SELECT count(*) AS open, sum(section = 2) AS waiting, sum(overdueAt IS NULL) AS held FROM Ticket t WHERE section > 0 AND ${where}`,
    bind,
  )
  const [timed, overdue, stage3, stage2, stage1] = [
    stages?.timed ?? 0,
    stages?.overdue ?? 0,
    stages?.stage3 ?? 0,
    stages?.stage2 ?? 0,
    stages?.stage1 ?? 0,
  ]
  return {
    open: sections?.open ?? 0,
    waitingOnAgent: sections?.waiting ?? 0,
    onHold: sections?.held ?? 0,
    overdue,
    stage3: stage3 - overdue,
    stage2: stage2 - stage3,
    stage1: stage1 - stage2,
    stage0: timed - stage1,
  }
}

/** What the flag shows this actor: the worst of everything they see. What feeds the desk is no affair of clients. */
export function flagFor(desk: Desk, actor: Actor, counts: Counts): FlagSignal {
  const filter = filterSql(listQuery.parse({}), actor, desk)
  return signalOf(desk, filter, { counts, feedError: actor.role === 'client' ? null : feedError(desk) })
}

/** What the flag on the desk shows: the worst of what it was told to watch. */
export function deskSignal(desk: Desk): FlagSignal {
  const filter = watchedFilter(desk)
  return signalOf(desk, filter, { counts: countsOf(desk, filter), feedError: feedError(desk) })
}

function signalOf(
  desk: Desk,
  filter: Filter,
  { counts, feedError }: { counts: Counts; feedError: string | null },
): FlagSignal {
  const now = desk.clock.now()
  const worst = worstTicket(desk, filter, now)
  return flagSignal({ counts, waitingOnAgent: counts.waitingOnAgent, worst, feedError }, now, desk.config.flag.order)
}

function worstTicket(desk: Desk, filter: Filter, now: number) {
  const [worst] = mostUrgent(desk, filter, 1)
  if (worst?.overdueAt == null) return null
  return {
    id: worst.id,
    number: formatNumber(desk.config.tickets.numberFormat, worst.id),
    title: worst.title,
    stage: stageAt(worst, now),
    deadlineAt: worst.overdueAt,
  }
}

/** The lamp sees as an admin does, in the zone of the installation. */
const lamp = ({ config }: Desk): Actor => ({
  personId: null,
  name: 'Flag',
  role: 'admin',
  zone: config.timeZone,
  sees: 'all',
  sites: null,
})

/** The tickets the flag was told to watch. */
export function watchedFilter(desk: Desk): Filter {
  return listFilter(desk, lamp(desk), watchedQuery(desk))
}

function watchedQuery(desk: Desk): ListQuery {
  const watch = parseWatch(desk.config.flag.watch)
  if (watch.kind === 'view') return listQuery.parse(Object.fromEntries(new URLSearchParams(watch.query)))
  if (watch.kind === 'person') return listQuery.parse({ assignee: String(personWatched(desk, watch.who)?.id ?? 0) })
  const view = watch.kind === 'saved' ? watchedView(desk, watch.which) : null
  // Without its view the lamp must not say that all is clear: it watches everything, and the page says why.
  return view === null ? listQuery.parse({}) : queryOfView(view)
}

/** Whom a mail address or a number means; null when there is nobody. */
export const personWatched = (
  { db }: Desk,
  who: string,
): { readonly id: number; readonly name: string; readonly email: string | null } | null =>
  db.sql.get(
    `SELECT p.id, p.name, p.email FROM Person m JOIN Person p ON p.id = coalesce(m.mergedIntoId, m.id)
     WHERE m.id = @id OR m.emailKey = @mail ORDER BY m.id = @id DESC LIMIT 1`,
    { id: /^\d{1,15}$/.test(who) ? Number(who) : -1, mail: mailKey(who) },
  ) ?? null

const FEED_PATIENCE_MS = 10 * 60_000

/** Which mirrored system could not be read for some time, and why, as a sentence; one that is paused keeps silent. */
export function feedError({ db, config, clock }: Desk): string | null {
  const now = clock.now()
  const failed = db.sql.get<{ name: string; error: string | null; since: number | null }>(
    `SELECT name, lastError AS error, lastSuccessAt AS since FROM Source
     WHERE state = 'error' AND pausedAt IS NULL AND (lastSuccessAt IS NULL OR lastSuccessAt <= @cut) ORDER BY lastSuccessAt LIMIT 1`,
    { cut: now - FEED_PATIENCE_MS },
  )
  if (!failed) return null
  const { name, error, since } = failed
  const begun =
    since === null
      ? `${name} has never been read`
      : `${name} could not be read since ${shortTime(since, config.timeZone, now)}`
  return error === null ? begun : `${begun}: ${error}`
}

/** When any ticket's colour changes next; null when none will by itself. */
export function nextColourChange({ db, clock }: Desk): number | null {
  const now = clock.now()
  const next = db.sql.get<{ at: number | null }>(
    `SELECT min(at) AS at FROM (
       SELECT min(overdueAt) AS at FROM Ticket WHERE overdueAt > @now
       UNION ALL SELECT min(stage3At) FROM Ticket WHERE overdueAt > @now AND stage3At > @now
       UNION ALL SELECT min(stage2At) FROM Ticket WHERE overdueAt > @now AND stage2At > @now
       UNION ALL SELECT min(stage1At) FROM Ticket WHERE overdueAt > @now AND stage1At > @now)`,
    { now },
  )
  return next?.at ?? null
}

/** Changes with every commit, this process's or another's; what was read before it may be stale. */
export const dataVersion = ({ db }: Desk): string => db.sql.version()
