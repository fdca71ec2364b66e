import { Router, type Request } from 'express'
import { AppError, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { maySee } from '#features/tickets/queries.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import type { PresenceBook } from './book.ts'
import { presenceBeside } from './present.ts'
import { presenceForm } from './schema.ts'

export function presenceRoutes(desk: Desk, book: PresenceBook): Router {
  const router = Router()

  router.get('/tickets/:id/presence', allow('tickets.note'), (request, response) => {
    sendPage(response, 'presence/part', { presence: presenceBeside(book, actorOf(request), visible(request)) })
  })

  router.post('/tickets/:id/presence', allow('tickets.note'), (request, response) => {
    const id = visible(request)
    const form = presenceForm.safeParse(request.body ?? {})
    if (!form.success) throw new AppError('malformed', 'Nobody writes like that here.')
    if (request.viewer) book.write(id, request.viewer, form.data.writing)
    response.status(204).end()
  })

  return router

  function visible(request: Request): number {
    const id = idOf(request)
    if (!maySee(desk, actorOf(request), id)) throw notFound('ticket')
    return id
  }
}
