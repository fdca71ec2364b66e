import { Router, type Request, type Response } from 'express'
import { can } from '#domain/access.ts'
import { parseNumber } from '#domain/numbers.ts'
import type { TemplateKind } from '#domain/template-fields.ts'
import { fillText } from '#domain/template-text.ts'
import { AppError, forbidden, invalid } from '#lib/errors.ts'
import { renderMarkdown } from '#lib/markdown.ts'
import type { Desk } from '#src/desk.ts'
import { ticketFormPage } from '#features/tickets/form-page.ts'
import { maySee } from '#features/tickets/queries.ts'
import { refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { actorOf, doerOf, flash, flashUndo, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { fieldsHelp, presentCanned, presentTemplates, templateForm, wordsOfKind } from './present.ts'
import { replyValues, templateById, type Template } from './queries.ts'
import { readTemplate } from './reading.ts'
import { changeTemplate, copyTemplate, createTemplate, removeTemplate } from './service.ts'

const KINDS = [
  { kind: 'ticket', base: '/templates' },
  { kind: 'reply', base: '/templates/replies' },
] as const

export function templateRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('templates.use')

  for (const { kind, base } of KINDS) {
    router.get(base, may, (request, response) => {
      sendPage(response, 'templates/list', presentTemplates(desk, actorOf(request), kind))
    })
    router.get(`${base}/new`, may, (request, response) => {
      show(request, response, { kind, template: null, form: { values: { shared: 'on' }, errors: {} } })
    })
    router.post(base, may, (request, response) => save(request, response, { kind, template: null }))
  }

  router.get('/templates/:id', may, (request, response) => {
    const template = found(request)
    show(request, response, {
      kind: template.kind,
      template,
      form: { values: templateForm(desk, template), errors: {} },
    })
  })

  router.post('/templates/:id', may, (request, response) => {
    const template = found(request)
    return save(request, response, { kind: template.kind, template })
  })

  router.post('/templates/:id/copy', may, async (request, response) => {
    const id = await copyTemplate(desk, actorOf(request), idOf(request))
    flash(request, 'ok', 'This is the copy. It is yours until you share it.')
    response.redirect(303, `/templates/${id}`)
  })

  router.post('/templates/:id/removal', may, async (request, response) => {
    const { kind, id } = found(request)
    try {
      const { undoId, name } = await removeTemplate(desk, doerOf(request), id)
      flashUndo(request, `Removed “${name}”.`, undoId)
      response.redirect(303, wordsOfKind(kind).base)
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'conflict') throw error
      flash(request, 'wrong', error.message)
      response.redirect(303, `/templates/${id}`)
    }
  })

  router.get('/tickets/:id/canned', may, (request, response) => {
    response.set('Cache-Control', 'no-store').json(presentCanned(desk, actorOf(request), idOf(request)))
  })

  return router

  function found(request: Request): Template {
    return templateById(desk, actorOf(request), idOf(request))
  }

  type At = { readonly kind: TemplateKind; readonly template: Template | null }

  async function save(request: Request, response: Response, { kind, template }: At): Promise<void> {
    const actor = actorOf(request)
    const { act, previewOn, base, ...body } = { ...(request.body as Record<string, unknown> | undefined) }
    const read = readTemplate(desk, actor, { kind, body })
    const again = (form: Form) => show(request, response.status(422), { kind, template, form })
    if (!read.ok) return again(read.form)
    if (act === 'preview')
      return show(request, response, { kind, template, form: read.form, previewOn: textOf(previewOn) })
    if (read.draft.shared && !can(actor.role, 'templates.share'))
      throw forbidden('You may keep templates, not share them.')

    try {
      if (template && textOf(base) !== '' && textOf(base) !== String(template.updatedAt))
        throw invalid({ '': OVERTAKEN })
      if (template) await changeTemplate(desk, doerOf(request), { id: template.id, draft: read.draft })
      else await createTemplate(desk, doerOf(request), read.draft)
      flash(request, 'ok', `Saved “${read.draft.name}”.`)
      response.redirect(303, wordsOfKind(kind).base)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      again(refused(read.form.values, error.fields))
    }
  }

  type Shown = At & { readonly form: Form; readonly previewOn?: string }

  function show(request: Request, response: Response, { kind, template, form, previewOn }: Shown): void {
    const actor = actorOf(request)
    sendPage(response, 'templates/edit', {
      ...(kind === 'ticket' ? ticketFormPage(desk, actor, form) : {}),
      ...{ kind, tab: kind, form, words: wordsOfKind(kind), help: fieldsHelp(desk, kind) },
      alone: !desk.config.access.signIn,
      template: template && {
        ...{ id: template.id, name: template.name, href: `/templates/${template.id}` },
        base: template.updatedAt,
      },
      preview: previewOn === undefined ? null : previewOf(request, form.values.body ?? '', previewOn),
      previewOn: previewOn ?? '',
    })
  }

  /** The text as it would stand in the composer of this ticket. */
  function previewOf(request: Request, body: string, number: string): { bodyHtml: string } | { problem: string } {
    const actor = actorOf(request)
    const id = parseNumber(number, desk.config.tickets.numberFormat)
    if (id === null || !maySee(desk, actor, id)) return { problem: 'There is no such ticket. Type the number of one.' }
    return { bodyHtml: renderMarkdown(fillText(body, replyValues(desk, actor, id)).text) }
  }
}

const OVERTAKEN =
  'Somebody changed this since you opened it. Look at theirs in another window; saving again puts yours in its place.'

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
