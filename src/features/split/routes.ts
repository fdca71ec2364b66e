import { Router, type Request, type Response } from 'express'
import { formatNumber } from '#domain/numbers.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { maySee } from '#features/tickets/queries.ts'
import { readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flashUndo, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { presentSplit } from './present.ts'
import { splitForm } from './schema.ts'
import { splitTicket } from './service.ts'

export function splitRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/tickets/:id/split', allow('tickets.assign'), (request, response) => showForm(request, response, null))

  router.post('/tickets/:id/split', allow('tickets.assign'), async (request, response) => {
    const [actor, id] = [actorOf(request), idOf(request)]
    if (!maySee(desk, actor, id)) throw notFound('ticket')
    const form = readForm(splitForm(desk.config), request.body)
    try {
      if (!form.ok) throw invalid(form.errors)
      const made = await splitTicket(desk, actor, { id, form: form.value })
      const number = formatNumber(desk.config.tickets.numberFormat, id)
      flashUndo(request, `Split from ${number}.`, made.undo)
      response.redirect(303, maySee(desk, actor, made.id) ? `/tickets/${made.id}` : `/tickets/${id}`)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      showForm(request, response.status(422), refused(form.values, error.fields))
    }
  })

  return router

  function showForm(request: Request, response: Response, form: Form | null): void {
    sendPage(response, 'split', presentSplit(desk, actorOf(request), { id: idOf(request), form }))
  }
}
