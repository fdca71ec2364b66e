import { Router, type Request } from 'express'
import { openStream } from '#lib/sse.ts'
import { AppError } from '#lib/errors.ts'
import { isFresh, stillIn } from '#features/session/queries.ts'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { maySee } from '#features/tickets/queries.ts'
import { actorOf, type Viewer } from '#web/request.ts'
import { storedId } from '#web/session-store.ts'
import type { LiveHub } from './hub.ts'

const MOST_STREAMS = 1000
const SILENCE_MS = 10_000

export function liveRoutes(desk: Desk, hub: LiveHub): Router {
  const router = Router()
  let open = 0

  router.get('/live', allow('live.see'), (request, response) => {
    if (open >= MOST_STREAMS) throw new AppError('unavailable', 'Too many pages are open at once.')
    open += 1
    // A laptop that was shut says nothing more: its silence ends the stream.
    request.socket.setKeepAlive(true, SILENCE_MS)
    const stream = openStream(response)
    const leave = hub.add({
      stream,
      actor: actorOf(request),
      session: storedId(request.sessionID),
      over: overFor(request),
      ...placeOf(request),
    })
    request.once('close', () => {
      open -= 1
      leave()
    })
  })

  return router

  /** Which ticket the page shows, for those who work on it. */
  function placeOf(request: Request): { readonly at?: { readonly ticketId: number; readonly who: Viewer } } {
    const { viewer: who, query } = request
    const ticketId = typeof query.ticket === 'string' && /^[1-9]\d{0,14}$/.test(query.ticket) ? Number(query.ticket) : 0
    if (!who || who.role === 'client' || !maySee(desk, actorOf(request), ticketId)) return {}
    return { at: { ticketId, who } }
  }

  /** Whether the session is over that a stream was opened with; a stream left open is no use of it. */
  function overFor(request: Request): () => boolean {
    const { personId } = actorOf(request)
    const { since = 0, remember = false, epoch = 0 } = request.session
    return () =>
      desk.config.access.signIn &&
      !(isFresh(desk, { since, remember, seen: desk.clock.now() }) && stillIn(desk, personId ?? 0, epoch))
  }
}
