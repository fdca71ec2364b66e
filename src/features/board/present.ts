import { sightOf, type Actor } from '#domain/actor.ts'
import { can } from '#domain/access.ts'
import { roughly } from '#domain/durations.ts'
import { SECTION_TITLES } from '#domain/section.ts'
import { clockTime } from '#lib/zones.ts'
import { Memo } from '#lib/memo.ts'
import type { Config } from '#config/config.ts'
import type { Desk } from '#src/desk.ts'
import { countsOf, dataVersion, stageCounts, type Counts } from '#features/flag/queries.ts'
import { sourceRows, type SourceRow } from '#features/sources/queries.ts'
import { totalText } from '#features/tickets/list/page.ts'
import { presentRow } from '#features/tickets/list/present.ts'
import { rowsHtml } from '#features/tickets/list/row.ts'
import { assetUrl } from '#web/assets.ts'
import {
  boardFigures,
  boardSections,
  lookSql,
  SCOPES,
  type Figures,
  type Look,
  type Scope,
  type SectionRows,
} from './queries.ts'

const EMPTY = {
  1: 'Everybody has had an answer.',
  2: 'Nothing waits on an agent.',
  3: 'Nothing is on hold or waiting on others.',
  late: 'Nothing has been left alone for too long.',
} as const

type Read = {
  readonly any: boolean
  readonly figures: readonly object[]
  /** How fresh each mirrored system is, a sentence each. */
  readonly feeds: readonly string[]
  /** The rows, rendered: everybody who sees the same gets the same. */
  readonly sectionsHtml: string
}

type Render = (view: string, context: object) => string

/** Reads and renders the board once for all who see the same, until something changes or a second has passed. */
export function boardReader(desk: Desk): (look: Look, render: Render) => Read {
  const memo = new Memo<Read>(1000)
  const sprite = assetUrl(desk.root)('icons.svg')
  return (look, render) => {
    const { actor, scope } = look
    const fresh = { version: dataVersion(desk), now: desk.clock.now() }
    const whose = scope === 'mine' ? ` mine ${actor.personId ?? 0}` : ` ${scope}`
    const key = `${actor.role} ${actor.zone} ${sightOf(actor)}${whose}`
    return memo.get(key, fresh, () => read(desk, look, { render, sprite }))
  }
}

function read(desk: Desk, look: Look, { render, sprite }: { render: Render; sprite: string }): Read {
  const { actor, scope } = look
  const now = desk.clock.now()
  const figures = boardFigures(desk, look)
  const sections = boardSections(desk, look).map((section) =>
    presentSection(section, desk.config, { now, sprite, scope }),
  )
  return {
    any: figures.any,
    figures: presentFigures(
      figures,
      scope === 'all' ? stageCounts(desk, actor) : countsOf(desk, lookSql(desk, look)),
      scope,
    ),
    feeds: can(actor.role, 'board.see') ? sourceRows(desk).flatMap((row) => feedOf(row, actor.zone)) : [],
    sectionsHtml: render('board/sections.njk', { sections }),
  }
}

function feedOf({ name, state, pausedAt, lastSuccessAt }: SourceRow, zone: string): readonly string[] {
  if (state === 'off') return []
  const at = lastSuccessAt === null ? null : clockTime(lastSuccessAt, zone)
  if (pausedAt !== null) return [`${name} is paused`]
  if (state === 'error') return [at === null ? `${name} could not be read yet` : `${name} not read since ${at}`]
  return [at === null ? `${name} is being read` : `${name} read ${at}`]
}

/** The list behind a number, of the same scope. */
const listHref = (scope: Scope, query: Readonly<Record<string, string>> = {}): string => {
  const assignee = { all: {}, mine: { assignee: 'me' }, unassigned: { assignee: 'none' } }[scope]
  const text = new URLSearchParams({ ...query, ...assignee }).toString()
  return text === '' ? '/tickets' : `/tickets?${text}`
}

const presentFigures = ({ dueToday, firstReplySeconds }: Figures, counts: Counts, scope: Scope) => [
  { label: 'Open', value: counts.open.toLocaleString('en'), href: listHref(scope) },
  { label: 'Overdue', value: counts.overdue.toLocaleString('en'), href: listHref(scope, { sort: 'urgency' }) },
  { label: 'Due today', value: dueToday.toLocaleString('en'), href: listHref(scope, { sort: 'due' }) },
  { label: 'First reply, median', value: firstReplySeconds === null ? '–' : roughly(firstReplySeconds), href: null },
]

const presentSection = (
  { section, count, rows }: SectionRows,
  config: Config,
  { now, sprite, scope }: { now: number; sprite: string; scope: Scope },
) => ({
  key: `section-${section}`,
  title: section === 'late' ? 'Update overdue' : SECTION_TITLES[section],
  count: totalText(count),
  shown: rows.length,
  moreHref:
    count > rows.length
      ? section === 'late'
        ? listHref(scope, { sort: 'updated', order: 'asc' })
        : listHref(scope, { section: String(section) })
      : null,
  empty: EMPTY[section],
  rowsHtml: rowsHtml(
    rows.map((row) => presentRow(row, config, now)),
    { sprite },
  ),
})

const SCOPE_WORDS: Readonly<Record<Scope, string>> = { all: 'Everything', mine: 'Mine', unassigned: 'Unassigned' }

/** The ways to look at the board, with the one in use marked. */
export const scopeLinks = (scope: Scope) =>
  SCOPES.map((one) => ({ label: SCOPE_WORDS[one], href: `/?scope=${one}`, current: one === scope }))

/** The board as its page shows it. */
export function presentBoard(desk: Desk, actor: Actor, { any, figures, feeds, sectionsHtml }: Read) {
  const now = desk.clock.now()
  return {
    anyTickets: any,
    now: { iso: new Date(now).toISOString(), text: clockTime(now, actor.zone) },
    figures,
    feeds,
    sectionsHtml,
  }
}
