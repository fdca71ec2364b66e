import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { renderer, sendPage } from '#web/views.ts'
import { boardReader, presentBoard } from './present.ts'

export function boardRoutes(desk: Desk): Router {
  const router = Router()
  const read = boardReader(desk)

  router.get('/', allow('tickets.list'), (request, response) => {
    const actor = actorOf(request)
    sendPage(response, 'board', presentBoard(desk, actor, read(actor, renderer(response))))
  })

  return router
}
