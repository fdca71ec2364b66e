import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { presentPortal } from './present.ts'

/** The start page of clients; whoever works on tickets goes on to the board. */
export function portalRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/', allow('tickets.list'), (request, response, next) => {
    const actor = actorOf(request)
    if (actor.role !== 'client') return next()
    sendPage(response, 'portal/start', presentPortal(desk, actor))
  })

  return router
}
