import type { Actor } from '#domain/actor.ts'
import { AppError, notFound } from '#lib/errors.ts'
import { localPath } from '#lib/local-path.ts'
import { passwordMatches } from '#lib/passwords.ts'
import { auditIn } from '#features/audit/service.ts'
import { hasFactor } from '#features/factors/queries.ts'
import { accountOf, nameOf, viewerById, type SignInAccount } from '#features/people/queries.ts'
import type { Desk } from '#src/desk.ts'
import { addressOf } from '#web/proxies.ts'
import type { Proof } from '#web/request.ts'
import { enterSession, renewSession, saveSession, type Visit } from '#web/session.ts'
import { openGuesses } from './guesses.ts'
import { isFamiliar } from './queries.ts'

export type Proven = { readonly id: number; readonly epoch: number }
type Credentials = { readonly email: string; readonly password: string; readonly address: string }

/**
 * Checks a mail and a password. The answer is the same, and takes as long, whether or not there is such a person.
 * Failures slow down further ones from the same address only, so that nobody can lock another person out.
 */
export function signInService(desk: Desk): (credentials: Credentials) => Promise<Proven | null> {
  const guesses = openGuesses()

  return async ({ email, password, address }) => {
    const tried = { email, address, now: desk.clock.now() }
    const person = accountOf(desk, email)
    const familiar = () => person !== null && isFamiliar(desk, person.id, address)
    guesses.admit(tried, { failures: person?.failedSignIns ?? guesses.unknown(tried), familiar })

    const matches = await passwordMatches(person?.passwordHash ?? null, password).catch((error: unknown) => {
      guesses.giveBack(tried)
      throw error
    })
    if (matches && person) {
      guesses.forgive(tried)
      return { id: person.id, epoch: person.sessionEpoch }
    }
    guesses.failed(tried)
    if (!person) guesses.countUnknown(tried)
    await writeRefusal(desk, person, address)
    return null
  }
}

/** One write either way, so that its time tells nothing; what was typed as a mail may be a password, so it is not kept. */
function writeRefusal({ db, clock }: Desk, person: SignInAccount | null, address: string): Promise<void> {
  const at = clock.now()
  return db.write((tx) => {
    tx.hot.run('UPDATE Person SET failedSignIns = failedSignIns + 1, lastFailedSignInAt = @at WHERE id = @id', {
      at,
      id: person?.id ?? 0,
    })
    const subject = person ? subjectOf(person) : 'Nobody by that mail address'
    auditIn(tx, at, { actor: null, action: 'session.refused', subject, details: { at: 'password' }, address })
  })
}

const subjectOf = ({ id, name }: { readonly id: number; readonly name: string }): string => `Person ${id}, ${name}`

export type Admission = {
  readonly personId: number
  /** What sessions of this person carried when the proof was asked for; one that came to nothing meanwhile is void. */
  readonly epoch: number
  readonly how: Proof
  readonly remember: boolean
  /** Where the person wanted to go. */
  readonly next: string
}

/** Lets somebody in whose password or provider was right, or asks for the second factor; answers where to go. */
export async function admit(desk: Desk, visit: Visit, admission: Admission): Promise<string> {
  if (!hasFactor(desk, admission.personId)) return enter(desk, visit, admission)
  // A new id here already: what follows is worth more than what was.
  await renewSession(visit)
  visit.session.pending = { ...admission, at: desk.clock.now() }
  await saveSession(visit)
  return '/sign-in/code'
}

/** Begins the session of somebody who has proved everything; answers where to go. */
export async function enter(
  desk: Desk,
  visit: Visit,
  { personId, epoch, how, remember, next }: Admission,
): Promise<string> {
  const person = viewerById(desk, personId)
  if (person?.sessionEpoch !== epoch) throw new AppError('unauthenticated', 'Sign in first.')
  const since = desk.clock.now()
  await desk.db.write((tx) => {
    tx.hot.run('UPDATE Person SET lastSignInAt = @since, failedSignIns = 0 WHERE id = @personId', { since, personId })
    const actor = { personId, name: person.name }
    const subject = subjectOf({ id: personId, name: person.name })
    auditIn(tx, since, {
      actor,
      action: 'session.began',
      subject,
      details: { how, remember },
      address: addressOf(visit),
    })
  })
  await enterSession(visit, { personId, epoch, since, remember, how })
  return localPath(next)
}

/** Writes down that a second factor was wrong; null for a passkey nobody knows. */
export const refuseFactor = ({ db, clock }: Desk, personId: number | null, address: string): Promise<void> =>
  db.write((tx) => {
    const person = tx.hot.get<{ id: number; name: string }>('SELECT id, name FROM Person WHERE id = @personId', {
      personId,
    })
    const subject = person ? subjectOf(person) : 'An unknown passkey'
    auditIn(tx, clock.now(), {
      actor: null,
      action: 'session.refused',
      subject,
      details: { at: 'second factor' },
      address,
    })
  })

/** Writes down that somebody signed out. */
export const noteSignOut = ({ db, clock }: Desk, actor: Actor, address: string): Promise<void> =>
  db.write((tx) => {
    const subject = subjectOf({ id: actor.personId ?? 0, name: actor.name })
    auditIn(tx, clock.now(), { actor, action: 'session.ended', subject, address })
  })

/** Ends every session of a person at once; answers the number later ones carry. */
export async function endSessions(desk: Desk, actor: Actor, personId: number): Promise<{ readonly epoch: number }> {
  const name = nameOf(desk, personId)
  if (name === null) throw notFound('person')
  const at = desk.clock.now()
  const epoch = await desk.db.write((tx) => {
    tx.hot.run('UPDATE Person SET sessionEpoch = sessionEpoch + 1 WHERE id = @personId', { personId })
    auditIn(tx, at, {
      actor,
      action: 'session.revoked',
      subject: subjectOf({ id: personId, name }),
      details: { which: 'all' },
    })
    return tx.hot.get<{ epoch: number }>('SELECT sessionEpoch AS epoch FROM Person WHERE id = @personId', { personId })
  })
  await desk.bus.emit('sessions.ended', { personId, session: null })
  return { epoch: epoch?.epoch ?? 0 }
}

/** Writes down that one session was ended from another. */
export async function noteRevoked(
  desk: Desk,
  actor: Actor,
  { session, address }: { readonly session: string; readonly address: string },
): Promise<void> {
  const personId = actor.personId ?? 0
  const subject = subjectOf({ id: personId, name: actor.name })
  const at = desk.clock.now()
  await desk.db.write((tx) =>
    auditIn(tx, at, { actor, action: 'session.revoked', subject, details: { which: 'one' }, address }),
  )
  await desk.bus.emit('sessions.ended', { personId, session })
}
