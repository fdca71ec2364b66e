import { sightOf, type Actor } from '#domain/actor.ts'
import { can } from '#domain/access.ts'
import { roughly } from '#domain/durations.ts'
import { SECTION_TITLES } from '#domain/section.ts'
import { clockTime } from '#lib/zones.ts'
import { Memo } from '#lib/memo.ts'
import type { Config } from '#config/config.ts'
import type { Desk } from '#src/desk.ts'
import { dataVersion, stageCounts, type Counts } from '#features/flag/queries.ts'
import { sourceRows, type SourceRow } from '#features/sources/queries.ts'
import { totalText } from '#features/tickets/list/page.ts'
import { presentRow } from '#features/tickets/list/present.ts'
import { rowsHtml } from '#features/tickets/list/row.ts'
import { assetUrl } from '#web/assets.ts'
import { boardFigures, boardSections, type Figures, type SectionRows } from './queries.ts'

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
export function boardReader(desk: Desk): (actor: Actor, render: Render) => Read {
  const memo = new Memo<Read>(1000)
  const sprite = assetUrl(desk.root)('icons.svg')
  return (actor, render) => {
    const fresh = { version: dataVersion(desk), now: desk.clock.now() }
    return memo.get(`${actor.role} ${actor.zone} ${sightOf(actor)}`, fresh, () => read(desk, actor, { render, sprite }))
  }
}

function read(desk: Desk, actor: Actor, { render, sprite }: { render: Render; sprite: string }): Read {
  const now = desk.clock.now()
  const figures = boardFigures(desk, actor)
  const sections = boardSections(desk, actor).map((section) => presentSection(section, desk.config, { now, sprite }))
  return {
    any: figures.any,
    figures: presentFigures(figures, stageCounts(desk, actor)),
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

const presentFigures = ({ dueToday, firstReplySeconds }: Figures, counts: Counts) => [
  { label: 'Open', value: counts.open.toLocaleString('en'), href: '/tickets' },
  { label: 'Overdue', value: counts.overdue.toLocaleString('en'), href: '/tickets?sort=urgency' },
  { label: 'Due today', value: dueToday.toLocaleString('en'), href: '/tickets?sort=due' },
  { label: 'First reply, median', value: firstReplySeconds === null ? '–' : roughly(firstReplySeconds), href: null },
]

const presentSection = (
  { section, count, rows }: SectionRows,
  config: Config,
  { now, sprite }: { now: number; sprite: string },
) => ({
  key: `section-${section}`,
  title: section === 'late' ? 'Update overdue' : SECTION_TITLES[section],
  count: totalText(count),
  shown: rows.length,
  moreHref:
    count > rows.length
      ? section === 'late'
        ? '/tickets?sort=updated&order=asc'
        : `/tickets?section=${section}`
      : null,
  empty: EMPTY[section],
  rowsHtml: rowsHtml(
    rows.map((row) => presentRow(row, config, now)),
    sprite,
  ),
})

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
