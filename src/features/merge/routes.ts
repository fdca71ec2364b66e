import { Router, type Request, type Response } from 'express'
import { parseRef, writeRef } from '#domain/drafts.ts'
import { formatNumber } from '#domain/numbers.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import { localPath } from '#lib/local-path.ts'
import type { Desk } from '#src/desk.ts'
import { draftsOf } from '#features/drafts/queries.ts'
import { showTicket } from '#features/tickets/acting.ts'
import { parkUploads } from '#features/tickets/held/parking/service.ts'
import { maySee } from '#features/tickets/queries.ts'
import { fieldOf, readForm, refused, type Form, type Values } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, flashUndo, idOf } from '#web/request.ts'
import { uploadsOf } from '#web/uploads.ts'
import { sendPage } from '#web/views.ts'
import { presentMerge, presentMergeMany } from './present.ts'
import { mergedTarget } from './queries.ts'
import { mergeForm, mergeManyForm } from './schema.ts'
import { mergeTickets, unmergeTicket } from './service.ts'

export function mergeRoutes(desk: Desk): Router {
  const router = Router()
  const agents = allow('tickets.assign')
  const number = (id: number) => formatNumber(desk.config.tickets.numberFormat, id)

  router.post('/tickets/merge', agents, async (request, response) => {
    const form = readForm(mergeManyForm, request.body)
    if (!form.ok) return backToList(request, response, Object.values(form.errors)[0] ?? '')
    const { ids, into, watch } = form.value
    const actor = actorOf(request)
    if (into === undefined) return showMany(request, response, { ids, form: { ...form, errors: {} } })
    try {
      if (!ids.includes(into)) throw invalid({ into: 'Choose one of these tickets to stay.' })
      const going = ids.filter((id) => id !== into)
      const undo = await mergeTickets(desk, actor, { ids: going, intoId: into, watch })
      flashUndo(request, `Merged ${going.map(number).join(', ')} into ${number(into)}.`, undo)
      response.redirect(303, `/tickets/${into}`)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      showMany(request, response.status(422), { ids, form: refused(form.values, error.fields) })
    }
  })

  router.post('/tickets/:id/unmerge', agents, async (request, response) => {
    const id = idOf(request)
    if (!maySee(desk, actorOf(request), id)) throw notFound('ticket')
    await unmergeTicket(desk, actorOf(request), id)
    flash(request, 'ok', `${number(id)} stands for itself again.`)
    response.redirect(303, `/tickets/${id}`)
  })

  // Whatever is asked of a merged ticket is asked of the one it went over to, for ever.
  router.use(async (request, response, next) => {
    const [, id, rest = ''] = /^\/tickets\/([1-9]\d{0,14})(\/.*)?$/.exec(request.path) ?? []
    const target = request.actor && id ? mergedTarget(desk, request.actor, Number(id)) : null
    if (target === null) return next()
    const query = request.originalUrl.slice(request.originalUrl.split('?', 1)[0]?.length)
    if (request.method === 'GET') return response.redirect(303, `/tickets/${target}${rest}${query}`)
    // A page that was opened before tells of nothing that a person did.
    if (rest === '/presence') return response.status(204).end()
    if (rest === '/draft/update') return goOn(request, target, next)
    const words = `${number(Number(id))} was merged into ${number(target)}. Look who reads here before you send it.`
    if (rest === '/updates') return await giveBack(request, response, { target, words })
    flash(request, 'wrong', `${number(Number(id))} was merged into ${number(target)}, so nothing was changed there.`)
    response.redirect(303, `/tickets/${target}`)
  })

  router.get('/tickets/:id/merge', agents, (request, response) => {
    const { other } = request.query
    showMerge(request, response, {
      values: { other: typeof other === 'string' ? other.slice(0, 300) : '' },
      errors: {},
    })
  })

  router.post('/tickets/:id/merge', agents, async (request, response) => {
    const [actor, id] = [actorOf(request), idOf(request)]
    if (!maySee(desk, actor, id)) throw notFound('ticket')
    const form = readForm(mergeForm, request.body)
    try {
      if (!form.ok) throw invalid(form.errors)
      const { into, watch } = form.value
      const undo = await mergeTickets(desk, actor, { ids: [id], intoId: into, watch })
      flashUndo(request, `Merged ${number(id)} into ${number(into)}.`, undo)
      response.redirect(303, `/tickets/${into}`)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      showMerge(request, response.status(422), refused(form.values, error.fields))
    }
  })

  return router

  /** What was chosen is not enough to merge: said on the list it was chosen from. */
  function backToList(request: Request, response: Response, words: string): void {
    flash(request, 'wrong', words)
    response.redirect(303, localPath(`/tickets${fieldOf(request.body, 'search')}`))
  }

  function showMerge(request: Request, response: Response, form: Form): void {
    sendPage(response, 'merge', presentMerge(desk, actorOf(request), { id: idOf(request), form }))
  }

  function showMany(request: Request, response: Response, given: { ids: readonly number[]; form: Form }): void {
    sendPage(response, 'merge-many', presentMergeMany(desk, actorOf(request), given))
  }

  /** What is still being typed on an old page is kept with the ticket that stays. */
  function goOn(request: Request, target: number, next: () => void): void {
    const body = request.body as Record<string, unknown> | undefined
    const window = parseRef(fieldOf(body, 'draft'))?.window ?? ''
    const { entries } = draftsOf(desk, actorOf(request), { ticketId: target, kind: 'update' })
    const entry = entries.find((one) => window !== '' && one.window === window)
    request.url = `/tickets/${target}/draft/update`
    request.body = { ...body, draft: writeRef({ slot: entry?.slot ?? null, rev: entry?.rev ?? null, window }) }
    next()
  }

  type Gone = { readonly target: number; readonly words: string }

  /** A reply that was written while its ticket went over comes back on the one that stays, and is not sent. */
  async function giveBack(request: Request, response: Response, { target, words }: Gone): Promise<void> {
    await parkUploads(desk, actorOf(request), { ticketId: target, files: uploadsOf(request) })
    const typed = Object.entries({ ...(request.body as Record<string, unknown> | undefined) })
    const values: Values = Object.fromEntries(
      typed.filter((pair): pair is [string, string] => pair[0] !== '_csrf' && typeof pair[1] === 'string'),
    )
    const form = refused(values, { body: words })
    showTicket(desk, { request, response: response.status(409) }, { id: target, form })
  }
}
