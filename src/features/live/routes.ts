import { Router, type Request } from 'express'
import { openStream } from '#lib/sse.ts'
import { AppError } from '#lib/errors.ts'
import { isFresh, stillIn } from '#features/session/queries.ts'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { storedId } from '#web/session-store.ts'
import type { LiveHub } from './hub.ts'

const MOST_STREAMS = 1000

export function liveRoutes(desk: Desk, hub: LiveHub): Router {
  const router = Router()
  let open = 0

  router.get('/live', allow('live.see'), (request, response) => {
    if (open >= MOST_STREAMS) throw new AppError('unavailable', 'Too many pages are open at once.')
    open += 1
    const stream = openStream(response)
    const leave = hub.add({
      stream,
      actor: actorOf(request),
      session: storedId(request.sessionID),
      over: overFor(request),
    })
    request.once('close', () => {
      open -= 1
      leave()
    })
  })

  return router

  /** Whether the session is over that a stream was opened with; a stream left open is no use of it. */
  function overFor(request: Request): () => boolean {
    const { personId } = actorOf(request)
    const { since = 0, remember = false, epoch = 0 } = request.session
    return () =>
      desk.config.access.signIn &&
      !(isFresh(desk, { since, remember, seen: desk.clock.now() }) && stillIn(desk, personId ?? 0, epoch))
  }
}
