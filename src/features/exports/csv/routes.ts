import { Router } from 'express'
import { dateOf } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { audit } from '#features/audit/service.ts'
import { listQuery } from '#features/tickets/list/schema.ts'
import { sendDownload } from '#web/download.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf } from '#web/request.ts'
import { listedIds, ticketsCsv } from './service.ts'

export function csvRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/tickets/export', allow('tickets.list'), async (request, response) => {
    const actor = actorOf(request)
    const ids = await listedIds(desk, actor, listQuery.parse(request.query))
    const search = new URL(request.originalUrl, 'http://desk').search.slice(0, 500)
    await audit(desk, {
      actor,
      action: 'tickets.exported',
      subject: `${ids.length} tickets as CSV`,
      details: { search },
      address: addressOf(request),
    })
    const name = `tickets-${dateOf(desk.clock.now(), actor.zone)}.csv`
    await sendDownload(response, ticketsCsv(desk, actor, ids), { name, type: 'text/csv' })
  })

  return router
}
