import { Router, type Request, type Response } from 'express'
import { snoozeChoices } from '#domain/snooze.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import { shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { maySee } from '#features/tickets/queries.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, flashUndo, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { presentSnooze } from './present.ts'
import { snoozeForm } from './schema.ts'
import { snoozeTicket, wakeTicket } from './service.ts'

export function snoozeRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/tickets/:id/snooze', allow('tickets.assign'), (request, response) =>
    showForm(request, response, emptyForm),
  )

  router.post('/tickets/:id/snooze', allow('tickets.assign'), async (request, response) => {
    const [actor, id] = [actorOf(request), idOf(request)]
    if (!maySee(desk, actor, id)) throw notFound('ticket')
    const now = desk.clock.now()
    const form = readForm(snoozeForm(actor.zone, snoozeChoices(now, actor.zone)), request.body)
    try {
      if (!form.ok) throw invalid(form.errors)
      const { until, undo } = await snoozeTicket(desk, actor, { id, until: form.value.until })
      const early = until < form.value.until ? ', when it would be overdue' : ''
      flashUndo(request, `Snoozed until ${shortTime(until, actor.zone, now)}${early}.`, undo)
      response.redirect(303, `/tickets/${id}`)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      showForm(request, response.status(422), refused(form.values, error.fields))
    }
  })

  router.post('/tickets/:id/wake', allow('tickets.assign'), async (request, response) => {
    await wakeTicket(desk, actorOf(request), idOf(request))
    flash(request, 'ok', 'Awake again.')
    response.redirect(303, `/tickets/${idOf(request)}`)
  })

  return router

  function showForm(request: Request, response: Response, form: Form): void {
    sendPage(response, 'snooze', presentSnooze(desk, actorOf(request), { id: idOf(request), form }))
  }
}
