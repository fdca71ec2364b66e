import { Router, type Request, type Response } from 'express'
import { can } from '#domain/access.ts'
import { parseWatch } from '#domain/flag-watch.ts'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { audit } from '#features/audit/service.ts'
import { agents } from '#features/people/queries.ts'
import { watchableViews, watchedView } from '#features/views/queries.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { acknowledge, forget } from './acknowledgement/service.ts'
import type { FlagKeeper } from './keeper.ts'
import { PATTERNS, presentLegend, presentNow, presentWatch, settingsValues, stateRows } from './present.ts'
import { personWatched } from './queries.ts'
import { acknowledgeForm, flagForm, testForm } from './schema.ts'
import { saveFlagSettings } from './service.ts'

export function flagRoutes(desk: Desk, keeper: FlagKeeper): Router {
  const router = Router()
  const page = (request: Request, response: Response, form: Form) =>
    sendPage(response, 'flag', pageOf({ desk, keeper }, request, form))

  router.get('/flag', allow('flag.see'), (request, response) =>
    page(request, response, { ...emptyForm, values: settingsValues(desk.config.flag) }),
  )

  router.post('/flag/acknowledge', allow('flag.acknowledge'), async (request, response) => {
    const form = readForm(acknowledgeForm, request.body)
    if (!form.ok) throw new AppError('invalid', 'That is not a choice.')
    await (form.value.undo === '1' ? forget(desk, actorOf(request)) : acknowledge(desk, actorOf(request)))
    response.redirect(303, '/flag')
  })

  router.post('/flag/test', allow('flag.settings'), (request, response) => {
    const form = readForm(testForm, request.body)
    if (!form.ok) throw new AppError('invalid', 'Choose a state to try.')
    keeper.test(form.value.state)
    response.redirect(303, '/flag')
  })

  router.post('/flag/settings', allow('flag.settings'), async (request, response) => {
    const form = readForm(flagForm, request.body)
    if (!form.ok) return page(request, response.status(422), form)
    try {
      await saveFlagSettings(desk, form.value)
      await audit(desk, {
        actor: actorOf(request),
        action: 'settings.changed',
        subject: 'Flag',
        address: addressOf(request),
      })
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
      const errors = Object.keys(error.fields).length > 0 ? error.fields : { '': error.message }
      return page(request, response.status(422), refused(form.values, errors))
    }
    flash(request, 'ok', 'Saved. The flag follows at once.')
    response.redirect(303, '/flag')
  })

  return router
}

function pageOf({ desk, keeper }: { desk: Desk; keeper: FlagKeeper }, request: Request, form: Form): object {
  const { flag } = desk.config
  const actor = actorOf(request)
  const watch = parseWatch(flag.watch)
  const person = watch.kind === 'person' ? personWatched(desk, watch.who) : null
  const view = watch.kind === 'saved' ? watchedView(desk, watch.which) : null
  return {
    now: presentNow(keeper.now(), actor, desk.clock.now()),
    watched: presentWatch(flag, { person, view }),
    legend: presentLegend(flag),
    mayChange: can(actor.role, 'flag.settings'),
    form,
    rows: stateRows(flag),
    patterns: PATTERNS,
    views: watchableViews(desk).map(({ name }) => ({ value: `view:${name}`, label: name })),
    people: agents(desk)
      .filter(({ email }) => email !== null)
      .map(({ name, email }) => ({ value: `person:${email ?? ''}`, label: name })),
  }
}
