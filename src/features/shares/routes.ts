import { Router, type Request, type RequestHandler, type Response } from 'express'
import type { z } from 'zod'
import { baseUrlOf } from '#config/base-url.ts'
import { allowance } from '#lib/allowance.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { rateTicket } from '#features/ratings/service.ts'
import { ratingForm } from '#features/ratings/schema.ts'
import { attachmentById } from '#features/tickets/attachments/queries.ts'
import { noFields } from '#features/tickets/assignment/schema.ts'
import { reopenForm, replyForm } from '#features/tickets/client/schema.ts'
import { confirmTicket, reopenTicket, replyToTicket } from '#features/tickets/client/service.ts'
import { readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { sendStoredFile } from '#web/stored-file.ts'
import { uploadsOf } from '#web/uploads.ts'
import { sendPage } from '#web/views.ts'
import { presentShared, presentShares } from './present.ts'
import { shareByToken, type Share } from './queries.ts'
import { shareForm } from './schema.ts'
import { holderOf, makeShare, noteUse, offersShares, refuseUnlessOffered, revokeShare } from './service.ts'

const ACTS_AN_HOUR = 30

export function shareRoutes(desk: Desk): Router {
  const router = Router()
  const [share, open] = [allow('tickets.share'), allow('public')]
  const mayAct = allowance({ most: ACTS_AN_HOUR, everyMs: 3_600_000 })

  router.get('/tickets/:id/links', share, (request, response) => {
    refuseUnlessOffered(desk)
    showLinks(request, response, { form: { values: { days: '30' }, errors: {} }, fresh: null })
  })

  router.post('/tickets/:id/links', share, async (request, response) => {
    const form = readForm(shareForm, request.body)
    const again = (wrong: Form) => showLinks(request, response.status(422), { form: wrong, fresh: null })
    if (!form.ok) return again(form)
    try {
      const about = { ticketId: idOf(request), days: form.value.days, address: addressOf(request) }
      const token = await makeShare(desk, actorOf(request), about)
      // Shown in the answer itself: an address like this is written into no session, log or redirect.
      showLinks(request, response.status(201), { form, fresh: `${baseUrlOf(desk.config)}/t/${token}` })
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      again(refused(form.values, error.fields))
    }
  })

  router.post('/tickets/:id/links/:link/removal', share, async (request, response) => {
    const ref = String(request.params.link)
    const address = addressOf(request)
    await revokeShare(desk, actorOf(request), { ticketId: idOf(request), ref, address })
    flash(request, 'ok', 'Revoked. The link opens nothing any more.')
    response.redirect(303, `/tickets/${idOf(request)}/links`)
  })

  router.use('/t', secluded)

  router.get('/t/:token', open, async (request, response) => {
    const found = sharedBy(request)
    await noteUse(desk, found)
    const { before } = request.query
    const from = typeof before === 'string' && /^\d{1,15}$/.test(before) ? Number(before) : null
    sendPage(response, 'shares/ticket', presentShared(desk, { share: found, token: tokenOf(request), before: from }))
  })

  router.get(['/t/:token/attachments/:id', '/t/:token/attachments/:id/:name'], open, async (request, response) => {
    const found = sharedBy(request)
    const attachment = attachmentById(desk, holderOf(desk, found), idOf(request))
    if (attachment?.ticketId !== found.ticketId) throw notFound('attachment')
    await sendStoredFile(desk, response, { ...attachment, cache: 'no-store, no-transform' })
  })

  router.post('/t/:token/updates', open, (request, response) =>
    act(request, response, {
      schema: replyForm,
      carryOut: ({ ticketId }, actor, { body }) =>
        replyToTicket(desk, actor, { ticketId, body, files: uploadsOf(request) }),
    }),
  )

  router.post('/t/:token/confirmation', open, (request, response) =>
    act(request, response, {
      schema: noFields,
      carryOut: ({ ticketId }, actor) => confirmTicket(desk, actor, ticketId),
    }),
  )

  router.post('/t/:token/reopening', open, (request, response) =>
    act(request, response, {
      schema: reopenForm,
      carryOut: ({ ticketId }, actor, { why }) => reopenTicket(desk, actor, { id: ticketId, why }),
    }),
  )

  router.post('/t/:token/rating', open, (request, response) =>
    act(request, response, {
      schema: ratingForm,
      carryOut: ({ ticketId }, actor, form) => rateTicket(desk, actor, { ticketId, form }),
    }),
  )

  return router

  type Links = { readonly form: Form; readonly fresh: string | null }

  function showLinks(request: Request, response: Response, { form, fresh }: Links): void {
    sendPage(response, 'shares/links', presentShares(desk, actorOf(request), { ticketId: idOf(request), form, fresh }))
  }

  function sharedBy(request: Request): Share {
    const found = shareByToken(desk, tokenOf(request))
    if (found === null || !offersShares(desk)) throw new AppError('not-found', NOTHING_HERE)
    return found
  }

  /** Carries out one act as the person of the link; a refusal comes back beside its field. */
  async function act<Value>(request: Request, response: Response, { schema, carryOut }: Acting<Value>): Promise<void> {
    const found = sharedBy(request)
    if (!mayAct(found.hash, desk.clock.now()))
      throw new AppError('too-many', 'That was a lot for one hour. Come back later; what you sent before has arrived.')

    const form = readForm(schema, request.body)
    try {
      if (!form.ok) throw invalid(form.errors)
      await carryOut(found, holderOf(desk, found), form.value)
      await noteUse(desk, found)
      response.redirect(303, `/t/${tokenOf(request)}`)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      const { attachments, ...fields } = error.fields
      const wrong = refused(form.values, attachments === undefined ? fields : { ...fields, files: attachments })
      const page = presentShared(desk, { share: found, token: tokenOf(request), form: wrong })
      sendPage(response.status(422), 'shares/ticket', page)
    }
  }
}

const NOTHING_HERE = 'There is nothing here, or not any more. Ask whoever sent you the link for a new one.'

type Acting<Value> = {
  readonly schema: z.ZodType<Value>
  readonly carryOut: (share: Share, actor: ReturnType<typeof holderOf>, form: Value) => Promise<unknown>
}

const tokenOf = (request: Request): string => String(request.params.token)

/** Who holds the address holds the ticket, so it is passed on to nobody: no path, no index, no cache. */
const secluded: RequestHandler = (_request, response, next) => {
  response.set({
    'Referrer-Policy': 'strict-origin',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'Cache-Control': 'no-store',
  })
  next()
}
