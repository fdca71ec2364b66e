import { Router, type Request } from 'express'
import { can } from '#domain/access.ts'
import type { Desk } from '#src/desk.ts'
import { cannedText } from '#features/templates/present.ts'
import { showTicket } from '#features/tickets/acting.ts'
import type { Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { presentExplanation } from './explanation.ts'
import { presentPreview } from './preview.ts'

export function showRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/tickets/:id', allow('tickets.see'), (request, response) => {
    const before =
      typeof request.query.before === 'string' && /^\d{1,15}$/.test(request.query.before)
        ? Number(request.query.before)
        : null
    const id = idOf(request)
    showTicket(desk, { request, response }, { id, before, ...canned(request, id) })
  })

  router.get('/tickets/:id/preview', allow('tickets.see'), (request, response) => {
    sendPage(response, 'preview', presentPreview(desk, actorOf(request), idOf(request)))
  })

  router.get('/tickets/:id/explanation', allow('tickets.see'), (request, response) => {
    sendPage(response, 'explain', presentExplanation(desk, actorOf(request), idOf(request)))
  })

  return router

  /** Without the script a canned reply comes as a page whose composer holds it. */
  function canned(request: Request, ticketId: number): { form?: Form } {
    const { canned: chosen } = request.query
    const actor = actorOf(request)
    if (typeof chosen !== 'string' || !/^[1-9]\d{0,14}$/.test(chosen) || !can(actor.role, 'templates.use')) return {}
    const body = cannedText(desk, actor, { ticketId, id: Number(chosen) })
    return { form: { values: { body }, errors: {} } }
  }
}
