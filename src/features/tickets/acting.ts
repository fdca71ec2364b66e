import type { Request, Response } from 'express'
import type { z } from 'zod'
import { presentDraft } from '#features/drafts/present.ts'
import { seenMark } from '#features/tickets/guard/queries.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { maySee } from '#features/tickets/queries.ts'
import { presentClientPage } from '#features/tickets/client/present.ts'
import { presentTicketPage, type Wanted } from '#features/tickets/show/present.ts'
import { emptyForm, readForm, refused, type Values } from '#web/form.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'

type Act<Form> = {
  readonly schema: z.ZodType<Form>
  readonly act: (form: Form) => Promise<unknown>
  readonly next?: string
  /** Keeps what came with a form that could not be read and cannot stand in it again. */
  readonly unread?: () => Promise<void>
}

/** Fields in which people write on the page of a ticket; a refusal of one is shown beside it. */
const BOXES = ['body', 'kind', 'why', 'comment']

/** Carries out one act on a ticket. A refusal of the composer comes back in it; one of a button is said on the ticket. */
export async function actAndReturn<Form>(
  desk: Desk,
  { request, response }: { request: Request; response: Response },
  { schema, act, next, unread }: Act<Form>,
): Promise<void> {
  const id = idOf(request)
  if (!maySee(desk, actorOf(request), id)) throw notFound('ticket')
  const form = readForm(schema, request.body)
  try {
    if (!form.ok) {
      await unread?.()
      throw invalid(form.errors)
    }
    await act(form.value)
    response.redirect(303, next ?? afterwards(desk, request, id))
  } catch (error) {
    if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
    if (!BOXES.some((name) => form.values[name] !== undefined)) return sayAndReturn(request, response, error.message)
    const stopped = request.along?.stopped === true
    showTicket(
      desk,
      { request, response: response.status(stopped ? 409 : 422) },
      { id, form: refused(form.values, stopped ? {} : besideFiles(error.fields)) },
    )
  }
}

/** Whoever gives a ticket away may not see it any more. */
function afterwards(desk: Desk, request: Request, id: number): string {
  if (maySee(desk, actorOf(request), id)) return `/tickets/${id}`
  flash(request, 'ok', 'Done. The ticket is not among those you see any more.')
  return '/tickets'
}

function sayAndReturn(request: Request, response: Response, text: string): void {
  flash(request, 'wrong', text)
  response.redirect(303, `/tickets/${idOf(request)}`)
}

/** What rooms that are built later put beside a ticket; their doors hand it in. */
export type Beside = (request: Request, id: number) => object

/** Sends the page of a ticket: clients have one of their own. */
export function showTicket(
  desk: Desk,
  { request, response }: { request: Request; response: Response },
  wanted: Wanted,
): void {
  const actor = actorOf(request)
  const { id } = wanted
  const seen = seenMark(desk, id)
  const draft = presentDraft(desk, actor, { ticketId: id, kind: 'update' }, { closed: wanted.form !== undefined })
  const form = wanted.form ?? (draft?.values ? refused(draft.values, {}) : emptyForm)
  const shown = { ...wanted, form }
  const page = actor.role === 'client' ? presentClientPage(desk, actor, shown) : presentTicketPage(desk, actor, shown)
  const beside = response.locals.besideTicket as Beside | undefined
  const context = { ...page, ...beside?.(request, id), form, draft, seen }
  if (actor.role === 'client') sendPage(response, 'portal/ticket', context)
  else sendPage(response, 'ticket', context)
}

/** In the composer the box for files goes by another name. */
const besideFiles = ({ attachments, ...fields }: Values): Values =>
  attachments === undefined ? fields : { ...fields, files: attachments }
