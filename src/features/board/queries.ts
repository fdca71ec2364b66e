import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { filterSql } from '#features/tickets/list/filter.ts'
import { countTickets, mostUrgent } from '#features/tickets/list/queries.ts'
import type { TicketRow } from '#features/tickets/list/rows.ts'
import { listQuery } from '#features/tickets/list/schema.ts'
import { visibleSql } from '#features/tickets/queries.ts'
import { dateOf, dayStart, DAY_MS } from '#lib/zones.ts'

export const SECTIONS = [1, 2, 3] as const
const REPLIES_IN_MEDIAN = 500

export type SectionRows = {
  readonly section: (typeof SECTIONS)[number]
  readonly count: number
  readonly rows: readonly TicketRow[]
}

/** The sections of the board, each with its most urgent tickets. */
export function boardSections(desk: Desk, actor: Actor): readonly SectionRows[] {
  const { tickets, board } = desk.config
  return SECTIONS.map((section) => {
    const filter = filterSql(listQuery.parse({ section: String(section), status: 'all' }), actor, tickets.numberFormat)
    return { section, count: countTickets(desk, filter), rows: mostUrgent(desk, filter, board.sectionSize) }
  })
}

export type Figures = { readonly dueToday: number; readonly firstReplySeconds: number | null; readonly any: boolean }

/** What else the head of the board tells. The median is that of the latest first replies. */
export function boardFigures(desk: Desk, actor: Actor): Figures {
  const { where, bind } = visibleSql(actor)
  const { sql } = desk.db
  const start = dayStart(dateOf(desk.clock.now(), actor.zone), actor.zone)
  const due = sql.get<{ due: number }>(
    `SELECT count(*) AS due FROM Ticket t WHERE dueAt >= @start AND dueAt < @end AND section > 0 AND ${where}`,
    { start, end: start + DAY_MS, ...bind },
  )
  const waits = sql.all<{ wait: number }>(
    `SELECT firstRespondedAt - createdAt AS wait FROM Ticket t WHERE firstRespondedAt IS NOT NULL AND ${where} ORDER BY firstRespondedAt DESC LIMIT ${REPLIES_IN_MEDIAN}`,
    bind,
  )
  const median = waits.map(({ wait }) => wait).sort((one, other) => one - other)[Math.floor(waits.length / 2)]
  const any = sql.get(`SELECT 1 FROM Ticket t WHERE ${where} LIMIT 1`, bind)
  return {
    dueToday: due?.due ?? 0,
    firstReplySeconds: median === undefined ? null : median / 1000,
    any: any !== undefined,
  }
}
