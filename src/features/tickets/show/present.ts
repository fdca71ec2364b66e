import { can, moversOf } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { ago } from '#domain/durations.ts'
import { formatNumber } from '#domain/numbers.ts'
import { isFinal, statusOf } from '#domain/status.ts'
import { possibleMoves } from '#domain/workflow.ts'
import { renderMarkdown } from '#lib/markdown.ts'
import type { Desk } from '#src/desk.ts'
import { presentFacts } from '#features/fields/present.ts'
import { allFields, fieldsFor, shownTexts } from '#features/fields/queries.ts'
import { agents } from '#features/people/queries.ts'
import { urgencyOf } from '#features/tickets/list/present.ts'
import { emptyForm, type Form } from '#web/form.ts'
import { presentCountdown } from './countdown.ts'
import { presentProps } from './props.ts'
import {
  clocksOf,
  filesOf,
  linksOf,
  ticketById,
  timelineOf,
  TIMELINE_PAGE,
  unseenIn,
  watchersOf,
  type PersonRow,
  type TicketPageRow,
} from './queries.ts'
import { presentFile, presentLink, presentTimeline } from './timeline.ts'

export type Wanted = {
  readonly id: number
  readonly before?: number | null
  readonly form?: Form
}

/** Everything the page of a ticket shows. */
export function presentTicketPage(desk: Desk, actor: Actor, { id, before = null, form = emptyForm }: Wanted) {
  const { config } = desk
  const now = desk.clock.now()
  const ticket = ticketById(desk, actor, id)
  const [files, links, watchers, clocks] = [
    filesOf(desk, id),
    linksOf(desk, id),
    watchersOf(desk, id),
    clocksOf(desk, id),
  ]
  const updates = timelineOf(desk, actor, { ticketId: id, before })
  const { urgency } = urgencyOf(ticket, config, now)
  const scene = {
    now,
    ticketId: id,
    actor,
    files,
    links,
    fields: allFields(desk),
    unseen: unseenIn(desk, actor, updates),
  }
  const custom = customFacts(desk, actor, id)
  return {
    ticket: {
      ...presentHead(ticket, desk, now),
      descriptionHtml: renderMarkdown(ticket.description),
      notesHtml: ticket.notes === '' ? null : renderMarkdown(ticket.notes),
      links: links.filter(({ updateId }) => updateId === null).map(presentLink),
      attachments: files.filter(({ updateId }) => updateId === null).map((file) => presentFile(file, scene)),
    },
    countdown: presentCountdown(ticket, { config, clocks, now, zone: actor.zone }),
    props: presentProps(ticket, { config, now, actor, zone: actor.zone, urgency, watchers, clocks, custom }),
    earlier: updates.length === TIMELINE_PAGE ? `/tickets/${id}?before=${updates[0]?.id ?? 0}#timeline` : null,
    later: before === null ? null : `/tickets/${id}#timeline`,
    events: presentTimeline(updates, scene),
    composer: presentComposer(desk, actor, { ticket, watchers, form }),
    actions: presentActions(desk, actor, ticket),
  }
}

/** The operator's own fields that are filled in, as far as this actor sees them. */
export function customFacts(desk: Desk, actor: Actor, id: number) {
  const fields = fieldsFor(desk, actor, 'ticket')
  return presentFacts(fields, shownTexts(desk, fields, { entity: 'ticket', id }))
}

/** What stands at the top of every page about a ticket. */
export function presentHead(ticket: TicketPageRow, { config }: Desk, now: number) {
  return {
    id: ticket.id,
    number: formatNumber(config.tickets.numberFormat, ticket.id),
    title: ticket.title,
    href: `/tickets/${ticket.id}`,
    version: ticket.version,
    ...urgencyOf(ticket, config, now),
    status: statusOf(config.workflow, ticket.status).label,
    statusStruck: ticket.statusKind === 'cancelled',
    typeLabel: ticket.type,
    site: ticket.site,
    source: ticket.source === null ? null : presentSource(ticket.source, ticket, now),
    updatedText: ago((now - ticket.updatedAt) / 1000),
  }
}

/** Where a mirrored ticket comes from, and how fresh it is. */
const presentSource = (
  name: string,
  { externalId, externalUrl, sourceReadAt, archivedAt }: TicketPageRow,
  now: number,
) => ({
  name,
  label: `${name} ${externalId ?? ''}`.trim(),
  href: externalUrl,
  fresh:
    archivedAt !== null
      ? `not in ${name} any more`
      : sourceReadAt === null
        ? `${name} has not been read yet`
        : `read ${ago((now - sourceReadAt) / 1000)}`,
})

