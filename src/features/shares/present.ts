import type { Actor } from '#domain/actor.ts'
import { can } from '#domain/access.ts'
import { shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { presentClientPage } from '#features/tickets/client/present.ts'
import { presentHead } from '#features/tickets/show/present.ts'
import { ticketById } from '#features/tickets/show/queries.ts'
import { ratingBeside } from '#features/ratings/present.ts'
import { emptyForm, type Form } from '#web/form.ts'
import { countShares, sharesOf, type Share, type ShareRow } from './queries.ts'
import { LASTING } from './schema.ts'
import { holderOf, offersShares } from './service.ts'

/** Where the links of a ticket are kept, and how many there are; null where there are none to have. */
export function sharesBeside(desk: Desk, { role }: Actor, ticketId: number) {
  if (!offersShares(desk) || !can(role, 'tickets.share')) return null
  return { href: `/tickets/${ticketId}/links`, count: countShares(desk, ticketId) }
}

type Links = { readonly ticketId: number; readonly form: Form; readonly fresh: string | null }

/** The links to a ticket, and a form for another one; `fresh` is the address of one just made. */
export function presentShares(desk: Desk, actor: Actor, { ticketId, form, fresh }: Links) {
  const ticket = ticketById(desk, actor, ticketId)
  return {
    ticket: presentHead(ticket, desk, desk.clock.now()),
    requester: ticket.requester,
    action: `/tickets/${ticketId}/links`,
    items: sharesOf(desk, ticketId).map((row) => presentShare(desk, actor, { row, ticketId })),
    lasting: LASTING.map((value) => ({ value, label: value === '' ? 'Until it is revoked' : `${value} days` })),
    form,
    fresh,
  }
}

function presentShare({ clock }: Desk, { zone }: Actor, { row, ticketId }: { row: ShareRow; ticketId: number }) {
  const time = (at: number) => shortTime(at, zone, clock.now())
  return {
    person: row.person,
    made: `Made ${time(row.createdAt)} by ${row.madeBy ?? 'somebody'}`,
    used: row.usedAt === null ? 'Not used yet' : `Last used ${time(row.usedAt)}`,
    until:
      row.works === 1
        ? row.expiresAt === null
          ? 'Until it is revoked'
          : `Until ${time(row.expiresAt)}`
        : 'Opens nothing any more',
    removal: `/tickets/${ticketId}/links/${row.ref}/removal`,
  }
}

type Shown = { readonly share: Share; readonly token: string; readonly before?: number | null; readonly form?: Form }

/** The ticket behind a link, as its person would see it when signed in. */
export function presentShared(desk: Desk, { share, token, before = null, form = emptyForm }: Shown) {
  const actor = holderOf(desk, share)
  const base = `/t/${token}`
  const { ticketId } = share
  const page = presentClientPage(desk, actor, { id: ticketId, before, form, base, filesAt: `${base}/attachments` })
  return {
    ...page,
    editHref: null,
    person: share.person,
    rating: ratingBeside(desk, actor, { ticketId, base }),
  }
}
