import type { Actor } from '#domain/actor.ts'
import { invitationLetter, resetLetter } from '#domain/mail-texts.ts'
import { baseUrlOf } from '#config/base-url.ts'
import type { Tx } from '#db/database.ts'
import { allowance } from '#lib/allowance.ts'
import { conflict, invalid, notFound } from '#lib/errors.ts'
import { hashPassword, passwordMatches, passwordProblem } from '#lib/passwords.ts'
import { throttle, waitWords, type Throttle } from '#lib/throttle.ts'
import { newToken, tokenHash } from '#lib/tokens.ts'
import { longTime } from '#lib/zones.ts'
import { auditIn } from '#features/audit/service.ts'
import { queueMail, queueNotice, sendsMail } from '#features/mail/service.ts'
import type { Desk } from '#src/desk.ts'
import { accountById, accountByMail, openLink, type Account, type LinkPurpose } from './queries.ts'
import type { NewPassword, PasswordChange } from './schema.ts'

const LIFETIME_MS: Readonly<Record<LinkPurpose, number>> = { invite: 7 * 86_400_000, reset: 60 * 60_000 }

/** What a person must not choose: words everybody who knows them would try. */
const ownWords = ({ config }: Desk, { name, email, company }: Account): readonly string[] => [
  ...name.split(/\s+/),
  name,
  ...(email?.split(/[@.]/) ?? []),
  email ?? '',
  company ?? '',
  config.company,
  'pennant',
  'helpdesk',
]

export type OneTimeLink = {
  readonly url: string
  readonly expiresAt: number
  /** Whether it is on its way by mail as well. */
  readonly mailed: boolean
}

/**
 * Makes a link with which one person chooses a password, once; earlier ones of the same purpose end with it. It stands
 * for an hour, an invitation for seven days.
 */
export async function makeOneTimeLink(
  desk: Desk,
  actor: Actor,
  { personId, purpose }: { personId: number; purpose: LinkPurpose },
): Promise<OneTimeLink> {
  const account = accountById(desk, personId)
  if (!account) throw notFound('person')
  if (!account.active) throw conflict(`${account.name} is deactivated. Activate the account first.`)
  if (account.email === null) throw invalid({ email: `${account.name} needs a mail address to sign in with.` })

  return desk.db.write((tx) => storeLink(desk, tx, { account, purpose, actor }))
}

type Stored = { readonly account: Account; readonly purpose: LinkPurpose; readonly actor: Actor | null }

/** Keeps the hash of a new link and mails the link itself, where mail leaves here. */
function storeLink(desk: Desk, tx: Tx, { account, purpose, actor }: Stored): OneTimeLink {
  const { id: personId, name, email } = account
  const token = newToken()
  const createdAt = desk.clock.now()
  const expiresAt = createdAt + LIFETIME_MS[purpose]
  tx.hot.run(
    'UPDATE OneTimeToken SET usedAt = @createdAt WHERE personId = @personId AND purpose = @purpose AND usedAt IS NULL',
    { createdAt, personId, purpose },
  )
  tx.hot.insert('OneTimeToken', { hash: tokenHash(token), purpose, personId, createdAt, expiresAt })
  auditIn(tx, createdAt, {
    actor,
    action: purpose === 'invite' ? 'person.invited' : 'password.reset',
    subject: subjectOf(account),
    details: { made: 'link', expiresAt },
  })
  const url = `${baseUrlOf(desk.config)}/reset/${token}`
  const { company, timeZone } = desk.config
  const until = longTime(expiresAt, account.timeZone ?? timeZone)
  const letter = (purpose === 'invite' ? invitationLetter : resetLetter)({ name, company, url, until })
  if (email !== null) queueMail(desk, tx, { to: { name, address: email }, letter, until: expiresAt })
  return { url, expiresAt, mailed: sendsMail(desk) }
}

/**
 * Mails a link to whoever signs in with this address. Says nothing of whether anybody does; somebody who asks again
 * and again gets three links an hour.
 */
export async function askForReset(desk: Desk, { email, address }: { email: string; address: string }): Promise<void> {
  const account = sendsMail(desk) ? accountByMail(desk, email) : null
  if (!account?.active || account.passwordHash === null) return
  const mayAsk = asked.get(desk) ?? allowance({ most: 3, everyMs: 60 * 60_000 })
  asked.set(desk, mayAsk)
  if (!mayAsk(String(account.id), desk.clock.now())) return
  await desk.db.write((tx) => storeLink(desk, tx, { account, purpose: 'reset', actor: null }))
  desk.log.info({ personId: account.id, address }, 'A reset link was asked for')
}

const asked = new WeakMap<Desk, (key: string, now: number) => boolean>()

