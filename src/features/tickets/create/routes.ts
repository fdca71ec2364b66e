import { Router, type Request, type Response } from 'express'
import type { Actor } from '#domain/actor.ts'
import { beginTexts, defaultTexts } from '#domain/field-values.ts'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { customOf, withCustom } from '#features/fields/schema.ts'
import { ticketFormPage } from '#features/tickets/form-page.ts'
import { ticketForm } from '#features/tickets/schema.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { uploadsOf } from '#web/uploads.ts'
import { sendPage } from '#web/views.ts'
import { createTicket } from './service.ts'

export function createRoutes(desk: Desk): Router {
  const router = Router()
  const customFor = (actor: Actor) => fieldsFor(desk, actor, 'ticket').filter(({ editable }) => editable)

  router.get('/tickets/new', allow('tickets.create'), (request, response) => {
    const { defaultPriority, defaultType } = desk.config.tickets
    const form: Form = {
      ...emptyForm,
      values: {
        priority: defaultPriority,
        type: defaultType ?? '',
        category: request.session.category ?? '',
        ...defaultTexts(customFor(actorOf(request))),
        ...prefilled(request.query),
      },
    }
    show(request, response, form)
  })

  router.post('/tickets', allow('tickets.create'), async (request, response) => {
    const actor = actorOf(request)
    const { custom, rest } = customOf(request.body)
    const fields = customFor(actor)
    const typed = beginTexts(fields, custom)
    const plain = readForm(ticketForm(desk.config, actor.zone), { ...unasked(desk, actor), ...rest })
    const form = withCustom(plain, fields, { typed, held: {} })
    const again = (wrong: Form) => show(request, response.status(422), wrong)
    if (!form.ok) return again(form)

    try {
      const ticket = await createTicket(desk, actor, { form: form.value, custom, files: uploadsOf(request) })
      if (form.value.category !== null) request.session.category = form.value.category
      response.redirect(303, `/tickets/${ticket.id}`)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      again(refused(form.values, error.fields))
    }
  })

  return router

  function show(request: Request, response: Response, form: Form): void {
    const actor = actorOf(request)
    const page = { ...ticketFormPage(desk, actor, form), ...NEW }
    if (actor.role === 'client') sendPage(response, 'portal/new', page)
    else sendPage(response, 'ticket-form', page)
  }
}

/** A client's form is short: what it does not ask for is as the desk has it. */
const unasked = ({ config }: Desk, { role }: Actor): object =>
  role === 'client' && config.tickets.defaultType !== null ? { type: config.tickets.defaultType } : {}

const NEW = { mode: 'new', action: '/tickets', cancelHref: '/' }

/** An alarm list or a bookmark may open the form with fields already filled in. */
function prefilled(query: Readonly<Record<string, unknown>>): Record<string, string> {
  const names = [
    'title',
    'description',
    'requester',
    'priority',
    'type',
    'category',
    'component',
    'site',
    'project',
    'jobNumber',
    'tags',
    'links',
  ]
  return Object.fromEntries(
    names.flatMap((name) => (typeof query[name] === 'string' ? [[name, query[name].slice(0, 5000)]] : [])),
  )
}
