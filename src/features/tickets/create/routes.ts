import { Router, type Request, type Response } from 'express'
import { can } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { beginTexts, defaultTexts } from '#domain/field-values.ts'
import { readActions, type ReadActions } from '#domain/template-actions.ts'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { planActions } from '#features/actions/service.ts'
import { presentDraft, type DraftShown } from '#features/drafts/present.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { customOf, withCustom } from '#features/fields/schema.ts'
import { agents } from '#features/people/queries.ts'
import { filledTicket, ticketTemplates } from '#features/templates/present.ts'
import { templateById } from '#features/templates/queries.ts'
import { ticketFormPage } from '#features/tickets/form-page.ts'
import { ticketForm } from '#features/tickets/schema.ts'
import { takeAlong } from '#web/along.ts'
import { sentOnce } from '#web/once.ts'
import { emptyForm, readForm, refused, type Form, type ReadForm, type Values } from '#web/form.ts'
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
    const given = prefilled(request.query)
    const draft = presentDraft(desk, actorOf(request), NEW_DRAFT, {
      closed: Object.keys(given).length > 0 || templateOf(request) !== null,
    })
    const form: Form = {
      ...emptyForm,
      values: {
        priority: defaultPriority,
        type: defaultType ?? '',
        category: request.session.category ?? '',
        ...defaultTexts(customFor(actorOf(request))),
        ...beginning(request),
        ...draft?.values,
        ...given,
      },
    }
    show(request, response, form, draft)
  })

  router.post('/tickets', allow('tickets.create'), sentOnce(desk), takeAlong, async (request, response) => {
    const actor = actorOf(request)
    const { custom, rest: whole } = customOf(request.body)
    const { actions: typedActions, ...rest } = whole
    const listed = actor.role === 'client' ? NO_ACTIONS : readListed(desk, typedActions)
    const fields = customFor(actor)
    const typed = beginTexts(fields, custom)
    const plain = readForm(ticketForm(desk.config, actor.zone), { ...unasked(desk, actor), ...rest })
    const form = withActions(withCustom(plain, fields, { typed, held: {} }), listed)
    const again = (wrong: Form, status = 422) => show(request, response.status(status), wrong)
    if (!form.ok) return again(form)

    try {
      const ticket = await createTicket(desk, actor, {
        form: form.value,
        custom,
        files: uploadsOf(request),
        also: (tx, { id, at }) =>
          planActions(tx, { ticketId: id, actions: listed.read.ok ? listed.read.actions : [], zone: actor.zone }, at),
        draft: request.along?.draft ?? '',
      })
      if (form.value.category !== null) request.session.category = form.value.category
      response.redirect(303, `/tickets/${ticket.id}`)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      again(refused(form.values, error.fields), error.status)
    }
  })

  return router

  /** What a template puts into the form; clients have none. */
  function beginning(request: Request): Values {
    const actor = actorOf(request)
    const id = templateOf(request)
    if (id === null || !can(actor.role, 'templates.use')) return {}
    const { requester } = request.query
    const asker = typeof requester === 'string' ? requester : undefined
    return filledTicket(desk, actor, templateById(desk, actor, id), asker)
  }

  function show(request: Request, response: Response, form: Form, shown?: DraftShown | null): void {
    const actor = actorOf(request)
    const templates = can(actor.role, 'templates.use') ? ticketTemplates(desk, actor, templateOf(request)) : []
    const draft = shown ?? presentDraft(desk, actor, NEW_DRAFT, { closed: true })
    const page = { ...ticketFormPage(desk, actor, form), ...NEW, templates, lists: actor.role !== 'client', draft }
    if (actor.role === 'client') sendPage(response, 'portal/new', page)
    else sendPage(response, 'ticket-form', page)
  }
}

/** A client's form is short: what it does not ask for is as the desk has it. */
const unasked = ({ config }: Desk, { role }: Actor): object =>
  role === 'client' && config.tickets.defaultType !== null ? { type: config.tickets.defaultType } : {}

const NEW_DRAFT = { ticketId: null, kind: 'new' }
const NEW = { mode: 'new', action: '/tickets', cancelHref: '/' }

const templateOf = ({ query }: Request): number | null =>
  typeof query.template === 'string' && /^[1-9]\d{0,14}$/.test(query.template) ? Number(query.template) : null

type Listed = { readonly typed: string; readonly read: ReadActions }
const NO_ACTIONS: Listed = { typed: '', read: { ok: true, actions: [] } }

/** The action items the form brought with it. */
function readListed(desk: Desk, typed: unknown): Listed {
  const text = typeof typed === 'string' ? typed.replace(/\r\n?/g, '\n') : ''
  return { typed: text, read: readActions(text, agents(desk)) }
}

/** The form together with its list of actions: one list of values, one of errors. */
function withActions<Value>(form: ReadForm<Value>, { typed, read }: Listed): ReadForm<Value> {
  const values = { ...form.values, actions: typed }
  if (read.ok) return { ...form, values }
  return { ok: false, values, errors: { ...form.errors, actions: read.problem } }
}

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
