import { Router, type Request, type Response } from 'express'
import { foldName } from '#domain/text.ts'
import { AppError, invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { doerOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { tagRow, tagsNamed } from './queries.ts'
import { mergeForm, tagForm } from './schema.ts'
import { changeTag, deleteTag, mergeTag } from './service.ts'

const HERE = '/settings/tags'
const MOST = 300

export function tagRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('settings.edit')

  router.get(HERE, may, (request, response) => {
    const q = typeof request.query.q === 'string' ? request.query.q.slice(0, 80) : ''
    const rows = tagsNamed(desk, foldName(q), MOST)
    sendPage(response, 'settings/tags', { q, rows: rows.map(shown(desk)), full: rows.length === MOST })
  })

  router.get(`${HERE}/:id`, may, (request, response) => show(desk, response, idOf(request)))

  router.post(`${HERE}/:id`, may, (request, response) =>
    answer(desk, { request, response }, async (id) => {
      const form = readForm(tagForm, request.body)
      if (!form.ok) throw invalid(form.errors)
      await changeTag(desk, doerOf(request), { id, form: form.value })
      return 'Saved.'
    }),
  )

  router.post(`${HERE}/:id/merger`, may, (request, response) =>
    answer(desk, { request, response }, async (id) => {
      const form = readForm(mergeForm, request.body)
      if (!form.ok) throw invalid(form.errors)
      const { name } = tagRow(desk, id)
      await mergeTag(desk, doerOf(request), { from: id, into: form.value.into })
      return `${name} is now ${tagRow(desk, form.value.into).name}.`
    }),
  )

  router.post(`${HERE}/:id/removal`, may, (request, response) =>
    answer(desk, { request, response }, async (id) => {
      const { name } = tagRow(desk, id)
      await deleteTag(desk, doerOf(request), id)
      return `${name} is gone from every ticket.`
    }),
  )

  return router
}

type Asked = { readonly request: Request; readonly response: Response }

/** Back to the list with a sentence, or the same page with what was wrong and what was typed. */
async function answer(desk: Desk, { request, response }: Asked, act: (id: number) => Promise<string>): Promise<void> {
  const id = idOf(request)
  try {
    flash(request, 'ok', await act(id))
    response.redirect(303, HERE)
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
    const { values } = readForm(tagForm, request.body)
    show(desk, response.status(422), id, refused({ ...valuesOf(desk, id), ...values }, error.fields))
  }
}

function show(desk: Desk, response: Response, id: number, form?: Form): void {
  const row = tagRow(desk, id)
  sendPage(response, 'settings/tag', {
    row: shown(desk)(row),
    action: `${HERE}/${id}`,
    form: form ?? { ...emptyForm, values: valuesOf(desk, id) },
    others: tagsNamed(desk, '', MOST)
      .filter((other) => other.id !== id)
      .map((other) => ({ value: String(other.id), label: other.name })),
  })
}

function valuesOf(desk: Desk, id: number) {
  const { name, color } = tagRow(desk, id)
  return { name, own: color === null ? '' : 'on', color: (color ?? desk.config.palette.tags.background).toLowerCase() }
}

const shown =
  ({ config }: Desk) =>
  ({ id, name, color, count }: ReturnType<typeof tagRow>) => ({
    ...{ id, name, count: count.toLocaleString('en') },
    color: color ?? config.palette.tags.background,
    href: `${HERE}/${id}`,
    tickets: `/tickets?tag=${encodeURIComponent(name)}`,
  })
