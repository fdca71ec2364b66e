import { Router, type Request } from 'express'
import type { Desk } from '#src/desk.ts'
import { actAndReturn } from '#features/tickets/acting.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flashUndo, idOf } from '#web/request.ts'
import { assigneeForm, noFields, type AssignmentForm } from './schema.ts'
import { assignTicket } from './service.ts'

export function assignmentRoutes(desk: Desk): Router {
  const router = Router()

  for (const act of ['pick-up', 'release'] as const) {
    router.post(`/tickets/:id/${act}`, allow('tickets.assign'), (request, response) =>
      actAndReturn(desk, { request, response }, { schema: noFields, act: () => assign(request, { act }) }),
    )
  }

  router.post('/tickets/:id/assignment', allow('tickets.assign'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      {
        schema: assigneeForm,
        act: ({ assignee }) => assign(request, { act: 'assign', assignee }),
      },
    ),
  )

  return router

  async function assign(request: Request, form: AssignmentForm): Promise<void> {
    const undo = await assignTicket(desk, actorOf(request), { id: idOf(request), form })
    if (undo !== null) flashUndo(request, SAID[form.act], undo)
  }
}

const SAID = {
  'pick-up': 'The ticket is yours now.',
  release: 'The ticket is free again.',
  assign: 'Assigned.',
} as const
