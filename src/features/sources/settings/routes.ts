import { Router, type Request, type Response } from 'express'
import { AppError, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import type { Finding } from '#features/sources/adapter.ts'
import { sourceRow, type SourceRow } from '#features/sources/queries.ts'
import { pauseSource, resumeSource } from '#features/sources/service.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { mappingTable, presentSources, settingsOf } from './present.ts'
import { freshserviceOf, knownChoices } from './queries.ts'
import { freshserviceForm } from './schema.ts'
import { checkFreshservice, connectFreshservice, disconnectFreshservice } from './service.ts'

const HERE = '/settings/sources'

const by = (request: Request) => ({ actor: actorOf(request), address: addressOf(request) })

export function sourceSettingsRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('settings.edit')

  router.get(HERE, may, (request, response) =>
    show(request, response, { ...emptyForm, values: settingsOf(freshserviceOf(desk.config)) }),
  )

  router.post(`${HERE}/freshservice`, may, async (request, response) => {
    const form = readForm(freshserviceForm, request.body)
    if (!form.ok) return show(request, response.status(422), form)
    try {
      const { saved, findings } = await connectFreshservice(desk, form.value, by(request))
      if (!saved) return show(request, response.status(422), refused(form.values, {}), { findings })
      flash(request, 'ok', 'Saved. Reading begins within a minute.')
      response.redirect(303, HERE)
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
      const errors = Object.keys(error.fields).length > 0 ? error.fields : { '': error.message }
      show(request, response.status(422), refused(form.values, errors))
    }
  })

  router.post(`${HERE}/freshservice/check`, may, async (request, response) => {
    const source = freshserviceOf(desk.config)
    if (!source) throw notFound('source')
    const findings = await checkFreshservice(desk, source)
    show(request, response, { ...emptyForm, values: settingsOf(source) }, { findings })
  })

  router.post(`${HERE}/freshservice/removal`, may, async (request, response) => {
    await disconnectFreshservice(desk, by(request))
    flash(request, 'ok', 'Disconnected. Its tickets stay, and are yours to edit now.')
    response.redirect(303, HERE)
  })

  router.post(`${HERE}/:id/poll`, may, async (request, response) => {
    const { id, name } = rowOf(request)
    await desk.bus.emit('source.asked', { actorId: actorOf(request).personId, sourceId: id })
    flash(request, 'ok', `${name} is being read.`)
    response.redirect(303, HERE)
  })

  router.post(`${HERE}/:id/pause`, may, async (request, response) => {
    const { id, name } = rowOf(request)
    await pauseSource(desk, id, { ...by(request), subject: name, change: 'paused' })
    response.redirect(303, HERE)
  })

  router.post(`${HERE}/:id/resumption`, may, async (request, response) => {
    const { id, name } = rowOf(request)
    await resumeSource(desk, id, { ...by(request), subject: name, change: 'resumed' })
    await desk.bus.emit('source.asked', { actorId: actorOf(request).personId, sourceId: id })
    response.redirect(303, HERE)
  })

  return router

  function rowOf(request: Request): SourceRow {
    const row = sourceRow(desk, idOf(request))
    if (!row || row.state === 'off') throw notFound('source')
    return row
  }

  type Said = { readonly findings?: readonly Finding[] }

  function show(request: Request, response: Response, form: Form, { findings = [] }: Said = {}): void {
    const known = freshserviceOf(desk.config)
    sendPage(response, 'settings/sources', {
      form: { ...form, values: { ...form.values, api_key: '' } },
      sources: presentSources(desk, actorOf(request).zone),
      connected: known !== null,
      hasKey: known?.apiKey != null,
      findings,
      failed: findings.some(({ ok }) => !ok),
      mapping: mappingTable(desk.config, knownChoices(desk, 'freshservice')),
    })
  }
}
