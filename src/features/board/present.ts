import type { Actor } from '#domain/actor.ts'
import { roughly } from '#domain/durations.ts'
import { SECTION_TITLES } from '#domain/section.ts'
import { clockTime } from '#lib/zones.ts'
import { Memo } from '#lib/memo.ts'
import type { Desk } from '#src/desk.ts'
import { dataVersion, stageCounts } from '#features/flag/queries.ts'
import { totalText } from '#features/tickets/list/page.ts'
import { presentRow } from '#features/tickets/list/present.ts'
import { boardFigures, boardSections, type SectionRows } from './queries.ts'

const EMPTY = {
  1: 'Everybody has had an answer.',
  2: 'Nothing waits on an agent.',
  3: 'Nothing is on hold or waiting on others.',
  late: 'Nothing has been left alone for too long.',
} as const

type Read = {
  readonly sections: readonly SectionRows[]
  readonly figures: ReturnType<typeof boardFigures>
  readonly counts: ReturnType<typeof stageCounts>
}

/** Reads the board once for all who see the same, until something changes or a second has passed. */
export function boardReader(desk: Desk): (actor: Actor) => Read {
  const memo = new Memo<Read>(1000)
  return (actor) => {
    const key = actor.sees === 'all' ? `all ${actor.zone}` : `${actor.sees} ${actor.personId ?? ''} ${actor.zone}`
    const fresh = { version: dataVersion(desk), now: desk.clock.now() }
    return memo.get(key, fresh, () => ({
      sections: boardSections(desk, actor),
      figures: boardFigures(desk, actor),
      counts: stageCounts(desk, actor),
    }))
  }
}

/** The board as its page shows it. */
export function presentBoard(desk: Desk, actor: Actor, { sections, figures, counts }: Read) {
  const now = desk.clock.now()
  return {
    anyTickets: figures.any,
    now: { iso: new Date(now).toISOString(), text: clockTime(now, actor.zone) },
    figures: [
      { label: 'Open', value: counts.open.toLocaleString('en'), href: '/tickets' },
      { label: 'Overdue', value: counts.overdue.toLocaleString('en'), href: '/tickets?sort=urgency' },
      { label: 'Due today', value: figures.dueToday.toLocaleString('en'), href: '/tickets?sort=due' },
      {
        label: 'First reply, median',
        value: figures.firstReplySeconds === null ? '–' : roughly(figures.firstReplySeconds),
        href: null,
      },
    ],
    sections: sections.map(({ section, count, rows }) => ({
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
      rows: rows.map((row) => presentRow(row, desk.config, now)),
    })),
  }
}
