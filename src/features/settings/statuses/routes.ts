import { Router, type Request } from 'express'
import { statusOf } from '#domain/status.ts'
import { workflowOf } from '#config/workflow.ts'
import type { Desk } from '#src/desk.ts'
import { shows, takes } from '#features/settings/acting.ts'
import { reading, type Reading, type SettingsPage } from '#features/settings/page.ts'
import { ticketsWith } from '#features/settings/queries.ts'
import { openedSettings } from '#features/settings/service.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { mappedElsewhere, reordered, withoutStatus, workflowEdits } from './edits.ts'
import { changing, statusesPage, statusPage } from './page.ts'
import { orderForm, removalForm } from './schema.ts'
import { moveAllTickets } from './service.ts'

export function statusRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('settings.edit')
  const pageOf = ({ params }: Request) => statusPage(desk, String(params.key))

  const orderPage: SettingsPage = {
    ...statusesPage,
    read: (body) => reading(orderForm, body, ({ key, by }) => changing((workflow) => reordered(workflow, key, by))),
  }
  router.post(
    '/settings/statuses/order',
    may,
    takes(desk, () => orderPage),
  )
  router.get('/settings/statuses/:key', may, shows(desk, pageOf))
  router.post('/settings/statuses/:key', may, takes(desk, pageOf))
  router.post(
    '/settings/statuses/:key/removal',
    may,
    takes(desk, (request) => removalPage(desk, request, pageOf(request))),
  )
  return router
}

function removalPage(desk: Desk, request: Request, page: SettingsPage): SettingsPage {
  const key = String(request.params.key)
  const actor = actorOf(request)
  const { label } = statusOf(desk.config.workflow, key)
  const others = desk.config.workflow.map((one) => one.key).filter((one) => one !== key)
  const read = (body: unknown): Reading =>
    reading(removalForm(others), body, ({ to }) => ({
      edits: (file) => [
        ...workflowEdits(file, withoutStatus(workflowOf(file.workflow), key)),
        ...mappedElsewhere(file, key, to),
      ],
      statuses: new Map([[key, to]]),
      prepare: () => moveAllTickets(desk, actor, { from: key, to }),
      words: goneWords(ticketsWith(desk, 'status', key), label, statusOf(desk.config.workflow, to).label),
    }))
  // The page shows the status as it is beside the one field of this form.
  const shown = () => page.values(openedSettings(desk, page.keys).file)
  return { ...page, read: (body) => ({ ...read(body), values: { ...shown(), ...read(body).values } }) }
}

function goneWords(count: number, label: string, to: string): string {
  if (count === 0) return `${label} is gone.`
  return `${label} is gone; ${count.toLocaleString('en')} ${count === 1 ? 'ticket is' : 'tickets are'} now ${to}.`
}
