import { Router, type Request, type Response } from 'express'
import { AppError, conflict } from '#lib/errors.ts'
import { placeOf } from '#lib/networks.ts'
import { throttle, waitWords } from '#lib/throttle.ts'
import type { Desk } from '#src/desk.ts'
import { passkeyRequest, useCode, usePasskey } from '#features/factors/proof/service.ts'
import { passkeyPlace } from '#features/factors/present.ts'
import { factorsOf } from '#features/factors/queries.ts'
import { codeForm } from '#features/factors/schema.ts'
import { viewerById } from '#features/people/queries.ts'
import { epochOf, stillIn } from '#features/session/queries.ts'
import { passkeyEntry } from '#features/session/schema.ts'
import { enter, refuseFactor } from '#features/session/service.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow, withAccounts } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { flash } from '#web/request.ts'
import { saveSession } from '#web/session.ts'
import { sendPage } from '#web/views.ts'

const PATIENCE_MS = 10 * 60_000
const CHALLENGE_MS = 5 * 60_000

/** The second step of signing in, and passkeys, which are both steps in one. */
export function secondStepRoutes(desk: Desk): Router {
  const router = Router()
  const accounts = withAccounts(() => desk.config)
  const addresses = throttle({ free: 30, longestMs: 60_000, forgetMs: 15 * 60_000 })
  // By person, wherever they come from: whoever gets here knows the password already.
  const tries = throttle({ free: 5, longestMs: 15 * 60_000, forgetMs: 24 * 3_600_000 })

  router.get('/sign-in/code', allow('public'), accounts, (request, response) => {
    if (!pendingOf(request)) return backToStart(request, response)
    showCode(request, response, emptyForm)
  })

  router.post('/sign-in/code', allow('public'), accounts, async (request, response) => {
    const pending = pendingOf(request)
    if (!pending) return backToStart(request, response)
    const form = readForm(codeForm, request.body)
    if (!form.ok) return showCode(request, response.status(422), form)

    const { personId } = pending
    const wait = tries.take(String(personId), desk.clock.now())
    if (wait > 0) {
      const errors = { '': `That was wrong too often. Try again in ${waitWords(wait)}.` }
      return showCode(request, response.status(429), refused({}, errors))
    }
    const person = { personId, name: viewerById(desk, personId)?.name ?? '' }
    if (!(await useCode(desk, person, { typed: form.value.code, address: addressOf(request) }))) {
      await refuseFactor(desk, personId, addressOf(request))
      const errors = { code: 'This code does not fit, or was used already. Wait for the next one.' }
      return showCode(request, response.status(422), refused({}, errors))
    }
    tries.clear(String(personId))
    response.redirect(303, await enter(desk, request, pending))
  })

  router.post('/sign-in/passkey/options', allow('public'), accounts, async (request, response) => {
    const place = passkeyPlace(desk.config, request)
    if ('why' in place) throw conflict(place.why)
    const options = await passkeyRequest(desk, place, pendingOf(request)?.personId ?? null)
    request.session.passkey = { ...place, challenge: options.challenge, at: desk.clock.now() }
    await saveSession(request)
    response.json(options)
  })

  router.post('/sign-in/passkey', allow('public'), accounts, async (request, response) => {
    const wait = addresses.wait(placeOf(addressOf(request)), desk.clock.now())
    if (wait > 0) throw new AppError('too-many', `That was wrong too often. Try again in ${waitWords(wait)}.`)
    const form = readForm(passkeyEntry, request.body)
    const { passkey: challenge } = request.session
    delete request.session.passkey
    const fresh = challenge !== undefined && desk.clock.now() - challenge.at <= CHALLENGE_MS
    const person = form.ok && fresh ? await usePasskey(desk, form.value.response, challenge) : null
    const pending = pendingOf(request)
    if (!form.ok || !person || (pending && pending.personId !== person.personId)) {
      addresses.count(placeOf(addressOf(request)), desk.clock.now())
      await refuseFactor(desk, pending?.personId ?? null, addressOf(request))
      flash(request, 'wrong', 'This passkey did not sign you in. Try again, or use another way.')
      return response.redirect(303, pending ? '/sign-in/code' : '/sign-in')
    }
    const { personId } = person
    const epoch = epochOf(desk, personId)
    const admission = pending ?? { personId, epoch, how: 'passkey' as const, remember: false, next: form.value.next }
    response.redirect(303, await enter(desk, request, admission))
  })

  return router

  /** Whose password was right a moment ago; nobody, once it was changed or the account was closed. */
  function pendingOf({ session }: Request) {
    const { pending } = session
    if (!pending || desk.clock.now() - pending.at > PATIENCE_MS) return null
    return stillIn(desk, pending.personId, pending.epoch) ? pending : null
  }

  function backToStart(request: Request, response: Response): void {
    delete request.session.pending
    if (request.actor) return response.redirect(303, '/')
    flash(request, 'info', 'Sign in to go on.')
    response.redirect(303, '/sign-in')
  }

  function showCode(request: Request, response: Response, form: Form): void {
    const kinds = factorsOf(desk, pendingOf(request)?.personId ?? 0).map(({ kind }) => kind)
    const here = 'rpId' in passkeyPlace(desk.config, request)
    sendPage(response, 'sign-in-code', {
      form,
      app: kinds.includes('totp'),
      passkeys: here && kinds.includes('passkey'),
    })
  }
}
