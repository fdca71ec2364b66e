import type { Actor } from '#domain/actor.ts'
import type { Tx } from '#db/database.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import { newToken, tokenHash } from '#lib/tokens.ts'
import type { Desk } from '#src/desk.ts'
import { auditIn } from '#features/audit/service.ts'
import { loadTicket } from '#features/tickets/service.ts'
import { REF_LENGTH, type Share } from './queries.ts'

const DAY_MS = 86_400_000
const MOST_LINKS = 20

/** Whether this desk hands out links at all: one that answers only its own machine has nobody to send them to. */
export const offersShares = ({ config }: Desk): boolean => config.access.signIn && config.preset !== 'personal'

type NewShare = { readonly ticketId: number; readonly days: number | null; readonly address: string | null }

/** Makes a link to a ticket for the one who asked, and answers its token, which is kept nowhere. */
export async function makeShare(desk: Desk, actor: Actor, { ticketId, days, address }: NewShare): Promise<string> {
  refuseUnlessOffered(desk)
  const token = newToken()
  await desk.db.write((tx) => {
    const at = desk.clock.now()
    const { requesterId } = loadTicket(tx, { actor, id: ticketId })
    const person = requesterOf(tx, requesterId)
    refuseTooMany(tx, ticketId)
    const hash = tokenHash(token)
    const expiresAt = days === null ? null : at + days * DAY_MS
    tx.hot.insert('OneTimeToken', { hash, purpose: 'ticket', personId: person.id, ticketId, createdAt: at, expiresAt })
    auditIn(tx, at, {
      actor,
      action: 'ticket.shared',
      subject: subjectOf(ticketId, hash),
      details: { made: true, for: `${person.id}, ${person.name}`, days },
      address,
    })
  })
  return token
}

const subjectOf = (ticketId: number, hash: string): string => `Ticket ${ticketId}, link ${hash.slice(0, REF_LENGTH)}`

type Requester = { readonly id: number; readonly name: string; readonly role: string; readonly active: number }

function requesterOf({ hot }: Tx, id: number | null): Requester {
  const person =
    id === null ? undefined : hot.get<Requester>('SELECT id, name, role, active FROM Person WHERE id = @id', { id })
  if (!person) throw invalid({ days: 'This ticket has no requester yet. Name one first: the link is for them.' })
  if (person.role !== 'client') throw invalid({ days: `${person.name} works here and signs in instead.` })
  if (person.active !== 1) throw invalid({ days: `${person.name} is deactivated, so a link would not open.` })
  return person
}

function refuseTooMany({ hot }: Tx, ticketId: number): void {
  const known = hot.get<{ count: number }>(
    `SELECT count(*) AS count FROM OneTimeToken WHERE ticketId = @ticketId AND purpose = 'ticket'`,
    { ticketId },
  )
  if ((known?.count ?? 0) >= MOST_LINKS) throw invalid({ days: 'There are many links already. Revoke some first.' })
}

type Old = { readonly ticketId: number; readonly ref: string; readonly address: string | null }

/** Ends a link at once. */
export async function revokeShare(desk: Desk, actor: Actor, { ticketId, ref, address }: Old): Promise<void> {
  refuseUnlessOffered(desk)
  await desk.db.write((tx) => {
    loadTicket(tx, { actor, id: ticketId })
    const link = tx.hot.get<{ hash: string }>(
      `SELECT hash FROM OneTimeToken WHERE ticketId = @ticketId AND purpose = 'ticket' AND substr(hash, 1, ${REF_LENGTH}) = @ref`,
      { ticketId, ref },
    )
    if (!link) throw notFound('link')
    tx.hot.run('DELETE FROM OneTimeToken WHERE hash = @hash', { hash: link.hash })
    const subject = subjectOf(ticketId, link.hash)
    auditIn(tx, desk.clock.now(), { actor, action: 'ticket.shared', subject, details: { revoked: true }, address })
  })
}

export function refuseUnlessOffered(desk: Desk): void {
  if (!offersShares(desk)) throw new AppError('not-found', 'There is no such page.')
}

const NOTED_EVERY_MS = 60_000

/** Remembers that a link was used, to the minute. */
export async function noteUse(desk: Desk, { hash, usedAt }: Share): Promise<void> {
  const at = desk.clock.now()
  if (usedAt !== null && at - usedAt < NOTED_EVERY_MS) return
  await desk.db.write((tx) => tx.hot.run('UPDATE OneTimeToken SET usedAt = @at WHERE hash = @hash', { hash, at }))
}

/** Who acts through a link: its person, as a client who sees what they asked for and nothing else. */
export const holderOf = ({ config }: Desk, { personId, person, zone }: Share): Actor => ({
  personId,
  name: person,
  role: 'client',
  zone: zone ?? config.timeZone,
  sees: 'own',
  sites: [],
})
