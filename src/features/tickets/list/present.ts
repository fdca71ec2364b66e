import { ago, dueWords, roughly } from '#domain/durations.ts'
import { formatNumber } from '#domain/numbers.ts'
import { priorityOf } from '#domain/priority.ts'
import { STAGES, STAGE_WORDS } from '#domain/stage.ts'
import { statusOf } from '#domain/status.ts'
import { initials } from '#domain/text.ts'
import { stageAt, type Boundaries } from '#domain/urgency.ts'
import type { Piece } from '#domain/search/snippet.ts'
import { html, type Html } from '#lib/html.ts'
import type { Config } from '#config/config.ts'
import type { TicketRow } from './rows.ts'

const MOST_TAGS = 3
const NO_WORDS = { strong: '', rest: '' }

export type Row = ReturnType<typeof presentRow>

type Urgent = Boundaries & {
  readonly status: string
  readonly statusKind: string
  readonly snoozedUntil?: number | null
}

/** Which colour a ticket shows now, and the word for it. A status whose colour wins says its own name. */
export function urgencyOf(
  ticket: Urgent,
  config: Config,
  now: number,
): { readonly urgency: string; readonly word: string } {
  const status = statusOf(config.workflow, ticket.status)
  if (ticket.snoozedUntil != null) return { urgency: 'snoozed', word: 'Snoozed' }
  if (config.urgency.overrides.has(status.key)) return { urgency: status.key, word: status.label }
  if (ticket.statusKind === 'resolved' || ticket.statusKind === 'closed' || ticket.statusKind === 'cancelled')
    return { urgency: ticket.statusKind, word: status.label }

  const stage = stageAt(ticket, now)
  return { urgency: stage, word: STAGE_WORDS[stage] }
}

/** A row as the board and the list show it. */
export function presentRow(row: TicketRow, config: Config, now: number, snippet: readonly Piece[] = []) {
  const priority = priorityOf(config.priorities, row.priority)
  const tags = (JSON.parse(row.tags) as [string, string | null][]).map(([name, color]) => ({
    name,
    color: color ?? config.palette.tags.background,
  }))
  return {
    id: row.id,
    number: formatNumber(config.tickets.numberFormat, row.id),
    href: `/tickets/${row.id}`,
    title: row.title,
    ...urgencyOf(row, config, now),
    tags: tags.slice(0, MOST_TAGS),
    moreTags: Math.max(tags.length - MOST_TAGS, 0),
    requester: row.requester ?? '',
    priority: { label: priority.label, level: levelOf(row.priorityRank, config.priorities.length) },
    due: dueOf(row, now),
    assignee: row.assignee === null ? null : { initials: initials(row.assignee), name: row.assignee },
    struck: row.statusKind === 'cancelled',
    site: row.site,
    status: statusOf(config.workflow, row.status).label,
    updates: row.updates,
    files: row.files,
    updatedText: ago((now - row.updatedAt) / 1000),
    snippet: snippetHtml(snippet),
    source: row.source === null ? null : { name: row.source, number: row.externalId ?? '' },
  }
}

/** The row as clients read it: urgency is the affair of those who work on tickets, so the status stands in its place. */
export const rowOfClient = (row: Row): Row => ({
  ...row,
  urgency: (STAGES as readonly string[]).includes(row.urgency) ? 'stage0' : row.urgency,
  word: row.status,
  due: NO_WORDS,
})

/** The words that were looked for are marked; null where there is nothing to show. */
const snippetHtml = (pieces: readonly Piece[]): Html | null =>
  pieces.length === 0
    ? null
    : html`${pieces.map(({ text, marked }) => (marked ? html`<mark>${text}</mark>` : html`${text}`))}`

function dueOf(row: TicketRow, now: number): { readonly strong: string; readonly rest: string } {
  if (row.snoozedUntil != null) return { strong: '', rest: `back in ${roughly((row.snoozedUntil - now) / 1000)}` }
  if (row.overdueAt === null)
    return row.section > 0 ? { strong: '', rest: `${roughly((now - row.updatedAt) / 1000)} quiet` } : NO_WORDS
  return dueWords(row.overdueAt, now, row.clock ?? (row.dueAt === row.overdueAt ? 'due' : 'age'))
}

/** A quarter of the disc for the lowest, all of it for the highest. */
export const levelOf = (rank: number, count: number): number =>
  Math.min(4, Math.max(1, Math.ceil((rank / Math.max(count, 1)) * 4)))
