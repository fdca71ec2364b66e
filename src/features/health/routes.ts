import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { dataVersion } from '#features/flag/queries.ts'
import { allow } from '#web/guard.ts'

export function healthRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/healthz', allow('public'), (_request, response) => void response.type('text').send('ok\n'))

  router.get('/readyz', allow('public'), (_request, response) => {
    dataVersion(desk)
    response.type('text').send('ready\n')
  })

  return router
}
