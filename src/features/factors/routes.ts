import { Router, type Request, type Response } from 'express'
import { AppError, conflict, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { accountById } from '#features/passwords/queries.ts'
import { confirmPassword } from '#features/passwords/service.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow, withAccounts } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { creationOptions } from './passkeys.ts'
import { passkeyPlace } from './present.ts'
import { factorsOf } from './queries.ts'
import { authenticatorForm, confirmed, passkeyForm } from './schema.ts'
import {
  addAuthenticator,
  addPasskey,
  knownPasskeys,
  removeFactor,
  renewRecoveryCodes,
  sealAuthenticator,
  unsealAuthenticator,
} from './service.ts'
import { newAuthenticatorSecret, qrOf } from './totp.ts'

const HOME = '/me/security'
const PATIENCE_MS = 5 * 60_000

/** Where people set up and remove their own second factors; each change asks for the password once more. */
export function factorRoutes(desk: Desk): Router {
  const router = Router()
  const own = [allow('live.see'), withAccounts(() => desk.config)] as const

  router.get(`${HOME}/authenticator`, ...own, (request, response) => {
    request.session.authenticator ??= sealAuthenticator(desk, actorOf(request), newAuthenticatorSecret())
    showAuthenticator(request, response, emptyForm)
  })

  router.post(`${HOME}/authenticator`, ...own, async (request, response) => {
    const form = readForm(authenticatorForm, request.body)
    const again = (said: Form) => showAuthenticator(request, response.status(422), said)
    if (!form.ok) return again(form)
    await orAgain(form, again, async () => {
      const [actor, secret] = [actorOf(request), secretOf(request)]
      await confirmPassword(desk, actor, form.value.current)
      const codes = await addAuthenticator(desk, actor, { secret, code: form.value.code, address: addressOf(request) })
      delete request.session.authenticator
      done(request, response, { codes, words: 'The authenticator app is set up.' })
    })
  })

  router.get(`${HOME}/passkeys`, ...own, (request, response) => showPasskey(request, response, emptyForm))

  router.post(`${HOME}/passkeys/options`, ...own, async (request, response) => {
    const place = passkeyPlace(desk.config, request)
    if ('why' in place) throw conflict(place.why)
    const { id, name, email } = personOf(request)
    const options = await creationOptions(place, { name, email: email ?? name }, knownPasskeys(desk, id))
    request.session.passkey = { ...place, challenge: options.challenge, at: desk.clock.now() }
    response.json(options)
  })

  router.post(`${HOME}/passkeys`, ...own, async (request, response) => {
    const form = readForm(passkeyForm, request.body)
    const again = (said: Form) => showPasskey(request, response.status(422), said)
    if (!form.ok) return again(form)
    await orAgain(form, again, async () => {
      const { current, response: answer, name } = form.value
      await confirmPassword(desk, actorOf(request), current)
      const challenge = request.session.passkey
      delete request.session.passkey
      if (!challenge || desk.clock.now() - challenge.at > PATIENCE_MS) throw conflict('That took too long. Try again.')
      const codes = await addPasskey(desk, actorOf(request), {
        answer,
        challenge,
        name: name === '' ? 'Passkey' : name,
        address: addressOf(request),
      })
      done(request, response, { codes, words: 'The passkey is set up.' })
    })
  })

  router.get(`${HOME}/recovery-codes`, ...own, (request, response) => showRenewal(request, response, emptyForm))

  router.post(`${HOME}/recovery-codes`, ...own, async (request, response) => {
    const form = readForm(confirmed, request.body)
    const again = (said: Form) => showRenewal(request, response.status(422), said)
    if (!form.ok) return again(form)
    await orAgain(form, again, async () => {
      await confirmPassword(desk, actorOf(request), form.value.current)
      const codes = await renewRecoveryCodes(desk, actorOf(request), { address: addressOf(request) })
      done(request, response, { codes, words: 'These are your new recovery codes; the old ones are void.' })
    })
  })

  router.get(`${HOME}/factors/:id`, ...own, (request, response) => showRemoval(request, response, emptyForm))

  router.post(`${HOME}/factors/:id/removal`, ...own, async (request, response) => {
    const form = readForm(confirmed, request.body)
    const again = (said: Form) => showRemoval(request, response.status(422), said)
    if (!form.ok) return again(form)
    await orAgain(form, again, async () => {
      await confirmPassword(desk, actorOf(request), form.value.current)
      await removeFactor(desk, actorOf(request), { id: idOf(request), address: addressOf(request) })
      flash(request, 'ok', 'Removed.')
      response.redirect(303, HOME)
    })
  })

  return router

  function personOf(request: Request) {
    const account = accountById(desk, actorOf(request).personId ?? 0)
    if (!account) throw notFound('person')
    return account
  }

  function secretOf(request: Request): string {
    const secret = unsealAuthenticator(desk, actorOf(request), request.session.authenticator ?? '')
    if (secret === null) throw conflict('That took too long. Open the page again and scan the new picture.')
    return secret
  }

  function about(request: Request) {
    const { email, name, passwordHash } = personOf(request)
    return { username: email ?? name, hasPassword: passwordHash !== null }
  }

  function showAuthenticator(request: Request, response: Response, form: Form): void {
    const person = about(request)
    const secret = secretOf(request)
    sendPage(response, 'me/authenticator', {
      form: withoutSecrets(form),
      ...person,
      secret: secret.replace(/(.{4})(?=.)/g, '$1 '),
      qr: svgData(qrOf({ secret, account: person.username, company: desk.config.company })),
    })
  }

  function showPasskey(request: Request, response: Response, form: Form): void {
    const place = passkeyPlace(desk.config, request)
    sendPage(response, 'me/passkey', {
      form: withoutSecrets(form),
      ...about(request),
      why: 'why' in place ? place.why : null,
    })
  }

  function showRenewal(request: Request, response: Response, form: Form): void {
    sendPage(response, 'me/confirm', {
      form: withoutSecrets(form),
      ...about(request),
      title: 'New recovery codes',
      lead: 'You get ten new codes; the ones you have stop working.',
      action: `${HOME}/recovery-codes`,
      button: 'Make new codes',
    })
  }

  function showRemoval(request: Request, response: Response, form: Form): void {
    const id = idOf(request)
    const known = factorsOf(desk, personOf(request).id)
    const factor = known.find((one) => one.id === id)
    if (!factor) throw notFound('second factor')
    sendPage(response, 'me/confirm', {
      form: withoutSecrets(form),
      ...about(request),
      title: `Remove ${factor.name}`,
      lead:
        known.length === 1
          ? 'It is your only second factor: without it the password alone lets you in, and your recovery codes stop working.'
          : 'It no longer signs you in; your other second factors stay.',
      action: `${HOME}/factors/${id}/removal`,
      button: 'Remove it',
    })
  }
}

/** What the service refuses stands beside its field. */
async function orAgain(form: Form, again: (form: Form) => void, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError) || (error.kind !== 'invalid' && error.kind !== 'conflict')) throw error
    again(refused(form.values, Object.keys(error.fields).length > 0 ? error.fields : { '': error.message }))
  }
}

const withoutSecrets = (form: Form): Form => ({ ...form, values: { ...form.values, current: '', response: '' } })

const svgData = (svg: string): string => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`

type Done = { readonly codes: readonly string[] | null; readonly words: string }

/** Recovery codes are shown once, by the answer itself: they are kept as hashes only. */
function done(request: Request, response: Response, { codes, words }: Done): void {
  if (codes !== null) return sendPage(response, 'me/codes', { codes, words })
  flash(request, 'ok', words)
  response.redirect(303, HOME)
}