/** Sets the password through a link, once; every session of the person ends, and nobody is signed in by it. */
export async function setPasswordByLink(
  desk: Desk,
  token: string,
  { password, address }: NewPassword & { readonly address: string },
): Promise<void> {
  const link = openLink(desk, token)
  if (!link) throw notFound('link')
  refuseWeak(desk, link.account, password)
  const passwordHash = await hashPassword(password)

  const at = desk.clock.now()
  await desk.db.write((tx) => {
    // Two at once: the second finds the link used.
    const open = tx.hot.get('SELECT 1 FROM OneTimeToken WHERE hash = @hash AND usedAt IS NULL', {
      hash: tokenHash(token),
    })
    if (!open) throw notFound('link')
    tx.hot.run(VOID_LINKS, { at, id: link.personId })
    tx.hot.run(STORE_PASSWORD, { passwordHash, id: link.personId })
    if (link.purpose === 'reset') queueNotice(desk, tx, { personId: link.personId, change: 'password' })
    auditIn(tx, at, {
      actor: { personId: link.personId, name: link.account.name },
      action: 'password.reset',
      subject: subjectOf(link.account),
      details: { used: link.purpose },
      address,
    })
  })
  await desk.bus.emit('sessions.ended', { personId: link.personId, session: null })
}

// With a new password no earlier link sets another.
const VOID_LINKS = 'UPDATE OneTimeToken SET usedAt = @at WHERE personId = @id AND usedAt IS NULL AND ticketId IS NULL'
const STORE_PASSWORD = `UPDATE Person SET passwordHash = @passwordHash, mustChangePassword = 0, failedSignIns = 0,
  sessionEpoch = sessionEpoch + 1 WHERE id = @id`

/** Changes one's own password, which asks for the present one and ends every session; answers the new epoch. */
export async function changePassword(
  desk: Desk,
  actor: Actor,
  { current, password, address }: PasswordChange & { readonly address: string },
): Promise<{ readonly epoch: number }> {
  const account = actor.personId === null ? null : accountById(desk, actor.personId)
  if (!account) throw notFound('person')
  // A session alone must not be enough to give an account without a password one.
  if (account.passwordHash === null) throw invalid({ current: 'You have no password here. Ask an admin for a link.' })
  await confirmPassword(desk, actor, current)
  if (current === password) throw invalid({ password: 'This is the one you have. Choose another.' })
  refuseWeak(desk, account, password)

  const passwordHash = await hashPassword(password)
  const at = desk.clock.now()
  const epoch = await desk.db.write((tx) => {
    tx.hot.run(VOID_LINKS, { at, id: account.id })
    tx.hot.run(STORE_PASSWORD, { passwordHash, id: account.id })
    queueNotice(desk, tx, { personId: account.id, change: 'password' })
    auditIn(tx, at, { actor, action: 'password.changed', subject: subjectOf(account), address })
    return tx.hot.get<{ epoch: number }>('SELECT sessionEpoch AS epoch FROM Person WHERE id = @id', { id: account.id })
  })
  await desk.bus.emit('sessions.ended', { personId: account.id, session: null })
  return { epoch: epoch?.epoch ?? 0 }
}

// A stolen session must not become a place to guess the password.
const guesses = new WeakMap<Desk, Throttle>()
const LIMITS = { free: 5, longestMs: 60_000, forgetMs: 15 * 60_000 }

/** Asks once more for one's own password, if one has any; a wrong one fails beside the field `current`. */
export async function confirmPassword(desk: Desk, actor: Actor, typed: string): Promise<void> {
  const account = actor.personId === null ? null : accountById(desk, actor.personId)
  if (!account) throw notFound('person')
  if (account.passwordHash === null) return

  const tries = guesses.get(desk) ?? throttle(LIMITS)
  guesses.set(desk, tries)
  const wait = tries.take(String(account.id), desk.clock.now())
  if (wait > 0) throw invalid({ current: `That was wrong too often. Try again in ${waitWords(wait)}.` })
  if (!(await passwordMatches(account.passwordHash, typed)))
    throw invalid({ current: 'This is not your present password.' })
  tries.clear(String(account.id))
}

function refuseWeak(desk: Desk, account: Account, password: string): void {
  const problem = passwordProblem(password, ownWords(desk, account))
  if (problem !== null) throw invalid({ password: problem })
}

const subjectOf = ({ id, name }: Account): string => `Person ${id}, ${name}`

const KEPT_MS = 30 * 86_400_000

/** Deletes links that were used or have expired a month ago, those of tickets too: until then their pages can say so. */
export const forgetOldLinks = (desk: Desk): Promise<void> =>
  desk.db.write(({ hot }) =>
    hot.run('DELETE FROM OneTimeToken WHERE usedAt < @cut OR expiresAt < @cut', { cut: desk.clock.now() - KEPT_MS }),
  )
