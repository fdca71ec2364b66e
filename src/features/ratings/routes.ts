import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { actAndReturn } from '#features/tickets/acting.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { ratingForm } from './schema.ts'
import { rateTicket } from './service.ts'

export function ratingRoutes(desk: Desk): Router {
  const router = Router()

  router.post('/tickets/:id/rating', allow('tickets.rate'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      {
        schema: ratingForm,
        act: async (form) => {
          await rateTicket(desk, actorOf(request), { ticketId: idOf(request), form })
          flash(request, 'ok', 'Thank you. Your rating is kept.')
        },
      },
    ),
  )

  return router
}
