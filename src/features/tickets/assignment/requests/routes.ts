import { Router, type Request, type Response } from 'express'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { actAndReturn } from '#features/tickets/acting.ts'
import { decisionForm } from '#features/tickets/assignment/schema.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { presentRequests } from './present.ts'
import { approveRequest, askForTicket, declineRequest, withdrawRequest } from './service.ts'

const LIST = '/assignments'

export function assignmentRequestRoutes(desk: Desk): Router {
  const router = Router()
  const assign = allow('tickets.assign')

  router.get(LIST, assign, (request, response) => {
    refuseUnlessUsed()
    sendPage(response, 'assignments/page', presentRequests(desk, actorOf(request)))
  })

  router.post('/tickets/:id/assignment-requests', assign, (request, response) =>
    act(request, response, () => askForTicket(desk, actorOf(request), idOf(request))),
  )

  router.post('/tickets/:id/assignment-requests/:request/approval', assign, (request, response) =>
    act(request, response, () => approveRequest(desk, actorOf(request), place(request))),
  )

  router.post('/tickets/:id/assignment-requests/:request/refusal', assign, (request, response) =>
    act(request, response, () => declineRequest(desk, actorOf(request), place(request))),
  )

  router.post('/tickets/:id/assignment-requests/:request/withdrawal', assign, (request, response) =>
    act(request, response, () => withdrawRequest(desk, actorOf(request), place(request))),
  )

  return router

  function refuseUnlessUsed(): void {
    if (!desk.config.access.assignmentRequests) throw new AppError('not-found', 'There is no such page.')
  }

  function act(request: Request, response: Response, carryOut: () => Promise<void>): Promise<void> {
    refuseUnlessUsed()
    return actAndReturn(
      desk,
      { request, response },
      {
        schema: decisionForm,
        act: carryOut,
        ...(cameFromList(request.body) ? { next: LIST } : {}),
      },
    )
  }
}

/** Who decides on the list of all goes on there. */
const cameFromList = (body: unknown): boolean => (body as { from?: unknown } | undefined)?.from === 'list'

const place = (request: Request) => ({ ticketId: idOf(request), id: idOf(request, 'request') })
