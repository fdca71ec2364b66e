import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { frameReader } from './present.ts'

/** Hands every page its frame; it is read only when a page is sent. */
export function frameRoutes(desk: Desk): Router {
  const router = Router()
  const frameOf = frameReader(desk)
  router.use((request, response, next) => {
    response.locals.frame = () => frameOf(request)
    next()
  })
  return router
}
