import type { Actor } from '#domain/actor.ts'
import { STAGE_WORDS, type Stage } from '#domain/stage.ts'
import { stageAt } from '#domain/urgency.ts'
import type { Desk } from '#src/desk.ts'
import type { GroupedPage, Heading } from '#features/tickets/list/groups/schema.ts'
import { FACTS, ON_BOARD } from '#features/tickets/list/filter.ts'
import { countTickets, listFilter, MOST_COUNTED, ticketPage } from '#features/tickets/list/queries.ts'
import type { TicketRow } from '#features/tickets/list/rows.ts'
import type { ListQuery } from '#features/tickets/list/schema.ts'

/** A page in groups by urgency: its order goes through the stages one after the other. */
export function stagedPage(desk: Desk, actor: Actor, query: ListQuery): GroupedPage {
  const page = ticketPage(desk, actor, query)
  const totals = stageTotals(desk, actor, query)
  const now = desk.clock.now()
  const headings: Heading[] = []
  for (const [at, row] of page.rows.entries()) {
    const key = stageKey(row, now)
    if (headings.at(-1)?.key === key) continue
    headings.push({
      key,
      label: STAGE_LABELS[key],
      value: TERMS[key],
      at,
      ...(totals[key] ?? { total: 0, more: false }),
    })
  }
  return { ...page, headings }
}

const STAGE_LABELS = { ...STAGE_WORDS, waiting: 'No deadline runs', over: 'Done' } as const
type StageKey = Stage | 'waiting' | 'over'

/** What the search says to find a stage alone. */
const TERMS: Readonly<Record<StageKey, string>> = {
  overdue: 'stage:overdue',
  stage3: 'stage:critical',
  stage2: 'stage:warning',
  stage1: 'stage:watch',
  stage0: 'stage:on-track',
  waiting: '',
  over: '',
}

// As the order of urgency has it: whoever has a deadline stands by it.
const stageKey = (row: TicketRow, now: number): StageKey =>
  row.overdueAt !== null ? stageAt(row, now) : row.section === 0 ? 'over' : 'waiting'

type Total = { readonly total: number; readonly more: boolean }

/** How many tickets of a list stand in each stage; those that are done are counted no further than any list. */
function stageTotals(desk: Desk, actor: Actor, query: ListQuery): Readonly<Partial<Record<StageKey, Total>>> {
  const { each, bind } = listFilter(desk, actor, query)
  const rows = desk.db.sql.rows<[StageKey, number]>(
    `SELECT CASE WHEN t.overdueAt <= @now THEN 'overdue' WHEN t.stage3At <= @now THEN 'stage3'
       WHEN t.stage2At <= @now THEN 'stage2' WHEN t.stage1At <= @now THEN 'stage1' ELSE 'stage0' END AS stage, count(*)
     FROM ${ON_BOARD} WHERE t.overdueAt IS NOT NULL AND ${each} GROUP BY stage`,
    { ...bind, now: desk.clock.now() },
  )
  const rest = (from: string, section: string): Total => {
    const whole = { from, where: `t.section ${section} AND t.overdueAt IS NULL AND ${each}` }
    const total = countTickets(desk, { whole, bind })
    return { total, more: total >= MOST_COUNTED }
  }
  return {
    ...Object.fromEntries(rows.map(([key, total]) => [key, { total, more: false }])),
    waiting: rest(ON_BOARD, '> 0'),
    over: rest(FACTS, '= 0'),
  }
}
