import { Router, type Request, type RequestHandler } from 'express'
import type { PresenceBook } from '#features/presence/book.ts'
import { presenceBeside } from '#features/presence/present.ts'
import { ratingBeside } from '#features/ratings/present.ts'
import { relationsBeside } from '#features/relations/present.ts'
import { sharesBeside } from '#features/shares/present.ts'
import { actionsBeside, type RefusedAction } from '#features/actions/present.ts'
import { cannedBeside } from '#features/templates/present.ts'
import type { Desk } from '#src/desk.ts'
import { requestsBeside } from '#features/tickets/assignment/requests/present.ts'
import { assignmentRequestRoutes } from '#features/tickets/assignment/requests/routes.ts'
import { assignmentRoutes } from '#features/tickets/assignment/routes.ts'
import { attachmentRoutes } from '#features/tickets/attachments/routes.ts'
import { clientRoutes } from '#features/tickets/client/routes.ts'
import { createRoutes } from '#features/tickets/create/routes.ts'
import { editRoutes } from '#features/tickets/edit/routes.ts'
import { arrivedBeside } from '#features/tickets/guard/present.ts'
import { heldBeside } from '#features/tickets/held/present.ts'
import { heldRoutes } from '#features/tickets/held/routes.ts'
import { listRoutes } from '#features/tickets/list/routes.ts'
import { showRoutes } from '#features/tickets/show/routes.ts'
import { statusRoutes } from '#features/tickets/status/routes.ts'
import { snoozeBeside } from '#features/tickets/snooze/present.ts'
import { snoozeRoutes } from '#features/tickets/snooze/routes.ts'
import { summaryRoutes } from '#features/tickets/summary/routes.ts'
import { updateRoutes } from '#features/tickets/updates/routes.ts'
import { actorOf } from '#web/request.ts'

/** The doors of the tickets room; `new` before the numbers. */
export function ticketRoutes(desk: Desk): Router {
  const router = Router()
  const doors = [
    listRoutes,
    createRoutes,
    showRoutes,
    editRoutes,
    statusRoutes,
    assignmentRoutes,
    assignmentRequestRoutes,
    clientRoutes,
    updateRoutes,
    attachmentRoutes,
    snoozeRoutes,
    summaryRoutes,
    heldRoutes,
  ]
  for (const door of doors) router.use(door(desk))
  return router
}

/** Lets every door that shows a ticket show what other rooms put beside it. */
export function ticketsBeside(desk: Desk, book: PresenceBook): RequestHandler {
  return (_request, response, next) => {
    response.locals.besideTicket = beside
    next()
  }

  function beside(request: Request, id: number): object {
    const actor = actorOf(request)
    const { viewer, method, headers } = request
    const opened = method === 'GET' && headers['x-pennant-fragment'] === undefined
    if (opened && viewer && viewer.role !== 'client') book.shown(id, viewer)
    return {
      presence: presenceBeside(book, actor, id),
      rating: ratingBeside(desk, actor, { ticketId: id, base: `/tickets/${id}` }),
      shares: sharesBeside(desk, actor, id),
      requests: requestsBeside(desk, actor, id),
      canned: cannedBeside(desk, actor, id),
      checklist: actionsBeside(desk, actor, {
        ticketId: id,
        wrong: request.res?.locals.refusedAction as RefusedAction | undefined,
      }),
      related: relationsBeside(desk, actor, id),
      snooze: snoozeBeside(desk, actor, id),
      ...heldBeside(desk, actor, id),
      arrived: arrivedBeside(desk, actor, { ticketId: id, along: request.along }),
    }
  }
}
