import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { assignmentRoutes } from '#features/tickets/assignment/routes.ts'
import { attachmentRoutes } from '#features/tickets/attachments/routes.ts'
import { createRoutes } from '#features/tickets/create/routes.ts'
import { editRoutes } from '#features/tickets/edit/routes.ts'
import { listRoutes } from '#features/tickets/list/routes.ts'
import { showRoutes } from '#features/tickets/show/routes.ts'
import { statusRoutes } from '#features/tickets/status/routes.ts'
import { updateRoutes } from '#features/tickets/updates/routes.ts'

/** The doors of the tickets room; `new` before the numbers. */
export function ticketRoutes(desk: Desk): Router {
  const router = Router()
  const doors = [
    listRoutes,
    createRoutes,
    showRoutes,
    editRoutes,
    statusRoutes,
    assignmentRoutes,
    updateRoutes,
    attachmentRoutes,
  ]
  for (const door of doors) router.use(door(desk))
  return router
}
