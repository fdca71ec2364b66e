import { Router, type Request, type Response } from 'express'
import { allowance } from '#lib/allowance.ts'
import { AppError, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { sendsMail } from '#features/mail/service.ts'
import { viewerById } from '#features/people/queries.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow, withAccounts } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash } from '#web/request.ts'
import { enterSession } from '#web/session.ts'
import { sendPage } from '#web/views.ts'
import { accountById, openLink } from './queries.ts'
import { newPassword, passwordChange, resetRequest } from './schema.ts'
import { askForReset, changePassword, setPasswordByLink } from './service.ts'

export function passwordRoutes(desk: Desk): Router {
  const router = Router()
  const accounts = withAccounts(() => desk.config)
  const mayAsk = allowance({ most: 20, everyMs: 60 * 60_000 })

  router.get('/me/password', allow('live.see'), accounts, (request, response) =>
    showChange(request, response, emptyForm),
  )

  router.post('/me/password', allow('live.see'), accounts, async (request, response) => {
    const form = readForm(passwordChange, request.body)
    if (!form.ok) return showChange(request, response.status(422), form)
    await orAgain(
      async () => {
        const address = addressOf(request)
        const { epoch } = await changePassword(desk, actorOf(request), { ...form.value, address })
        const { since = desk.clock.now(), remember = false } = request.session
        const personId = actorOf(request).personId ?? 0
        await enterSession(request, { personId, epoch, since, remember, how: 'password' })
        flash(request, 'ok', 'Your password is changed. You are signed out everywhere else.')
        response.redirect(303, '/me/security')
      },
      (errors) => showChange(request, response.status(422), refused(form.values, errors)),
    )
  })

  router.get('/forgot', allow('public'), accounts, (_request, response) =>
    sendPage(response, 'passwords/forgot', { mails: sendsMail(desk), form: emptyForm }),
  )

  router.post('/forgot', allow('public'), accounts, (request, response) => {
    if (!sendsMail(desk)) throw notFound('page')
    const form = readForm(resetRequest, request.body)
    if (!form.ok) return sendPage(response.status(422), 'passwords/forgot', { mails: true, form })
    const address = addressOf(request)
    if (!mayAsk(address, desk.clock.now()))
      throw new AppError('too-many', 'You asked for many links. Wait an hour, or ask an admin for one.')
    sendPage(response, 'passwords/asked', { email: form.value.email })
    // Afterwards, so that the answer takes as long for an address nobody signs in with.
    response.once('finish', () => {
      askForReset(desk, { email: form.value.email, address }).catch((error: unknown) =>
        desk.log.error({ error }, 'A reset link could not be made'),
      )
    })
  })

  router.get('/reset/:token', allow('public'), accounts, (request, response) => showReset(request, response, emptyForm))

  router.post('/reset/:token', allow('public'), accounts, async (request, response) => {
    const form = readForm(newPassword, request.body)
    if (!form.ok) return showReset(request, response.status(422), form)
    await orAgain(
      async () => {
        const address = addressOf(request)
        await setPasswordByLink(desk, tokenOf(request), { password: form.value.password, address })
        flash(request, 'ok', 'Your password is set. Sign in with it.')
        response.redirect(303, '/sign-in')
      },
      (errors) => showReset(request, response.status(422), refused(form.values, errors)),
    )
  })

  return router

  function showChange(request: Request, response: Response, form: Form): void {
    const { personId } = actorOf(request)
    const account = personId === null ? null : accountById(desk, personId)
    if (!account) throw notFound('page')
    sendPage(response, 'passwords/change', {
      form: withoutPasswords(form),
      username: account.email ?? account.name,
      hasPassword: account.passwordHash !== null,
      forced: request.duty !== undefined || viewerById(desk, account.id)?.mustChangePassword === true,
    })
  }

  function showReset(request: Request, response: Response, form: Form): void {
    // The address is a secret, so only where it stands is told; without that its own form would come from nowhere.
    response.setHeader('Referrer-Policy', 'strict-origin')
    const token = tokenOf(request)
    const link = openLink(desk, token)
    if (!link) return sendPage(response.status(404), 'passwords/gone')
    sendPage(response, 'passwords/reset', {
      form: withoutPasswords(form),
      action: `/reset/${token}`,
      name: link.account.name,
      username: link.account.email ?? '',
      invited: link.purpose === 'invite',
    })
  }
}

const tokenOf = ({ params }: Request): string => (typeof params.token === 'string' ? params.token.slice(0, 100) : '')

const withoutPasswords = (form: Form): Form => ({ ...form, values: {} })

async function orAgain(work: () => Promise<void>, again: (errors: AppError['fields']) => void): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
    again(error.fields)
  }
}
