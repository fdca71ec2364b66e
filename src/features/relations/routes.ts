import { Router, type Request, type Response } from 'express'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { maySee } from '#features/tickets/queries.ts'
import { readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flashUndo, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { presentRelating } from './present.ts'
import { ticketsMeant } from './queries.ts'
import { relationForm } from './schema.ts'
import { relate, unrelate } from './service.ts'

export function relationRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/tickets/:id/relations', allow('tickets.assign'), (request, response) => {
    const { kind, other } = request.query
    const values = {
      kind: typeof kind === 'string' ? kind : '',
      other: typeof other === 'string' ? other.slice(0, 300) : '',
    }
    showSearch(request, response, { values, errors: {} })
  })

  router.post('/tickets/:id/relations', allow('tickets.assign'), async (request, response) => {
    const [actor, id] = [actorOf(request), idOf(request)]
    if (!maySee(desk, actor, id)) throw notFound('ticket')
    const form = readForm(relationForm, request.body)
    try {
      if (!form.ok) throw invalid(form.errors)
      const otherId = theOne(request, form.value.other)
      // Words that fit several are asked back.
      if (otherId === null) return showSearch(request, response, form)
      const undo = await relate(desk, actor, { id, otherId, ...form.value.kind })
      flashUndo(request, 'The two are related.', undo)
      response.redirect(303, `/tickets/${id}`)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      showSearch(request, response.status(422), refused(form.values, error.fields))
    }
  })

  router.post('/tickets/:id/relations/:relation/removal', allow('tickets.assign'), async (request, response) => {
    const [id, relationId] = [idOf(request), idOf(request, 'relation')]
    if (!maySee(desk, actorOf(request), id)) throw notFound('ticket')
    const undo = await unrelate(desk, actorOf(request), { id, relationId })
    flashUndo(request, 'The two are not related any more.', undo)
    response.redirect(303, `/tickets/${id}`)
  })

  return router

  /** The ticket somebody means, where only one can be meant; a number may mean the ticket itself. */
  function theOne(request: Request, text: string): number | null {
    const found = ticketsMeant(desk, actorOf(request), { text, not: 0 })
    const [first, second] = found
    if (!first) throw invalid({ other: 'There is no ticket of this number or with these words in its title.' })
    return second ? null : first.id
  }

  function showSearch(request: Request, response: Response, form: Form): void {
    sendPage(response, 'relations', presentRelating(desk, actorOf(request), { id: idOf(request), form }))
  }
}
