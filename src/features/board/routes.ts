import { Router, type Request } from 'express'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { renderer, sendPage } from '#web/views.ts'
import { boardReader, presentBoard, scopeLinks } from './present.ts'
import { SCOPES, type Scope } from './queries.ts'

export function boardRoutes(desk: Desk): Router {
  const router = Router()
  const read = boardReader(desk)

  // Clients have a start page of their own, whose door stands before this one.
  router.get('/', allow('tickets.list'), (request, response) => {
    const actor = actorOf(request)
    const scope = scopeOf(request)
    const seen = read({ actor, scope }, renderer(response))
    sendPage(response, 'board', { ...presentBoard(desk, actor, seen), scopes: scopeLinks(scope) })
  })

  return router
}

/** The scope in the address, else the one chosen last in this session. */
function scopeOf(request: Request): Scope {
  const asked = SCOPES.find((scope) => scope === request.query.scope)
  if (asked !== undefined && asked !== request.session.scope) request.session.scope = asked
  return asked ?? request.session.scope ?? 'all'
}
