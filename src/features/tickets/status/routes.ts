import { Router } from 'express'
import { statusOf } from '#domain/status.ts'
import type { Desk } from '#src/desk.ts'
import { openActionsWarning } from '#features/actions/queries.ts'
import { blockedWords } from '#features/relations/present.ts'
import { actAndReturn } from '#features/tickets/acting.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, flashUndo, idOf } from '#web/request.ts'
import { moveForm } from './schema.ts'
import { moveTicket } from './service.ts'

export function statusRoutes(desk: Desk): Router {
  const router = Router()

  router.post('/tickets/:id/status', allow('tickets.move'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      {
        schema: moveForm,
        act: async (move) => {
          const undo = await moveTicket(desk, actorOf(request), { id: idOf(request), move })
          if (undo !== null)
            flashUndo(request, `The ticket is ${statusOf(desk.config.workflow, move.to).label} now.`, undo)
          const isClient = actorOf(request).role === 'client'
          const warning = isClient ? null : openActionsWarning(desk, idOf(request))
          if (warning !== null) flash(request, 'info', warning)
          const words = blockedWords(desk, actorOf(request), { id: idOf(request), status: move.to })
          if (words !== null) flash(request, 'info', words)
        },
      },
    ),
  )

  return router
}