const moverOf = (actor: Actor, ticket: TicketPageRow) =>
  moversOf(actor.role, ticket.requesterId !== null && ticket.requesterId === actor.personId)

function presentComposer(
  desk: Desk,
  actor: Actor,
  { ticket, watchers, form }: { ticket: TicketPageRow; watchers: readonly PersonRow[]; form: Form },
) {
  const { config } = desk
  const ended = isFinal(statusOf(config.workflow, ticket.status).kind)
  const moves = possibleMoves(config, ticket.status, moverOf(actor, ticket))
  const held = statusOf(config.workflow, ticket.status).kind === 'hold'
  return {
    action: `/tickets/${ticket.id}/updates`,
    // What was typed before it ended comes back, so that it can be taken elsewhere.
    canReply: (!ended || (form.values.body ?? '') !== '') && ticket.source === null && can(actor.role, 'tickets.reply'),
    canNote: can(actor.role, 'tickets.note'),
    replyTo: readersOf(ticket, watchers),
    kind:
      form.values.kind === 'note' || ticket.source !== null || (ended && form.values.kind === undefined)
        ? 'note'
        : 'reply',
    form,
    moves:
      ended || ticket.source !== null
        ? []
        : [
            { value: '', label: 'Keep as it is', needs: null },
            ...(held ? [{ value: ticket.status, label: 'Stay on hold, new reason', needs: 'holdReason' }] : []),
            ...moves.map(({ status, asks }) => ({ value: status.key, label: status.label, needs: asks })),
          ],
    holdReasons: config.holdReasons,
    resolutions: config.resolutions,
  }
}

function readersOf({ requester }: TicketPageRow, watchers: readonly PersonRow[]): string {
  const others = watchers.length === 0 ? '' : watchers.length === 1 ? '1 watcher' : `${watchers.length} watchers`
  if (requester === null || requester === '') return others === '' ? 'the log' : others
  return others === '' ? requester : `${requester} and ${others}`
}

/** The move that brings a ticket nearer to its end. */
const FORWARD: Readonly<Record<string, readonly string[]>> = {
  open: ['active', 'resolved'],
  active: ['resolved', 'active'],
  hold: ['active', 'open'],
  resolved: ['closed', 'active'],
}

function presentActions(desk: Desk, actor: Actor, ticket: TicketPageRow) {
  const { config } = desk
  const status = statusOf(config.workflow, ticket.status)
  const ended = isFinal(status.kind)
  const ours = ticket.source === null
  const mayAssign = !ended && ours && can(actor.role, 'tickets.assign')
  const moves =
    ours && can(actor.role, 'tickets.move') ? possibleMoves(config, ticket.status, moverOf(actor, ticket)) : []
  const forward = (FORWARD[status.kind] ?? [])
    .map((kind) => moves.find(({ status: to }) => to.kind === kind)?.status.key)
    .find((key) => key !== undefined)
  return {
    pickUp: mayAssign && ticket.assigneeId === null ? `/tickets/${ticket.id}/pick-up` : null,
    release: mayAssign && ticket.assigneeId !== null ? `/tickets/${ticket.id}/release` : null,
    assign: mayAssign ? `/tickets/${ticket.id}/assignment` : null,
    assignOptions: mayAssign
      ? agents(desk)
          .filter(({ id }) => id !== ticket.assigneeId)
          .map(({ id, name, load }) => ({ value: String(id), label: `${name}, ${load} open` }))
      : [],
    moves: moves.map(({ status: to, asks }) => ({
      action: `/tickets/${ticket.id}/status`,
      value: to.key,
      label: moveLabel(to.label, to.kind),
      primary: to.key === forward,
      needs: asks,
    })),
    reage:
      !ended &&
      ours &&
      ticket.dueAt === null &&
      ticket.clock === null &&
      ticket.snoozedUntil == null &&
      actor.role !== 'client'
        ? `/tickets/${ticket.id}/age`
        : null,
    editHref: ended ? null : `/tickets/${ticket.id}/edit`,
    copy: `/tickets/${ticket.id}/summary`,
    open:
      ticket.source === null || ticket.externalUrl === null
        ? null
        : { href: ticket.externalUrl, label: `Open in ${ticket.source}` },
  }
}

const VERBS: Readonly<Record<string, string>> = {
  hold: 'Put on hold',
  resolved: 'Resolve',
  closed: 'Close',
  cancelled: 'Cancel ticket',
}

/** What pressing it does, where the kind of status says so. */
const moveLabel = (label: string, kind: string): string =>
  VERBS[kind] ?? (kind === 'open' ? `Back to ${label}` : label === 'In Progress' ? 'Start work' : label)
