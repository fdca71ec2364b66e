import { Router } from 'express'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { presentFactor } from '#features/factors/present.ts'
import { factorsOf, recoveryCodesLeft } from '#features/factors/queries.ts'
import { accountById } from '#features/passwords/queries.ts'
import { isFresh } from '#features/session/queries.ts'
import { presentSession } from '#features/session/present.ts'
import { endSessions, noteRevoked } from '#features/session/service.ts'
import { allow, withAccounts } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash } from '#web/request.ts'
import { storedId, type SessionStore, type StoredSession } from '#web/session-store.ts'
import { enterSession } from '#web/session.ts'
import { sendPage } from '#web/views.ts'

const HERE = '/me/security'

/** How one signs in, and where one is signed in. */
export function ownSessionRoutes(desk: Desk, store: SessionStore): Router {
  const router = Router()
  const own = [allow('live.see'), withAccounts(() => desk.config)] as const

  router.get(HERE, ...own, (request, response) => {
    const { personId, zone } = actorOf(request)
    const account = personId === null ? null : accountById(desk, personId)
    if (!account) throw notFound('page')
    const reading = { zone, now: desk.clock.now(), current: storedId(request.sessionID) }
    const factors = factorsOf(desk, account.id)
    sendPage(response, 'me/security', {
      hasPassword: account.passwordHash !== null,
      email: account.email,
      factors: factors.map((factor) => presentFactor(factor, reading)),
      hasApp: factors.some(({ kind }) => kind === 'totp'),
      codesLeft: recoveryCodesLeft(desk, account.id),
      sessions: openSessions(account.id, request.session.epoch ?? 0).map((session) => presentSession(session, reading)),
      forced: request.duty !== undefined,
    })
  })

  router.post('/me/sessions/revocation', ...own, async (request, response) => {
    const actor = actorOf(request)
    const { since = desk.clock.now(), remember = false, how = 'password' } = request.session
    const personId = actor.personId ?? 0
    const { epoch } = await endSessions(desk, actor, personId)
    await enterSession(request, { personId, epoch, since, remember, how })
    flash(request, 'ok', 'You are signed out everywhere else.')
    response.redirect(303, HERE)
  })

  router.post('/me/sessions/:session/revocation', ...own, async (request, response) => {
    const actor = actorOf(request)
    const sessions = openSessions(actor.personId ?? 0, request.session.epoch ?? 0)
    const found = sessions.find(({ id }) => id === request.params.session)
    if (!found) throw notFound('session')
    store.end(found.id)
    await noteRevoked(desk, actor, { session: found.id, address: addressOf(request) })
    flash(request, 'ok', 'That session is over.')
    response.redirect(303, HERE)
  })

  return router

  function openSessions(personId: number, epoch: number): readonly StoredSession[] {
    return store.ofPerson(personId).filter(({ data }) => (data.epoch ?? 0) === epoch && isFresh(desk, data))
  }
}
