import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { renderer, sendPage } from '#web/views.ts'
import { offerReader, presentList } from './page.ts'
import { pageReader } from './queries.ts'
import { listQuery } from './schema.ts'

export function listRoutes(desk: Desk): Router {
  const router = Router()
  const offer = offerReader(desk)
  const readPage = pageReader(desk)

  router.get('/tickets', allow('tickets.list'), (request, response) => {
    const actor = actorOf(request)
    const query = listQuery.parse(request.query)
    const page = readPage(actor, query)
    sendPage(
      response,
      'list',
      presentList(desk, { query, page, offer: offer({ actor, query, render: renderer(response) }) }),
    )
  })

  return router
}
