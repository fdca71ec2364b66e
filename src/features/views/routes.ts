import { Router, type Request, type Response } from 'express'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, doerOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { columnRoutes } from './columns/routes.ts'
import { firstValues, presentViewForm, presentViews, valuesOf } from './present.ts'
import { viewCounter, viewFor, type View } from './queries.ts'
import { changesForm, moveForm, newViewForm, removalForm, viewForm } from './schema.ts'
import { changeView, deleteView, keepChanges, moveView, mayChange, saveView } from './service.ts'

/** The doors of saved searches; the list of one stands among the lists of tickets. */
export function viewRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('tickets.list')
  const count = viewCounter(desk)

  router.get('/views', may, (request, response) => {
    sendPage(response, 'views/index', presentViews(desk, actorOf(request), count))
  })

  router.get('/views/new', may, (request, response) => {
    const values = { shared: 'me', ...firstValues(request.query) }
    showForm(request, response, { view: null, form: { values, errors: {} } })
  })

  router.use(columnRoutes(desk))

  router.post('/views', may, async (request, response) => {
    const form = readForm(newViewForm, request.body)
    await orAgain({ request, response, form, view: null }, async () => {
      if (!form.ok) throw invalid(form.errors)
      const id = await saveView(desk, doerOf(request), form.value)
      flash(request, 'ok', 'Saved. The view stands in the menu from now on.')
      response.redirect(303, `/views/${id}`)
    })
  })

  router.get('/views/:id/edit', may, (request, response) => {
    const view = changeable(request)
    showForm(request, response, { view, form: { values: valuesOf(view), errors: {} } })
  })

  router.post('/views/:id', may, async (request, response) => {
    const form = readForm(viewForm, request.body)
    const view = changeable(request)
    await orAgain({ request, response, form, view }, async () => {
      if (!form.ok) throw invalid(form.errors)
      await changeView(desk, doerOf(request), { id: view.id, form: form.value })
      flash(request, 'ok', 'Saved.')
      response.redirect(303, `/views/${view.id}`)
    })
  })

  router.post('/views/:id/changes', may, async (request, response) => {
    const form = readForm(changesForm, request.body)
    const view = changeable(request)
    const shown = { ...form, values: { ...valuesOf(view), ...form.values } }
    await orAgain({ request, response, form: shown, view }, async () => {
      if (!form.ok) throw invalid(form.errors)
      await keepChanges(desk, doerOf(request), { id: view.id, form: form.value })
      flash(request, 'ok', `${view.name} is changed.`)
      response.redirect(303, `/views/${view.id}`)
    })
  })

  router.post('/views/:id/move', may, async (request, response) => {
    const form = readForm(moveForm, request.body)
    if (!form.ok) throw invalid(form.errors)
    await moveView(desk, actorOf(request), { id: idOf(request), way: form.value.way })
    response.redirect(303, '/views')
  })

  router.post('/views/:id/removal', may, async (request, response) => {
    const form = readForm(removalForm, request.body)
    const view = changeable(request)
    await orAgain({ request, response, form: { values: valuesOf(view), errors: {} }, view }, async () => {
      if (!form.ok) throw invalid(form.errors)
      await deleteView(desk, doerOf(request), { id: view.id, anyway: form.value.anyway === '1' })
      flash(request, 'ok', `The view ${view.name} is deleted. Its tickets stay.`)
      response.redirect(303, '/views')
    })
  })

  return router

  function changeable(request: Request): View {
    const view = viewFor(desk, actorOf(request), idOf(request))
    if (view === null) throw notFound('view')
    if (!mayChange(actorOf(request), view)) throw new AppError('forbidden', 'Only its owner and admins change a view.')
    return view
  }

  function showForm(request: Request, response: Response, shown: { view: View | null; form: Form }): void {
    sendPage(response, 'views/form', presentViewForm(desk, actorOf(request), shown))
  }

  type Asked = { request: Request; response: Response; form: Form; view: View | null }

  async function orAgain({ request, response, form, view }: Asked, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
      showForm(request, response.status(422), { view, form: refused(form.values, error.fields) })
    }
  }
}
