import { Router } from 'express'
import { openStream } from '#lib/sse.ts'
import { AppError } from '#lib/errors.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import type { LiveHub } from './hub.ts'

const MOST_STREAMS = 1000

export function liveRoutes(hub: LiveHub): Router {
  const router = Router()
  let open = 0

  router.get('/live', allow('live.see'), (request, response) => {
    if (open >= MOST_STREAMS) throw new AppError('unavailable', 'Too many pages are open at once.')
    open += 1
    const stream = openStream(response)
    const leave = hub.add({ stream, actor: actorOf(request) })
    request.once('close', () => {
      open -= 1
      leave()
    })
  })

  return router
}
