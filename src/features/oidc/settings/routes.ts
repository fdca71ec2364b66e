import { Router, type Request, type Response } from 'express'
import { AppError, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { emptyForm, fieldOf, readForm, refused, type Form, type Values } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { originOf } from '#web/origin.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { providerForm } from './schema.ts'
import { checkProvider, openedProvider, removeProvider, saveProvider, type Finding } from './service.ts'

const HERE = '/settings/single-sign-on'
const QUICKER = 'Somebody changed these settings while you had this page open. Look at them, then save yours again.'
const NEW: Values = { label: 'Single sign-on', scopes: 'openid, email, profile', create: 'never' }

/** The settings of the provider through which people sign in. */
export function oidcSettingsRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('settings.edit')

  router.get(HERE, may, (request, response) => show(request, response, { form: present() }))

  router.post(HERE, may, async (request, response) => {
    const form = readForm(providerForm, request.body)
    const again = (status: number, shown: Form, findings: readonly Finding[] = []) =>
      show(request, response.status(status), { form: shown, findings })
    if (!form.ok) return again(422, form)
    try {
      const asked = { form: form.value, address: addressOf(request) }
      const { outcome, findings } = await saveProvider(desk, actorOf(request), asked)
      if (outcome === 'failed') return again(422, refused(form.values, {}), findings)
      if (outcome === 'stale') return again(409, refused(form.values, { '': QUICKER }))
      flash(request, 'ok', 'Saved. The sign-in page offers it at once.')
      response.redirect(303, HERE)
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
      again(422, refused(form.values, Object.keys(error.fields).length > 0 ? error.fields : { '': error.message }))
    }
  })

  router.post(`${HERE}/check`, may, async (request, response) => {
    const { oidc } = desk.config.access
    if (oidc === null) throw notFound('provider')
    show(request, response, { form: present(), findings: await checkProvider(oidc) })
  })

  router.post(`${HERE}/removal`, may, async (request, response) => {
    const leave = { base: fieldOf(request.body, 'base'), address: addressOf(request) }
    const again = (status: number, words: string) =>
      show(request, response.status(status), { form: { ...present(), errors: { '': words } } })
    try {
      const { stale } = await removeProvider(desk, actorOf(request), leave)
      if (stale) return again(409, QUICKER)
      flash(request, 'ok', 'Removed. People sign in with their passwords and passkeys.')
      response.redirect(303, HERE)
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
      again(422, error.message)
    }
  })

  return router

  function present(): Form {
    const { oidc } = openedProvider(desk).file.access
    if (!oidc) return { ...emptyForm, values: NEW }
    const { scopes, ...written } = oidc
    return { ...emptyForm, values: { ...written, scopes: scopes.join(', ') } }
  }

  type Said = { readonly form: Form; readonly findings?: readonly Finding[] }

  function show(request: Request, response: Response, { form, findings = [] }: Said): void {
    const { oidc, signIn } = desk.config.access
    sendPage(response, 'settings/single-sign-on', {
      form: { ...form, values: { ...form.values, secret: '' } },
      base: openedProvider(desk).base,
      connected: oidc !== null,
      hasSecret: oidc?.secret != null,
      signIn,
      returnUrl: `${originOf(desk.config, request)}/sign-in/provider/return`,
      findings,
      failed: findings.some(({ ok }) => !ok),
    })
  }
}
