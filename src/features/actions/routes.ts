import { Router, type Request, type Response } from 'express'
import type { z } from 'zod'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { showTicket } from '#features/tickets/acting.ts'
import { maySee } from '#features/tickets/queries.ts'
import { readForm, refused } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flashUndo, idOf } from '#web/request.ts'
import type { RefusedAction } from './present.ts'
import { actionForm, moveForm, newActions, tickForm } from './schema.ts'
import { addActions, editAction, moveAction, removeAction, tickAction } from './service.ts'

/** The list of actions on a ticket: each act is a small form, and comes back to the list. */
export function actionRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('tickets.note')
  const item = (request: Request) => ({ ticketId: idOf(request), id: idOf(request, 'action') })

  router.post('/tickets/:id/actions', may, (request, response) =>
    act({ request, response }, newActions, (texts) =>
      addActions(desk, actorOf(request), { ticketId: idOf(request), texts: texts.items }),
    ),
  )

  router.post('/tickets/:id/actions/:action', may, (request, response) =>
    act({ request, response }, actionForm(actorOf(request).zone), (form) =>
      editAction(desk, actorOf(request), { ...item(request), form }),
    ),
  )

  router.post('/tickets/:id/actions/:action/tick', may, (request, response) =>
    act({ request, response }, tickForm, ({ done }) => tickAction(desk, actorOf(request), { ...item(request), done })),
  )

  router.post('/tickets/:id/actions/:action/move', may, (request, response) =>
    act({ request, response }, moveForm, ({ to }) => moveAction(desk, actorOf(request), { ...item(request), to })),
  )

  router.post('/tickets/:id/actions/:action/removal', may, async (request, response) => {
    const { undoId, text } = await removeAction(desk, actorOf(request), item(request))
    flashUndo(request, `Removed “${text}”.`, undoId)
    response.redirect(303, `/tickets/${idOf(request)}#actions`)
  })

  return router

  /** A refusal comes back with the ticket, beside the field it concerns. */
  async function act<Value>(
    { request, response }: { request: Request; response: Response },
    schema: z.ZodType<Value>,
    carryOut: (value: Value) => Promise<unknown>,
  ): Promise<void> {
    const id = idOf(request)
    if (!maySee(desk, actorOf(request), id)) throw notFound('ticket')
    const form = readForm(schema, request.body)
    try {
      if (!form.ok) throw invalid(form.errors)
      await carryOut(form.value)
      response.redirect(303, `/tickets/${id}#actions`)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      const about = request.params.action === undefined ? null : idOf(request, 'action')
      const wrong: RefusedAction = { id: about, form: refused(form.values, error.fields) }
      response.locals.refusedAction = wrong
      showTicket(desk, { request, response: response.status(422) }, { id })
    }
  }
}
