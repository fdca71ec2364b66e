import type { Actor } from '#domain/actor.ts'
import { flagSignal, type FlagSignal } from '#domain/flag.ts'
import { formatNumber } from '#domain/numbers.ts'
import { stageAt } from '#domain/urgency.ts'
import type { Desk } from '#src/desk.ts'
import { filterSql } from '#features/tickets/list/filter.ts'
import { mostUrgent } from '#features/tickets/list/queries.ts'
import { listQuery } from '#features/tickets/list/schema.ts'
import { visibleSql } from '#features/tickets/queries.ts'

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

/** How many tickets of the board this actor sees in each stage now. */
export function stageCounts(desk: Desk, actor: Actor): Counts {
  const { where, bind } = visibleSql(actor)
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

/** What the flag shows this actor: the worst of everything they see. */
export function flagFor(desk: Desk, actor: Actor, counts: Counts): FlagSignal {
  const { numberFormat } = desk.config.tickets
  const now = desk.clock.now()
  const [worst] = mostUrgent(desk, filterSql(listQuery.parse({}), actor, desk.config), 1)
  const ticket =
    worst && worst.overdueAt !== null
      ? {
          id: worst.id,
          number: formatNumber(numberFormat, worst.id),
          title: worst.title,
          stage: stageAt(worst, now),
          deadlineAt: worst.overdueAt,
        }
      : null
  return flagSignal({ counts, waitingOnAgent: counts.waitingOnAgent, worst: ticket, feedError: null }, now)
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
