import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { without } from '#lib/without.ts'
import { dateOf } from '#lib/zones.ts'
import { sendDownload } from '#web/download.ts'
import { readForm } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { openChecker } from './checker.ts'
import { actions, auditCsv, presentEntry, presentVerdict, wantedOf } from './present.ts'
import { auditEntries } from './queries.ts'
import { auditQuery, nothing, type AuditQuery } from './schema.ts'
import { audit } from './service.ts'

const PAGE_SIZE = 50

export function auditRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('settings.edit')
  const checker = openChecker(desk)

  router.get('/settings/audit', may, async (request, response) => {
    const query = auditQuery.parse(request.query)
    const { zone } = actorOf(request)
    const rows = auditEntries(desk, wantedOf(query, zone, PAGE_SIZE + 1))
    const shown = rows.slice(0, PAGE_SIZE)
    const last = rows.length > PAGE_SIZE ? shown.at(-1)?.id : undefined
    sendPage(response, 'audit/log', {
      entries: shown.map((row) => presentEntry(row, zone, desk.clock.now())),
      verdict: presentVerdict(await checker.look()),
      query,
      actions,
      older: last === undefined ? null : address('/settings/audit', { ...query, before: last }),
      newest: query.before === undefined ? null : address('/settings/audit', { ...query, before: undefined }),
      csv: address('/settings/audit/export', { ...query, before: undefined }),
      narrowed: query.action !== '' || query.q !== '' || query.from !== '' || query.to !== '',
    })
  })

  router.get('/settings/audit/export', may, async (request, response) => {
    const query = without(auditQuery.parse(request.query), 'before')
    const actor = actorOf(request)
    const details = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
    await audit(desk, { actor, action: 'audit.exported', subject: 'Audit log', details, address: addressOf(request) })
    const name = `audit-${dateOf(desk.clock.now(), actor.zone)}.csv`
    await sendDownload(response, auditCsv(desk, wantedOf(query, actor.zone, PAGE_SIZE)), { name, type: 'text/csv' })
  })

  router.post('/settings/audit/verification', may, async (request, response) => {
    readForm(nothing, request.body)
    const { ok, text } = presentVerdict(await checker.again())
    flash(request, ok ? 'ok' : 'wrong', `Verified from the first entry on: ${text}`)
    response.redirect(303, '/settings/audit')
  })

  return router
}

function address(path: string, { before, ...query }: AuditQuery): string {
  const given = Object.entries({ ...query, before: before === undefined ? '' : String(before) })
  const search = new URLSearchParams(given.filter(([, value]) => value !== '')).toString()
  return search === '' ? path : `${path}?${search}`
}
