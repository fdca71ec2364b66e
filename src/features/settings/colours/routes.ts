import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { takes } from '#features/settings/acting.ts'
import type { SettingsPage } from '#features/settings/page.ts'
import { allow } from '#web/guard.ts'
import { coloursPage, resetColours } from './page.ts'

export function colourRoutes(desk: Desk): Router {
  const router = Router()
  const resetPage: SettingsPage = { ...coloursPage, read: () => ({ ok: true, values: {}, wish: resetColours }) }
  router.post(
    '/settings/colours/reset',
    allow('settings.edit'),
    takes(desk, () => resetPage),
  )
  return router
}
