import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { renderer, sendPage } from '#web/views.ts'
import { offerReader, presentList, rowsDrawer } from './page.ts'
import { pageReader } from './queries.ts'
import { listQuery } from './schema.ts'

export function listRoutes(desk: Desk): Router {
  const router = Router()
  const offer = offerReader(desk)
  const readPage = pageReader(desk)
  const draw = rowsDrawer(desk)

  router.get('/tickets', allow('tickets.list'), (request, response) => {
    const actor = actorOf(request)
    const query = listQuery.parse(request.query)
    const page = readPage(actor, query)
    const offered = offer({ actor, query, render: renderer(response) })
    sendPage(response, 'list', presentList(desk, { query, page, rowsHtml: draw(page), offer: offered }))
  })

  return router
}
