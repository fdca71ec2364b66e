import { Router, type RequestHandler } from 'express'
import { AppError, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { maySee } from '#features/tickets/queries.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import type { Request } from 'express'
import { unsentOf } from './queries.ts'
import { forgetUnsent, sendReplyNow, takeBackReply } from './service.ts'

export function heldRoutes(desk: Desk): Router {
  const router = Router()

  router.post('/tickets/:id/held/:held/return', allow('tickets.note'), async (request, response) => {
    await orSay(request, () => takeBackReply(desk, actorOf(request), placeOf(request)))
    response.redirect(303, `/tickets/${idOf(request)}#composer`)
  })

  router.post('/tickets/:id/held/:held/departure', allow('tickets.note'), async (request, response) => {
    await orSay(request, () => sendReplyNow(desk, actorOf(request), placeOf(request)))
    response.redirect(303, `/tickets/${idOf(request)}`)
  })

  return router

  function placeOf(request: Request) {
    const ticketId = idOf(request)
    if (!maySee(desk, actorOf(request), ticketId)) throw notFound('ticket')
    return { ticketId, id: idOf(request, 'held') }
  }
}

/** A second too late is nothing to be shown a page for. */
async function orSay(request: Request, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'conflict') throw error
    flash(request, 'info', error.message)
  }
}

/** Tells a person, on whatever page they open next, that a reply of theirs could not be sent. */
export function tellUnsent(desk: Desk): RequestHandler {
  return async (request, _response, next) => {
    const { viewer, method, headers, path } = request
    const opened = method === 'GET' && path !== '/live' && headers['x-pennant-fragment'] === undefined
    if (!opened || !viewer || viewer.role === 'client') return next()
    for (const { id, body } of unsentOf(desk, viewer.personId)) {
      flash(request, 'wrong', `A reply of yours was not sent: ${body} It is back as a draft.`)
      await forgetUnsent(desk, id)
    }
    next()
  }
}
