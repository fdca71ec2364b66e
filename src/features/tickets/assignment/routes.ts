import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { actAndReturn } from '#features/tickets/acting.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { assigneeForm, noFields } from './schema.ts'
import { assignTicket } from './service.ts'

export function assignmentRoutes(desk: Desk): Router {
  const router = Router()

  for (const act of ['pick-up', 'release'] as const) {
    router.post(`/tickets/:id/${act}`, allow('tickets.assign'), (request, response) =>
      actAndReturn(
        desk,
        { request, response },
        { schema: noFields, act: () => assignTicket(desk, actorOf(request), { id: idOf(request), form: { act } }) },
      ),
    )
  }

  router.post('/tickets/:id/assignment', allow('tickets.assign'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      {
        schema: assigneeForm,
        act: ({ assignee }) =>
          assignTicket(desk, actorOf(request), { id: idOf(request), form: { act: 'assign', assignee } }),
      },
    ),
  )

  return router
}
