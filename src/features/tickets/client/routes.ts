import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { actAndReturn } from '#features/tickets/acting.ts'
import { noFields } from '#features/tickets/assignment/schema.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { reopenForm } from './schema.ts'
import { confirmTicket, reopenTicket } from './service.ts'

export function clientRoutes(desk: Desk): Router {
  const router = Router()

  router.post('/tickets/:id/confirmation', allow('tickets.move'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      { schema: noFields, act: () => confirmTicket(desk, actorOf(request), idOf(request)) },
    ),
  )

  router.post('/tickets/:id/reopening', allow('tickets.move'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      { schema: reopenForm, act: ({ why }) => reopenTicket(desk, actorOf(request), { id: idOf(request), why }) },
    ),
  )

  return router
}
