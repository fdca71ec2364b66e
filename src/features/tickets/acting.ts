import type { Request, Response } from 'express'
import type { z } from 'zod'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { maySee } from '#features/tickets/queries.ts'
import { presentTicketPage } from '#features/tickets/show/present.ts'
import { readForm, refused, type Values } from '#web/form.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'

type Act<Form> = {
  readonly schema: z.ZodType<Form>
  readonly act: (form: Form) => Promise<unknown>
  readonly next?: string
}

/** Carries out one act on a ticket. A refusal of the composer comes back in it; one of a button is said on the ticket. */
export async function actAndReturn<Form>(
  desk: Desk,
  { request, response }: { request: Request; response: Response },
  { schema, act, next }: Act<Form>,
): Promise<void> {
  const id = idOf(request)
  if (!maySee(desk, actorOf(request), id)) throw notFound('ticket')
  const form = readForm(schema, request.body)
  try {
    if (!form.ok) throw invalid(form.errors)
    await act(form.value)
    response.redirect(303, next ?? afterwards(desk, request, id))
  } catch (error) {
    if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
    if (form.values.body === undefined && form.values.kind === undefined)
      return sayAndReturn(request, response, error.message)
    showAgain(desk, { request, response }, refused(form.values, besideFiles(error.fields)))
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

function showAgain(
  desk: Desk,
  { request, response }: { request: Request; response: Response },
  form: { values: Values; errors: Values },
): void {
  sendPage(response.status(422), 'ticket', presentTicketPage(desk, actorOf(request), { id: idOf(request), form }))
}

/** In the composer the box for files goes by another name. */
const besideFiles = ({ attachments, ...fields }: Values): Values =>
  attachments === undefined ? fields : { ...fields, files: attachments }
