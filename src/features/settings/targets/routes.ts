import { Router, type Request } from 'express'
import type { Desk } from '#src/desk.ts'
import { allow } from '#web/guard.ts'
import { shows, takes } from '#features/settings/acting.ts'
import { calendarPage, newCalendarPage, removedCalendar } from './calendar.ts'

export function calendarRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('settings.edit')
  const nameOf = ({ params }: Request) => String(params.name)
  const pageOf = (request: Request) => calendarPage(desk, nameOf(request))

  router.get(
    '/settings/calendars',
    may,
    shows(desk, () => newCalendarPage),
  )
  router.post(
    '/settings/calendars',
    may,
    takes(desk, () => newCalendarPage),
  )
  router.get('/settings/calendars/:name', may, shows(desk, pageOf))
  router.post('/settings/calendars/:name', may, takes(desk, pageOf))
  router.post(
    '/settings/calendars/:name/removal',
    may,
    takes(desk, (request) => ({
      ...pageOf(request),
      read: () => ({ ok: true, values: {}, wish: removedCalendar(nameOf(request)) }),
    })),
  )
  return router
}
