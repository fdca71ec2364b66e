import { Router, type Request, type Response } from 'express'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, doerOf, flash, flashUndo, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { freshForm, presentRecurrences, previewRuns, recurrenceChoices, recurrenceForm } from './present.ts'
import { recurrenceById, type Recurrence } from './queries.ts'
import { scheduleForm } from './schema.ts'
import { changeRecurrence, createRecurrence, openNow, pauseRecurrence, removeRecurrence } from './service.ts'

export function recurrenceRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('recurrences.edit')
  const found = (request: Request) => recurrenceById(desk, idOf(request))

  router.get('/recurrences', may, (request, response) => {
    sendPage(response, 'recurrences/list', presentRecurrences(desk, actorOf(request)))
  })

  router.get('/recurrences/new', may, (request, response) => {
    const { template } = request.query
    const values = freshForm(desk, actorOf(request), typeof template === 'string' ? template : '')
    show(request, response, { recurrence: null, form: { values, errors: {} }, runs: null })
  })

  router.post('/recurrences', may, (request, response) => save(request, response, null))

  router.get('/recurrences/:id', may, (request, response) => {
    const recurrence = found(request)
    const form = { values: recurrenceForm(recurrence), errors: {} }
    show(request, response, { recurrence, form, runs: previewRuns(desk, recurrence) })
  })

  router.post('/recurrences/:id', may, (request, response) => save(request, response, found(request)))

  for (const [path, active, words] of [
    ['pause', false, 'Paused. It opens nothing until it goes on.'],
    ['resumption', true, 'It goes on.'],
  ] as const) {
    router.post(`/recurrences/:id/${path}`, may, async (request, response) => {
      await pauseRecurrence(desk, doerOf(request), { id: idOf(request), active })
      flash(request, 'ok', words)
      response.redirect(303, '/recurrences')
    })
  }

  router.post('/recurrences/:id/tickets', may, async (request, response) => {
    try {
      const id = await openNow(desk, actorOf(request), idOf(request))
      response.redirect(303, `/tickets/${id}`)
    } catch (error) {
      if (!(error instanceof AppError) || !['conflict', 'invalid'].includes(error.kind)) throw error
      flash(request, 'wrong', `The ticket was not opened. ${error.message}`)
      response.redirect(303, '/recurrences')
    }
  })

  router.post('/recurrences/:id/removal', may, async (request, response) => {
    const { template } = found(request)
    const undoId = await removeRecurrence(desk, doerOf(request), idOf(request))
    flashUndo(request, `Removed the schedule of “${template}”. Its tickets stay.`, undoId)
    response.redirect(303, '/recurrences')
  })

  return router

  async function save(request: Request, response: Response, recurrence: Recurrence | null): Promise<void> {
    const { act, ...body } = { ...(request.body as Record<string, unknown> | undefined) }
    const form = readForm(scheduleForm, body)
    const again = (wrong: Form) => show(request, response.status(422), { recurrence, form: wrong, runs: null })
    if (!form.ok) return again(form)
    if (act === 'preview') return show(request, response, { recurrence, form, runs: previewRuns(desk, form.value) })

    try {
      if (recurrence) await changeRecurrence(desk, doerOf(request), { id: recurrence.id, form: form.value })
      else await createRecurrence(desk, doerOf(request), form.value)
      flash(request, 'ok', 'Saved.')
      response.redirect(303, '/recurrences')
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      again(refused(form.values, error.fields))
    }
  }

  type Shown = { readonly recurrence: Recurrence | null; readonly form: Form; readonly runs: object | null }

  function show(request: Request, response: Response, { recurrence, form, runs }: Shown): void {
    sendPage(response, 'recurrences/edit', {
      ...{ form, runs },
      recurrence: recurrence && { href: `/recurrences/${recurrence.id}`, template: recurrence.template },
      choices: recurrenceChoices(desk, actorOf(request), form.values),
    })
  }
}
