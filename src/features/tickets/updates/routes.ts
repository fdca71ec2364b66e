import { Router, type Request, type Response } from 'express'
import { can } from '#domain/access.ts'
import { presentDraft, type DraftShown } from '#features/drafts/present.ts'
import { typedFields } from '#features/drafts/schema.ts'
import { readSeen } from '#features/tickets/guard/queries.ts'
import { parkUploads } from '#features/tickets/held/parking/service.ts'
import { holdReply, isHeld } from '#features/tickets/held/service.ts'
import { AppError, forbidden } from '#lib/errors.ts'
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
import { takeAlong } from '#web/along.ts'
import { sentOnce } from '#web/once.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, flashUndo, idOf } from '#web/request.ts'
import { broughtFiles, uploadsOf } from '#web/uploads.ts'
import { sendPage } from '#web/views.ts'
import { revisionsOf, updateById } from './queries.ts'
import { updateForm, updateText, type UpdateForm } from './schema.ts'
import { addUpdate, editUpdate, reAge, removeUpdate } from './service.ts'

export function updateRoutes(desk: Desk): Router {
  const router = Router()

  router.post('/tickets/:id/updates', allow('tickets.reply'), sentOnce(desk), takeAlong, (request, response) => {
    const toList = desk.config.autoReturnToList && !broughtFiles(request)
    return actAndReturn(
      desk,
      { request, response },
      {
        schema: updateForm,
        // A browser does not fill in files again.
        unread: () => parkUploads(desk, actorOf(request), { ticketId: idOf(request), files: uploadsOf(request) }),
        ...(toList ? { next: '/tickets' } : {}),
        act: async (form) => {
          const actor = actorOf(request)
          if (form.kind === 'note' && !can(actor.role, 'tickets.note')) throw forbidden('Notes are for agents.')
          if (form.reage && !can(actor.role, 'tickets.note')) throw forbidden()
          await send(request, { form, toList })
          if (form.status !== null && actor.role !== 'client') warn(request, form.status)
        },
      },
    )
  })

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
    const draft = presentDraft(desk, actorOf(request), editDraft(request))
    editPage(request, response, { form: { values: { body: update.body, ...draft?.values }, errors: {} }, draft })
  })

  router.post('/tickets/:id/updates/:update', allow('updates.edit'), takeAlong, async (request, response) => {
    const form = readForm(updateText, request.body)
    if (!form.ok) return editPage(request, response.status(422), { form })
    await editUpdate(desk, actorOf(request), {
      ...place(request),
      body: form.value.body,
      draft: request.along?.draft ?? '',
    })
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

  /** What stays undone is no hindrance, but it is said. */
  function warn(request: Request, status: string): void {
    const id = idOf(request)
    const said = [openActionsWarning(desk, id), blockedWords(desk, actorOf(request), { id, status })]
    for (const words of said) if (words !== null) flash(request, 'info', words)
  }

  type Sending = { readonly form: UpdateForm; readonly toList: boolean }

  /** At once, or after some seconds in which it can be taken back; files of what is stopped wait for the next attempt. */
  async function send(request: Request, { form, toList }: Sending): Promise<void> {
    const [actor, ticketId, files] = [actorOf(request), idOf(request), uploadsOf(request)]
    const { draft = '', seen = '', kept = [] } = request.along ?? {}
    const along = { draft, kept, seen: actor.role === 'client' ? null : readSeen(seen) }
    try {
      if (!isHeld(desk, actor, { form, files: files.length + kept.length })) {
        await addUpdate(desk, actor, { ticketId, form, files, along })
        return
      }
      const typed = typedFields(request.body)
      const { undoId, seconds } = await holdReply(desk, actor, { ticketId, form, files, along, typed })
      if (toList) flashUndo(request, `Your reply leaves in ${seconds} s.`, undoId)
    } catch (error) {
      if (request.along && error instanceof AppError && error.fields.seen !== undefined) request.along.stopped = true
      throw error
    }
  }

  function editPage(
    request: Request,
    response: Response,
    { form, draft }: { form: Form; draft?: DraftShown | null },
  ): void {
    const actor = actorOf(request)
    const { id, ticketId } = place(request)
    const update = updateById(desk, actor, { id, ticketId })
    const href = `/tickets/${ticketId}`
    const ticket = presentHead(ticketById(desk, actor, ticketId), desk, desk.clock.now())
    sendPage(response, 'update-edit', {
      ticket,
      form,
      draft: draft ?? presentDraft(desk, actor, editDraft(request), { closed: true }),
      kind: update.kind,
      action: `${href}/updates/${id}`,
      cancelHref: `${href}#update-${id}`,
    })
  }
}

const editDraft = (request: Request) => ({ ticketId: idOf(request), kind: `update-${idOf(request, 'update')}` })
const place = (request: Request) => ({ ticketId: idOf(request), id: idOf(request, 'update') })
