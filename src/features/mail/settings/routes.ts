import { Router, type Request, type Response } from 'express'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { latestMail } from '#features/mail/queries.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { mailValues, presentMailed } from './present.ts'
import { mailForm } from './schema.ts'
import { connectMail, disconnectMail, mailTest } from './service.ts'

const HERE = '/settings/mail'
const SHOWN = 20

export function mailSettingsRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('settings.edit')

  router.get(HERE, may, (request, response) =>
    show(request, response, { ...emptyForm, values: mailValues(desk.config.mail) }),
  )

  router.post(HERE, may, async (request, response) => {
    const form = readForm(mailForm, request.body)
    if (!form.ok) return show(request, response.status(422), form)
    try {
      const problem = await connectMail(desk, actorOf(request), { form: form.value, address: addressOf(request) })
      if (problem !== null) return show(request, response.status(422), refused(form.values, { '': problem }))
      flash(request, 'ok', 'Saved. Mail leaves through this server from now on.')
      response.redirect(303, HERE)
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
      show(request, response.status(422), refused(form.values, error.fields))
    }
  })

  router.post(`${HERE}/test`, may, async (request, response) => {
    const address = await mailTest(desk, actorOf(request))
    flash(request, 'ok', `A message to ${address} is on its way. Its fate shows below in a moment.`)
    response.redirect(303, HERE)
  })

  router.post(`${HERE}/removal`, may, async (request, response) => {
    await disconnectMail(desk, actorOf(request), addressOf(request))
    flash(request, 'ok', 'No mail is sent any more.')
    response.redirect(303, HERE)
  })

  return router

  function show(request: Request, response: Response, form: Form): void {
    const { mail } = desk.config
    const { zone } = actorOf(request)
    sendPage(response, 'settings/mail', {
      form: { ...form, values: { ...form.values, password: '' } },
      connected: mail !== null,
      hasPassword: mail?.password != null,
      failed: form.errors[''] !== undefined,
      latest: latestMail(desk, SHOWN).map((mailed) => presentMailed(mailed, zone, desk.clock.now())),
    })
  }
}
