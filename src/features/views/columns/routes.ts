import { Router, type Request } from 'express'
import { AppError, invalid } from '#lib/errors.ts'
import { localPath } from '#lib/local-path.ts'
import type { Desk } from '#src/desk.ts'
import { presentColumns } from '#features/views/present.ts'
import { columnsForm } from '#features/views/schema.ts'
import { chooseColumns, mayChange, moved } from '#features/views/service.ts'
import { viewFor } from '#features/views/queries.ts'
import { readForm } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash } from '#web/request.ts'
import { sendPage } from '#web/views.ts'

/** Which columns a view has, or somebody's own lists; a parameter `of` names the view. */
export function columnRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/views/columns', allow('tickets.list'), (request, response) => {
    const { of, back } = request.query
    const id = typeof of === 'string' && /^[1-9]\d{0,14}$/.test(of) ? Number(of) : null
    refuseForeign(request, id)
    sendPage(response, 'views/columns', presentColumns(desk, actorOf(request), { of: id, back: backOf(back) }))
  })

  router.post('/views/columns', allow('tickets.list'), async (request, response) => {
    const form = readForm(columnsForm, request.body)
    if (!form.ok) throw invalid(form.errors)
    const { columns, up, down, usual } = form.value
    const of = form.value.of === '' ? null : form.value.of
    const back = backOf(form.value.back)
    refuseForeign(request, of)
    if (up !== undefined || down !== undefined) {
      const keys = moved(columns, up ?? down ?? '', up === undefined ? 'down' : 'up')
      return sendPage(response, 'views/columns', presentColumns(desk, actorOf(request), { of, back, keys }))
    }
    const doer = { actor: actorOf(request), address: addressOf(request) }
    await chooseColumns(desk, doer, { view: of, columns: usual === undefined ? columns : [] })
    flash(request, 'ok', usual === undefined ? 'Columns saved.' : 'The usual line is back.')
    response.redirect(303, back)
  })

  return router

  function refuseForeign(request: Request, id: number | null): void {
    if (id === null) return
    const view = viewFor(desk, actorOf(request), id)
    if (view === null) throw new AppError('not-found', 'We could not find that view.')
    if (!mayChange(actorOf(request), view)) throw new AppError('forbidden', 'Only its owner and admins change a view.')
  }
}

function backOf(text: unknown): string {
  const path = localPath(typeof text === 'string' ? text : '')
  return path === '/' ? '/tickets' : path
}
