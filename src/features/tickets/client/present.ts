import { can } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { clientPlace, tellClient } from '#domain/client-words.ts'
import { formatNumber } from '#domain/numbers.ts'
import { priorityOf } from '#domain/priority.ts'
import { isFinal, statusOf } from '#domain/status.ts'
import { renderMarkdown } from '#lib/markdown.ts'
import { longTime, shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { customFacts } from '#features/tickets/show/present.ts'
import {
  filesOf,
  linksOf,
  repliesBeforeMerge,
  ticketById,
  timelineOf,
  TIMELINE_PAGE,
  type TicketPageRow,
  type UpdateRow,
} from '#features/tickets/show/queries.ts'
import { presentFile, presentLink, presentTimeline } from '#features/tickets/show/timeline.ts'
import { emptyForm, type Form } from '#web/form.ts'
import { lastReplyOf, movesOf, type MoveRow } from './queries.ts'
import { verdictsOf } from './service.ts'

export type ClientPage = {
  readonly id: number
  readonly before?: number | null
  readonly form?: Form
  /** Where this page stands and where its files are fetched; elsewhere than usual for who comes by a link. */
  readonly base?: string
  readonly filesAt?: string
}

/** A ticket as the one who asked, or a colleague, sees it. */
export function presentClientPage(desk: Desk, actor: Actor, wanted: ClientPage) {
  const { id, before = null, form = emptyForm, base = `/tickets/${id}`, filesAt = '/attachments' } = wanted
  const { config } = desk
  const ticket = ticketById(desk, actor, id)
  const files = filesOf(desk, id)
  const links = linksOf(desk, id)
  const kept = timelineOf(desk, actor, { ticketId: id, before })
  const updates = ticket.mergedIntoId === null ? kept : [...repliesBeforeMerge(desk, id), ...kept]
  const scene = { now: desk.clock.now(), ticketId: id, actor, files, links, filesAt, fields: [] }
  const status = statusOf(config.workflow, ticket.status)
  return {
    ticket: {
      id,
      number: formatNumber(config.tickets.numberFormat, id),
      title: ticket.title,
      descriptionHtml: renderMarkdown(ticket.description),
      links: links.filter(({ updateId }) => updateId === null).map(presentLink),
      attachments: files.filter(({ updateId }) => updateId === null).map((file) => presentFile(file, scene)),
      struck: status.kind === 'cancelled',
    },
    standing: standingOf(desk, actor, ticket),
    facts: factsOf(desk, actor, ticket),
    events: eventsOf(desk, { updates, moves: movesWithin(desk, id, { updates, before }), scene }),
    earlier: updates.length === TIMELINE_PAGE ? `${base}?before=${updates[0]?.id ?? 0}#timeline` : null,
    later: before === null ? null : `${base}#timeline`,
    verdict: presentVerdict(desk, actor, { ticket, base }),
    canReply: (!isFinal(status.kind) || (form.values.body ?? '') !== '') && ticket.source === null,
    owner: ticket.source,
    editHref: isFinal(status.kind) || ticket.source !== null ? null : `/tickets/${id}/edit`,
    base,
    form,
  }
}

/** What it comes to for this reader, in one sentence. */
function standingOf(desk: Desk, actor: Actor, ticket: TicketPageRow) {
  const status = statusOf(desk.config.workflow, ticket.status)
  const last = lastReplyOf(desk, ticket.id)
  const own = ticket.requesterId === actor.personId
  const place = own ? clientPlace(status, last?.answers ?? false) : isFinal(status.kind) ? 'done' : 'working'
  return { place, status: status.label, text: sentenceOf(ticket, { place, kind: status.kind, by: last?.by ?? null }) }
}

type Told = { readonly place: string; readonly kind: string; readonly by: string | null }

function sentenceOf({ assignee, source, mergedIntoId }: TicketPageRow, { place, kind, by }: Told): string {
  if (mergedIntoId !== null) return 'This was taken up together with another ticket.'
  if (kind === 'resolved')
    return place === 'waiting' && source === null ? 'We think this is solved. Is it?' : 'This is thought to be solved.'
  if (place === 'done') return kind === 'cancelled' ? 'This was cancelled.' : 'This is done.'
  if (place === 'waiting') return by === null ? 'We wait for an answer from you.' : `${by} has answered.`
  if (kind === 'hold') return 'This rests for now.'
  return assignee === null ? 'We have it. Nobody has begun yet.' : `${assignee} is looking after it.`
}

function factsOf(desk: Desk, actor: Actor, ticket: TicketPageRow) {
  const { config } = desk
  const fact = (label: string, text: string | null) => (text === null || text === '' ? [] : [{ label, text }])
  const time = (label: string, at: number | null) => fact(label, at === null ? null : longTime(at, actor.zone))
  return [
    ...fact('Status', statusOf(config.workflow, ticket.status).label),
    ...fact('Asked by', ticket.requesterId === actor.personId ? null : ticket.requester),
    ...fact('Looked after by', ticket.assignee),
    ...fact('Priority', priorityOf(config.priorities, ticket.priority).label),
    ...fact('Category', ticket.category),
    ...fact('Site', ticket.site),
    ...time('Due', ticket.dueAt),
    ...time('Opened', ticket.createdAt),
    ...time('Resolved', ticket.resolvedAt),
    ...fact('Resolution', ticket.resolution),
    ...customFacts(desk, actor, ticket.id).map((custom) => ({
      label: custom.label,
      text: 'items' in custom ? custom.items.map(({ text }) => text).join(', ') : custom.text,
      href: 'href' in custom ? custom.href : null,
    })),
  ]
}

type Span = { readonly updates: readonly UpdateRow[]; readonly before: number | null }

/** The moves that belong on the same page as these replies. */
function movesWithin(desk: Desk, ticketId: number, { updates, before }: Span): readonly MoveRow[] {
  const fromAt = updates.length === TIMELINE_PAGE ? (updates[0]?.createdAt ?? 0) : -Infinity
  const toAt = before === null ? Infinity : (updates.at(-1)?.createdAt ?? -Infinity)
  return movesOf(desk, ticketId).filter(({ createdAt }) => createdAt >= fromAt && createdAt <= toAt)
}

type Scene = Parameters<typeof presentTimeline>[1]
type Story = { readonly updates: readonly UpdateRow[]; readonly moves: readonly MoveRow[]; readonly scene: Scene }

/** Replies and moves in order of time; in one moment a ticket is opened, then something is said, then it moves. */
function eventsOf({ config }: Desk, { updates, moves, scene }: Story) {
  const told = moves.map((move) => ({
    at: move.createdAt,
    rank: move.from === null ? 0 : 2,
    event: {
      kind: 'system',
      anchor: `move-${move.id}`,
      atIso: new Date(move.createdAt).toISOString(),
      atText: shortTime(move.createdAt, scene.actor.zone, scene.now),
      parts: tellClient({
        from: move.from === null ? null : statusOf(config.workflow, move.from),
        to: statusOf(config.workflow, move.to),
        by: move.actorId === scene.actor.personId ? 'You' : (move.actor ?? 'The helpdesk'),
      }),
    },
  }))
  const said = updates.flatMap((update) =>
    presentTimeline([update], scene).map((event) => ({ at: update.createdAt, rank: 1, event })),
  )
  return [...said, ...told]
    .toSorted((one, other) => one.at - other.at || one.rank - other.rank)
    .map(({ event }) => event)
}

/** The two answers to "is it solved": yes, or a word why not. */
function presentVerdict(desk: Desk, actor: Actor, { ticket, base }: { ticket: TicketPageRow; base: string }) {
  const { confirm, reopen } = verdictsOf(desk.config, actor, ticket)
  if (!can(actor.role, 'tickets.move') || (confirm === null && reopen === null)) return null
  return {
    confirm: confirm === null ? null : `${base}/confirmation`,
    reopen: reopen === null ? null : `${base}/reopening`,
  }
}
