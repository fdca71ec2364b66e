import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { showTicket } from '#features/tickets/acting.ts'
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
    showTicket(desk, { request, response }, { id: idOf(request), before })
  })

  router.get('/tickets/:id/preview', allow('tickets.see'), (request, response) => {
    sendPage(response, 'preview', presentPreview(desk, actorOf(request), idOf(request)))
  })

  router.get('/tickets/:id/explanation', allow('tickets.see'), (request, response) => {
    sendPage(response, 'explain', presentExplanation(desk, actorOf(request), idOf(request)))
  })

  return router
}
