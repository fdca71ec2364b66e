import { Router, type Request } from 'express'
import type { Desk } from '#src/desk.ts'
import { shows, takes } from '#features/settings/acting.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { accessPage } from './page.ts'

export function accessRoutes(desk: Desk): Router {
  const router = Router()
  const pageOf = (request: Request) => accessPage(desk, actorOf(request))
  router.get('/settings/access', allow('settings.edit'), shows(desk, pageOf))
  router.post('/settings/access', allow('settings.edit'), takes(desk, pageOf))
  return router
}
