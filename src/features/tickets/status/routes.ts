import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { actAndReturn } from '#features/tickets/acting.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { moveForm } from './schema.ts'
import { moveTicket } from './service.ts'

export function statusRoutes(desk: Desk): Router {
  const router = Router()

  router.post('/tickets/:id/status', allow('tickets.move'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      { schema: moveForm, act: (move) => moveTicket(desk, actorOf(request), { id: idOf(request), move }) },
    ),
  )

  return router
}
