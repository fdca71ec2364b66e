import { Router } from 'express'
import type { Actor } from '#domain/actor.ts'
import { takeBulkBack } from '#features/bulk/service.ts'
import { AppError } from '#lib/errors.ts'
import { localPath } from '#lib/local-path.ts'
import type { Desk } from '#src/desk.ts'
import { restoreAction } from '#features/actions/service.ts'
import { restoreRecurrence } from '#features/recurrences/service.ts'
import { restoreTemplate } from '#features/templates/service.ts'
import { takeBackMerge } from '#features/merge/service.ts'
import { takeBackRelation } from '#features/relations/service.ts'
import { takeBackSplit } from '#features/split/service.ts'
import { takeBackSnooze } from '#features/tickets/snooze/service.ts'
import { takeBackReply } from '#features/tickets/held/service.ts'
import { fieldOf } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import type { Undoable } from './queries.ts'
import { claimUndo, finishUndo } from './service.ts'

/** Takes back one kind of change, step by step, and says in a sentence what came of it. */
type TakeBack = (desk: Desk, actor: Actor, undo: Undoable) => Promise<string>

const KINDS: Readonly<Record<string, TakeBack>> = {
  bulk: takeBulkBack,
  ticket: takeBulkBack,
  action: (desk, actor, { data }) => restoreAction(desk, actor, data),
  recurrence: (desk, actor, { data }) => restoreRecurrence(desk, actor, data),
  template: (desk, actor, { data }) => restoreTemplate(desk, actor, data),
  merge: takeBackMerge,
  relation: takeBackRelation,
  snooze: takeBackSnooze,
  split: takeBackSplit,
  'held-reply': async (desk, actor, { data }) => {
    const { heldReplyId, ticketId } = JSON.parse(data) as { readonly heldReplyId: number; readonly ticketId: number }
    await takeBackReply(desk, actor, { ticketId, id: heldReplyId })
    return 'Your reply was taken back. It is a draft on its ticket again.'
  },
}

export function undoRoutes(desk: Desk): Router {
  const router = Router()

  router.post('/undo/:id', allow('tickets.assign'), async (request, response) => {
    const actor = actorOf(request)
    const undo = claimUndo(desk, actor, idOf(request))
    const takeBack = KINDS[undo.kind]
    if (!takeBack) throw new AppError('conflict', 'This cannot be taken back.')
    const sentence = await takeBack(desk, actor, undo)
    await finishUndo(desk, undo.id)
    flash(request, 'ok', sentence)
    response.redirect(303, localPath(fieldOf(request.body, 'next')))
  })

  return router
}
