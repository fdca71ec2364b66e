import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { localPath } from '#lib/local-path.ts'
import { readForm } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { appearanceForm } from './schema.ts'
import { changeAppearance } from './service.ts'

export function appearanceRoutes(desk: Desk): Router {
  const router = Router()

  router.post('/me/appearance', allow('live.see'), async (request, response) => {
    const form = readForm(appearanceForm, request.body)
    if (!form.ok) return response.redirect(303, '/me')
    await changeAppearance(desk, actorOf(request), form.value)
    response.redirect(303, localPath(form.value.back ?? '/'))
  })

  router.get('/keys', allow('live.see'), (_request, response) => sendPage(response, 'help/keys'))

  return router
}
