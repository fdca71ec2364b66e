import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { FAVICON_STATES, faviconSvg, themeCss } from './present.ts'

const SHORTLY = 'private, max-age=60'

export function themeRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/theme.css', allow('public'), (_request, response) => {
    response.type('css').set('Cache-Control', SHORTLY).send(themeCss(desk.config))
  })

  router.get('/favicon.svg', allow('public'), (request, response) => {
    const state = FAVICON_STATES.find((known) => known === request.query.state) ?? 'clear'
    response.type('svg').set('Cache-Control', SHORTLY).send(faviconSvg(state, desk.config))
  })

  return router
}
