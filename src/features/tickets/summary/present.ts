import type { Actor } from '#domain/actor.ts'
import { heardChanges } from '#domain/fields.ts'
import { formatNumber } from '#domain/numbers.ts'
import { priorityOf } from '#domain/priority.ts'
import { statusOf } from '#domain/status.ts'
import {
  countdownLabel,
  summaryText,
  type Fact,
  type Passage,
  type Summary,
  type SummaryUpdate,
} from '#domain/summary.ts'
import { describeChanges, type Change } from '#domain/timeline.ts'
import type { Config } from '#config/config.ts'
import { escapeHtml } from '#lib/html.ts'
import { renderMarkdown } from '#lib/markdown.ts'
import { shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { allFields } from '#features/fields/queries.ts'
import { urgencyOf } from '#features/tickets/list/present.ts'
import { customFacts } from '#features/tickets/show/present.ts'
import { linksOf, ticketById, watchersOf, type TicketPageRow, type UpdateRow } from '#features/tickets/show/queries.ts'
import { summaryHtml } from './html.ts'
import { latestUpdates } from './queries.ts'

/** A ticket as text for elsewhere, by the configured sections, in the reader's zone; clients get what they may read. */
export function presentSummary(desk: Desk, actor: Actor, id: number) {
  const { clipboard } = desk.config
  const summary = summaryOf(desk, actor, id)
  const html = (styled: boolean) => summaryHtml(summary, { sections: clipboard.htmlSections, styled })
  return {
    number: summary.number,
    title: summary.title,
    html: html(clipboard.inlineStyles),
    // A page takes no styles of its own markup.
    pageHtml: html(false),
    text: summaryText(summary, clipboard.textSections),
  }
}

function summaryOf(desk: Desk, actor: Actor, id: number): Summary {
  const { config } = desk
  const now = desk.clock.now()
  const ticket = ticketById(desk, actor, id)
  const status = statusOf(config.workflow, ticket.status)
  const priority = priorityOf(config.priorities, ticket.priority)
  const time = (at: number) => written(at, actor.zone)
  const { urgency, word } = urgencyOf(ticket, config, now)
  const staff = actor.role !== 'client'
  return {
    number: formatNumber(config.tickets.numberFormat, id),
    title: ticket.title,
    created: time(ticket.createdAt),
    updated: time(ticket.updatedAt),
    urgency: staff ? { word, color: colorOf(config, urgency) } : { word: status.label, color: '#E2E8F0' },
    status: status.label,
    holdReason: staff ? ticket.holdReason : null,
    priority: { label: priority.label, color: priority.color },
    due: ticket.dueAt === null ? 'No due date' : time(ticket.dueAt),
    agingSince:
      staff && ticket.dueAt === null ? written(ticket.ageReferenceAt, actor.zone).slice(0, -TIME.length) : null,
    countdown:
      staff && ticket.dueAt === null && ticket.overdueAt !== null ? countdownLabel(ticket.overdueAt, now) : null,
    facts: customFacts(desk, actor, id).map(factOf),
    people: peopleOf(desk, actor, ticket),
    description: markdown(ticket.description),
    links: linksOf(desk, id).flatMap(({ url, updateId }) => (updateId === null ? [url] : [])),
    notes: markdown(ticket.notes),
    tags: (JSON.parse(ticket.tags) as [string, string | null][]).map(([name, color]) => ({
      name,
      color: color ?? config.palette.tags.background,
    })),
    updates: updatesOf(desk, actor, id),
  }
}

/** `21 Nov 2026, 10:00`: a copied text outlives its year. */
const TIME = ', 10:00'
const written = (at: number, zone: string): string => shortTime(at, zone, Infinity)

function colorOf({ palette }: Config, urgency: string): string {
  const stages: Readonly<Record<string, string>> = palette.gradient
  return palette.statuses[urgency] ?? stages[urgency] ?? palette.gradient.stage0
}

const markdown = (text: string): Passage => ({ text, html: renderMarkdown(text) })

const factOf = (custom: ReturnType<typeof customFacts>[number]): Fact => ({
  label: custom.label,
  text: 'items' in custom ? custom.items.map(({ text }) => text).join(', ') : custom.text,
})

function peopleOf(desk: Desk, { role }: Actor, { id, requester }: TicketPageRow): readonly Fact[] {
  const watchers = role === 'client' ? [] : watchersOf(desk, id).map(({ name }) => name)
  return [
    ...(requester === null || requester === '' ? [] : [{ label: 'Requester', text: requester }]),
    ...(watchers.length === 0 ? [] : [{ label: 'Watchers', text: watchers.join(', ') }]),
  ]
}

function updatesOf(desk: Desk, actor: Actor, ticketId: number): readonly SummaryUpdate[] {
  const fields = allFields(desk)
  const most = desk.config.clipboard.updatesLimit
  return latestUpdates(desk, actor, { ticketId, most }).map((update) => updateOf(update, { actor, fields }))
}

type Scene = { readonly actor: Actor; readonly fields: ReturnType<typeof allFields> }

function updateOf(update: UpdateRow, { actor, fields }: Scene): SummaryUpdate {
  const changes = heardChanges(JSON.parse(update.changes ?? '[]') as Change[], actor.role, fields)
  const move = changes.find(({ field }) => field === 'status')
  const others = describeChanges(changes.filter(({ field }) => field !== 'status')).text
  return {
    at: written(update.createdAt, actor.zone),
    by: update.authorName,
    internal: update.kind === 'note',
    moved: move === undefined ? null : { from: move.from ?? '—', to: move.to ?? '—' },
    body: update.kind === 'system' ? { text: others, html: sentenceHtml(others) } : markdown(update.body),
  }
}

const sentenceHtml = (text: string): string => (text === '' ? '' : `<p>${escapeHtml(text)}</p>`)
