import { Router, type Request, type Response } from 'express'
import { parseRef, type DraftFields } from '#domain/drafts.ts'
import { AppError, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { forgetParked } from '#features/tickets/held/parking/service.ts'
import { maySee } from '#features/tickets/queries.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { broughtFiles } from '#web/uploads.ts'
import type { DraftPlace } from './queries.ts'
import { draftKind, draftSlot, savedDraft, typedFields } from './schema.ts'
import { chooseDraft, saveDraft, type Typed } from './service.ts'

/** Forms without words in any of these are not worth keeping. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  update: ['body', 'status', 'holdReason', 'resolution', 'links'],
  new: ['title', 'description', 'notes', 'requester', 'tags', 'links', 'watchers'],
}

export function draftRoutes(desk: Desk): Router {
  const router = Router()

  router.post('/tickets/new/draft', allow('tickets.create'), (request, response) =>
    answer(request, response, { ticketId: null, kind: 'new' }),
  )

  router.post('/tickets/:id/draft/:of', allow('tickets.reply'), (request, response) => {
    const ticketId = idOf(request)
    if (!maySee(desk, actorOf(request), ticketId)) throw notFound('ticket')
    const kind = draftKind.safeParse(request.params.of)
    if (!kind.success) throw new AppError('malformed', 'There is no such draft.')
    return answer(request, response, { ticketId, kind: kind.data })
  })

  return router

  async function answer(request: Request, response: Response, place: DraftPlace): Promise<void> {
    const actor = actorOf(request)
    const body = (request.body ?? {}) as Readonly<Record<string, unknown>>
    if (body.fields !== undefined) {
      const { slot, rev } = await saveDraft(desk, actor, place, typedBy(body, place))
      response.json({ slot, rev })
      return
    }
    const slot = draftSlot.safeParse(body.slot)
    if (slot.success && (body.act === 'discard' || body.act === 'choose')) {
      await chooseDraft(desk, actor, place, { slot: slot.data, act: body.act })
      if (body.act === 'discard') {
        if (place.ticketId !== null && place.kind === 'update') await forgetParked(desk, actor, place.ticketId)
        flash(request, 'ok', 'The draft is gone.')
      }
    } else {
      await saveDraft(desk, actor, place, posted(body, place))
      const files = broughtFiles(request) ? ' Files are not kept in a draft: choose them again.' : ''
      flash(request, 'ok', `Kept as a draft.${files}`)
    }
    response.redirect(303, pageOf(place))
  }
}

/** From a page's script. */
function typedBy(body: Readonly<Record<string, unknown>>, place: DraftPlace): Typed {
  const saved = savedDraft.safeParse(body)
  if (!saved.success) throw new AppError('malformed', saved.error.issues[0]?.message ?? 'This draft could not be read.')
  const { fields, draft, older } = saved.data
  return { ref: draft, fields, blank: isBlank(fields, place), older: older !== undefined }
}

function posted(body: Readonly<Record<string, unknown>>, place: DraftPlace): Typed {
  const fields = typedFields(body)
  const ref = parseRef(typeof body.draft === 'string' ? body.draft : '') ?? { slot: null, rev: null, window: '' }
  return { ref, fields, blank: isBlank(fields, place) }
}

function isBlank(fields: DraftFields, { kind }: DraftPlace): boolean {
  const telling = TELLING[kind] ?? Object.keys(fields)
  return telling.every((name) => (fields[name] ?? []).every((text) => text === ''))
}

function pageOf({ ticketId, kind }: DraftPlace): string {
  if (ticketId === null) return '/tickets/new'
  const update = /^update-(\d+)$/.exec(kind)?.[1]
  if (update !== undefined) return `/tickets/${ticketId}/updates/${update}/edit`
  return kind === 'edit' ? `/tickets/${ticketId}/edit` : `/tickets/${ticketId}#composer`
}
