import { Router, type RequestHandler } from 'express'
import { timingSafeEqual } from 'node:crypto'
import type { Desk } from '#src/desk.ts'
import { AppError, forbidden, invalid } from '#lib/errors.ts'
import { emptyForm, readForm, refused } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { isFromHere } from '#web/proxies.ts'
import { flash } from '#web/request.ts'
import { addressOf } from '#web/proxies.ts'
import { sendPage } from '#web/views.ts'
import { setupForm } from './schema.ts'
import { needsSetup, setUp } from './service.ts'

const ONLY_HERE =
  'The first run is only done on the machine itself, as localhost. Set server.host to where it shall be reached for a code that is asked for instead.'

/** Everything leads to the first run until it is done. */
export function setupFirst(desk: Desk): RequestHandler {
  let done = false
  return (request, response, next) => {
    done ||= !needsSetup(desk)
    if (done || request.path === '/setup') return next()
    if (request.method === 'GET') return response.redirect(303, '/setup')
    next(new AppError('unavailable', 'This helpdesk is not set up yet. Open it in a browser first.'))
  }
}

/** `code` is the one-time code printed at the console; null where only this machine can reach the page. */
export function setupRoutes(desk: Desk, code: string | null): Router {
  const router = Router()
  const page = (form: object) => ({ form, needsCode: code !== null })

  router.get('/setup', allow('public'), (_request, response) => {
    if (!needsSetup(desk)) return response.redirect(303, '/')
    sendPage(response, 'setup', page({ ...emptyForm, values: { preset: desk.config.preset ?? 'personal' } }))
  })

  router.post('/setup', allow('public'), async (request, response) => {
    const form = readForm(setupForm, request.body)
    const again = (errors: Readonly<Record<string, string>>) =>
      sendPage(response.status(422), 'setup', page(refused({ ...form.values, password: '' }, errors)))
    if (!form.ok) return again(form.errors)
    if (code === null && !isFromHere(request)) throw forbidden(ONLY_HERE)
    if (code !== null && !sameCode(form.value.code, code))
      return again(invalid({ code: 'This is not the code that was printed at the console.' }).fields)

    await setUp(desk, form.value, addressOf(request))
    if (form.value.preset !== 'personal')
      flash(request, 'ok', 'The helpdesk is ready. Sign in with the account you have just made.')
    response.redirect(303, form.value.preset === 'personal' ? '/' : '/sign-in')
  })

  return router
}

function sameCode(typed: string, code: string): boolean {
  const [one, other] = [Buffer.from(typed.trim().toUpperCase()), Buffer.from(code)]
  return one.length === other.length && timingSafeEqual(one, other)
}
