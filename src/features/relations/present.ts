import { can } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { formatNumber } from '#domain/numbers.ts'
import { RELATION_CHOICES, relationTitle } from '#domain/relations.ts'
import { statusOf } from '#domain/status.ts'
import type { Desk } from '#src/desk.ts'
import { urgencyOf } from '#features/tickets/list/present.ts'
import { presentHead } from '#features/tickets/show/present.ts'
import { ticketById } from '#features/tickets/show/queries.ts'
import { emptyForm, type Form } from '#web/form.ts'
import {
  blockersOf,
  isBlocking,
  mergedInto,
  relatedTo,
  ticketsMeant,
  type NamedTicket,
  type RelatedTicket,
} from './queries.ts'

/** A ticket as others name it: number, title, how urgent it is. */
export const presentNamed = ({ config, clock }: Desk, ticket: NamedTicket) => ({
  id: ticket.id,
  number: formatNumber(config.tickets.numberFormat, ticket.id),
  title: ticket.title,
  href: `/tickets/${ticket.id}`,
  struck: ['resolved', 'closed', 'cancelled'].includes(ticket.statusKind),
  requester: ticket.requester ?? '',
  ...urgencyOf(ticket, config, clock.now()),
})

/** What the page of a ticket shows of others. Clients hear of those of their own which theirs is a duplicate of. */
export function relationsBeside(desk: Desk, actor: Actor, id: number) {
  const related = relatedTo(desk, actor, id)
  if (!can(actor.role, 'tickets.assign')) {
    const [same] = related.filter(({ kind, side }) => kind === 'duplicate_of' && side === 'from')
    return same ? { same: { ...presentNamed(desk, same), requester: '' } } : null
  }
  const merged = mergedInto(desk, actor, id)
  const groups = groupsOf(desk, id, related)
  return {
    count: related.length + merged.length,
    warns: groups.some(({ warns }) => warns),
    action: `/tickets/${id}/relations`,
    mergeHref: `/tickets/${id}/merge`,
    splitHref: `/tickets/${id}/split`,
    groups,
    merged: merged.map((ticket) => ({ ...presentNamed(desk, ticket), action: `/tickets/${ticket.id}/unmerge` })),
    choices: RELATION_CHOICES,
  }
}

function groupsOf(desk: Desk, id: number, related: readonly RelatedTicket[]) {
  const titles = [...new Set(related.map(({ kind, side }) => relationTitle(kind, side)))]
  return titles.map((title) => ({
    title,
    warns: title === relationTitle('blocks', 'to') && related.some(isBlocking),
    items: related
      .filter(({ kind, side }) => relationTitle(kind, side) === title)
      .map((one) => ({
        ...presentNamed(desk, one),
        removal: `/tickets/${id}/relations/${one.relationId}/removal`,
      })),
  }))
}

type Chosen = { readonly id: number; readonly form?: Form }

/** The page on which the other ticket is looked for. */
export function presentRelating(desk: Desk, actor: Actor, { id, form = emptyForm }: Chosen) {
  const text = form.values.other ?? ''
  const found = text === '' ? [] : ticketsMeant(desk, actor, { text, not: id })
  return {
    ticket: presentHead(ticketById(desk, actor, id), desk, desk.clock.now()),
    action: `/tickets/${id}/relations`,
    choices: RELATION_CHOICES,
    said: RELATION_CHOICES.find(({ value }) => value === form.values.kind)?.label ?? '',
    found: found.map((ticket) => presentNamed(desk, ticket)),
    searched: text !== '',
    form,
  }
}

/** A sentence for who has just brought a ticket to its end while others still block it; null when there is none to say. */
export function blockedWords(
  desk: Desk,
  actor: Actor,
  { id, status }: { id: number; status: string | null },
): string | null {
  const { kind } = statusOf(desk.config.workflow, status ?? '')
  if (actor.role === 'client' || (kind !== 'resolved' && kind !== 'closed')) return null
  const numbers = blockersOf(desk, actor, id).map((one) => formatNumber(desk.config.tickets.numberFormat, one.id))
  if (numbers.length === 0) return null
  return `Mind that it was blocked by ${numbers.join(', ')}, ${numbers.length === 1 ? 'which is' : 'which are'} still open.`
}
