import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { filterSql, narrowed, type Filter } from '#features/tickets/list/filter.ts'
import { countTickets, mostUrgent } from '#features/tickets/list/queries.ts'
import type { TicketRow } from '#features/tickets/list/rows.ts'
import { listQuery } from '#features/tickets/list/schema.ts'
import { visibleSql } from '#features/tickets/queries.ts'
import { dayAt } from '#lib/zones.ts'

export const SECTIONS = [1, 2, 3] as const
const REPLIES_IN_MEDIAN = 500

export type SectionRows = {
  /** `late`: left alone longer than its priority allows. */
  readonly section: (typeof SECTIONS)[number] | 'late'
  readonly count: number
  readonly rows: readonly TicketRow[]
}

type Condition = Pick<Filter, 'where' | 'bind'>

/** Every ticket, those one has oneself, or those nobody has. */
export const SCOPES = ['all', 'mine', 'unassigned'] as const
export type Scope = (typeof SCOPES)[number]
export type Look = { readonly actor: Actor; readonly scope: Scope }

const ASSIGNEES: Readonly<Record<Scope, string>> = { all: '', mine: 'me', unassigned: 'none' }

/** What the figures above the board count. */
export function lookSql(desk: Desk, { actor, scope }: Look): Condition {
  if (scope === 'all') return visibleSql(actor)
  return filterSql(listQuery.parse({ status: 'all', assignee: ASSIGNEES[scope] }), actor, desk)
}

/** The sections of the board, each with its most urgent tickets; the fourth where the config limits silence. */
export function boardSections(desk: Desk, { actor, scope }: Look): readonly SectionRows[] {
  const late = lateFilter(desk)
  const read = (section: SectionRows['section'], filter: Filter): SectionRows => ({
    section,
    count: countTickets(desk, filter),
    rows: mostUrgent(desk, filter, desk.config.board.sectionSize),
  })
  const inSection = (section: string) =>
    filterSql(listQuery.parse({ section, status: 'all', assignee: ASSIGNEES[scope] }), actor, desk)
  const sections = SECTIONS.map((section) => read(section, both(inSection(String(section)), late && not(late))))
  return late === null ? sections : [...sections, read('late', both(inSection(''), late))]
}

/** Tickets in work whose last update is longer ago than their priority allows; null where nothing is limited. */
function lateFilter({ config, clock }: Desk): Condition | null {
  const limited = config.priorities.flatMap(({ key, updateLimitSeconds }) =>
    updateLimitSeconds === null ? [] : [{ key, cut: clock.now() - updateLimitSeconds * 1000 }],
  )
  if (limited.length === 0) return null
  const late = limited.map((_one, index) => `(t.priority = @late${index} AND t.updatedAt < @cut${index})`)
  const bind = limited.flatMap(({ key, cut }, index) => [
    [`late${index}`, key],
    [`cut${index}`, cut],
  ])
  return {
    where: `t.section IN (1, 2) AND (${late.join(' OR ')})`,
    bind: Object.fromEntries(bind) as Condition['bind'],
  }
}

const not = ({ where, bind }: Condition): Condition => ({ where: `NOT (${where})`, bind })

const both = (one: Filter, other: Condition | null): Filter => (other === null ? one : narrowed(one, other))

export type Figures = { readonly dueToday: number; readonly firstReplySeconds: number | null; readonly any: boolean }

/** What else the head of the board tells. The median is that of the latest first replies. */
export function boardFigures(desk: Desk, look: Look): Figures {
  const { actor } = look
  const { where, bind } = lookSql(desk, look)
  const visible = visibleSql(actor)
  const { sql } = desk.db
  const today = dayAt(desk.clock.now(), actor.zone)
  const due = sql.get<{ due: number }>(
    `SELECT count(*) AS due FROM Ticket t WHERE dueAt >= @start AND dueAt < @end AND section > 0 AND ${where}`,
    { start: today.startAt, end: today.endAt, ...bind },
  )
  const waits = sql.all<{ wait: number }>(
    `SELECT firstRespondedAt - createdAt AS wait FROM Ticket t WHERE firstRespondedAt IS NOT NULL AND ${where} ORDER BY firstRespondedAt DESC LIMIT ${REPLIES_IN_MEDIAN}`,
    bind,
  )
  const median = waits.map(({ wait }) => wait).sort((one, other) => one - other)[Math.floor(waits.length / 2)]
  const any = sql.get(`SELECT 1 FROM Ticket t WHERE ${visible.where} LIMIT 1`, visible.bind)
  return {
    dueToday: due?.due ?? 0,
    firstReplySeconds: median === undefined ? null : median / 1000,
    any: any !== undefined,
  }
}
