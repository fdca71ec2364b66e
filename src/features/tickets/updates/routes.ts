import { Router, type Request, type Response } from 'express'
import { can } from '#domain/access.ts'
import { forbidden } from '#lib/errors.ts'
import { renderMarkdown } from '#lib/markdown.ts'
import { shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { openActionsWarning } from '#features/actions/queries.ts'
import { blockedWords } from '#features/relations/present.ts'
import { actAndReturn } from '#features/tickets/acting.ts'
import { noFields } from '#features/tickets/assignment/schema.ts'
import { actOnTicket } from '#features/tickets/service.ts'
import { presentHead } from '#features/tickets/show/present.ts'
import { ticketById } from '#features/tickets/show/queries.ts'
import { readForm, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { broughtFiles, uploadsOf } from '#web/uploads.ts'
import { sendPage } from '#web/views.ts'
import { revisionsOf, updateById } from './queries.ts'
import { updateForm, updateText } from './schema.ts'
import { addUpdate, editUpdate, reAge, removeUpdate } from './service.ts'

export function updateRoutes(desk: Desk): Router {
  const router = Router()

  router.post('/tickets/:id/updates', allow('tickets.reply'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      {
        schema: updateForm,
        ...(desk.config.autoReturnToList && !broughtFiles(request) ? { next: '/tickets' } : {}),
        act: async (form) => {
          const actor = actorOf(request)
          if (form.kind === 'note' && !can(actor.role, 'tickets.note')) throw forbidden('Notes are for agents.')
          if (form.reage && !can(actor.role, 'tickets.note')) throw forbidden()
          await addUpdate(desk, actor, { ticketId: idOf(request), form, files: uploadsOf(request) })
          const warning =
            form.status === null || actor.role === 'client' ? null : openActionsWarning(desk, idOf(request))
          if (warning !== null) flash(request, 'info', warning)
          const words = blockedWords(desk, actor, { id: idOf(request), status: form.status })
          if (words !== null) flash(request, 'info', words)
        },
      },
    ),
  )

  router.post('/tickets/:id/age', allow('tickets.note'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      {
        schema: noFields,
        act: () =>
          actOnTicket(desk, actorOf(request), { id: idOf(request), decide: (ticket, act) => reAge(desk, ticket, act) }),
      },
    ),
  )

  router.get('/tickets/:id/updates/:update/edit', allow('updates.edit'), (request, response) => {
    const update = updateById(desk, actorOf(request), place(request))
    editPage(request, response, { values: { body: update.body }, errors: {} })
  })

  router.post('/tickets/:id/updates/:update', allow('updates.edit'), async (request, response) => {
    const form = readForm(updateText, request.body)
    if (!form.ok) return editPage(request, response.status(422), form)
    await editUpdate(desk, actorOf(request), { ...place(request), body: form.value.body })
    response.redirect(303, `/tickets/${idOf(request)}#update-${idOf(request, 'update')}`)
  })

  router.post('/tickets/:id/updates/:update/removal', allow('updates.edit'), async (request, response) => {
    await removeUpdate(desk, actorOf(request), place(request))
    flash(request, 'ok', 'Removed. The timeline keeps that it was there.')
    response.redirect(303, `/tickets/${idOf(request)}`)
  })

  router.get('/tickets/:id/updates/:update/history', allow('tickets.note'), (request, response) => {
    const actor = actorOf(request)
    const update = updateById(desk, actor, place(request))
    const former = revisionsOf(desk, update.id).map(({ by, at, body }) => ({
      by: by ?? 'Somebody',
      atText: `replaced this ${shortTime(at, actor.zone, desk.clock.now())}`,
      bodyHtml: renderMarkdown(body),
    }))
    sendPage(response, 'update-history', {
      ticket: presentHead(ticketById(desk, actor, idOf(request)), desk, desk.clock.now()),
      event: update,
      versions: [
        { by: update.authorName, atText: '', bodyHtml: renderMarkdown(update.body), current: true },
        ...former,
      ],
      backHref: `/tickets/${idOf(request)}#update-${update.id}`,
    })
  })

  return router

  function editPage(request: Request, response: Response, form: Form): void {
    const actor = actorOf(request)
    const { id, ticketId } = place(request)
    const update = updateById(desk, actor, { id, ticketId })
    const href = `/tickets/${ticketId}`
    const ticket = presentHead(ticketById(desk, actor, ticketId), desk, desk.clock.now())
    sendPage(response, 'update-edit', {
      ticket,
      form,
      kind: update.kind,
      action: `${href}/updates/${id}`,
      cancelHref: `${href}#update-${id}`,
    })
  }
}

const place = (request: Request) => ({ ticketId: idOf(request), id: idOf(request, 'update') })
