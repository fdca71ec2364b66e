import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { presentSummary } from './present.ts'

export function summaryRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/tickets/:id/summary', allow('tickets.see'), (request, response) => {
    const { number, title, pageHtml, text } = presentSummary(desk, actorOf(request), idOf(request))
    sendPage(response, 'summary/page', {
      number,
      title,
      summaryHtml: pageHtml,
      text,
      href: `/tickets/${idOf(request)}`,
    })
  })

  router.get('/tickets/:id/summary.json', allow('tickets.see'), (request, response) => {
    const { html, text } = presentSummary(desk, actorOf(request), idOf(request))
    response.json({ html, text })
  })

  return router
}
