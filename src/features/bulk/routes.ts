import { Router, type Request, type Response } from 'express'
import { randomUUID } from 'node:crypto'
import { invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { undoableFor, undoSteps, type Undoable } from '#features/undo/queries.ts'
import { fieldOf, emptyForm, problemsOf, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { orderWords } from './order-words.ts'
import { presentForm, presentPast, presentPreview, presentRun, type Hidden } from './present.ts'
import { chosenTickets, type Chosen } from './queries.ts'
import { Runs } from './runs.ts'
import { readOrder, typedOrder } from './reading.ts'
import { isEmpty, selectionForm, tooMany, type Selection } from './schema.ts'
import { begin, rehearse } from './service.ts'

type Asked = { readonly selection: Selection; readonly chosen: Chosen; readonly hidden: Hidden }

export function bulkRoutes(desk: Desk): Router {
  const router = Router()
  const runs = new Runs()
  const may = allow('tickets.assign')

  router.post('/tickets/bulk', may, (request, response) => {
    show(request, response, { asked: askedOf(request), form: { ...emptyForm, values: typedOrder(request.body) } })
  })

  router.post('/tickets/bulk/preview', may, async (request, response) => {
    const actor = actorOf(request)
    const asked = askedOf(request)
    const form = readOrder(desk, actor, typedOrder(request.body))
    const again = (wrong: Form) => show(request, response.status(422), { asked, form: wrong })
    if (!form.ok) return again(form)
    if (isEmpty(form.value)) return again(refused(form.values, { '': 'Choose at least one thing to change.' }))

    const results = await rehearse(desk, actor, { ids: asked.chosen.ids, order: form.value })
    const words = orderWords(desk, form.value)
    const planned = { results, words, form, replies: form.value.reply !== '', hidden: asked.hidden, key: randomUUID() }
    sendPage(response, 'bulk/preview', presentPreview(desk, planned))
  })

  router.post('/tickets/bulk/run', may, async (request, response) => {
    const actor = actorOf(request)
    const { chosen } = askedOf(request)
    const form = readOrder(desk, actor, typedOrder(request.body))
    if (!form.ok || isEmpty(form.value)) throw invalid({ '': 'This form is not whole. Choose the tickets anew.' })
    const label = orderWords(desk, form.value).join('; ')
    const plan = { ids: chosen.ids, order: form.value, label, key: fieldOf(request.body, 'key').slice(0, 60) }
    const run = await begin(desk, actor, { runs, plan })
    response.redirect(303, `/tickets/bulk/${run.id}`)
  })

  router.get('/tickets/bulk/:id', may, (request, response) => {
    const { personId } = actorOf(request)
    const id = idOf(request)
    const undo = undoableFor(desk, actorOf(request), id)
    if (undo?.kind !== 'bulk' || undo.personId !== personId) throw notFound('change')
    const open = undo.undoneAt === null && undo.expiresAt > desk.clock.now()
    const run = runs.get(id)
    sendPage(response, 'bulk/run', { run: run ? presentRun(desk, run, open) : presentPast(pastOf(undo), open) })
  })

  return router

  function askedOf(request: Request): Asked {
    const read = selectionForm.safeParse(request.body)
    if (!read.success) throw invalid(problemsOf(read.error))
    const { ids, all, search } = read.data
    const chosen = chosenTickets(desk, actorOf(request), read.data)
    if (chosen.more) throw invalid({ ids: tooMany })
    if (chosen.ids.length === 0) throw invalid({ ids: 'Choose at least one ticket first.' })
    return { selection: read.data, chosen, hidden: { ids: ids.join(','), all: all ? '1' : '', search } }
  }

  function show(request: Request, response: Response, { asked, form }: { asked: Asked; form: Form }): void {
    const { selection, chosen, hidden } = asked
    const page = presentForm(desk, actorOf(request), { form, change: selection.change, chosen, hidden })
    sendPage(response, 'bulk/form', page)
  }

  function pastOf({ id, label, data }: Undoable) {
    const { count } = JSON.parse(data) as { count: number }
    return { id, label, total: count, changed: undoSteps(desk, id).length }
  }
}
