import type { Request, RequestHandler, Response } from 'express'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { emptyForm, refused, type Form, type Values } from '#web/form.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import type { SettingsPage, Wish } from './page.ts'
import { fieldErrors, presentChange, presentWhatIf } from './present.ts'
import { whatIf } from './queries.ts'
import { openedSettings, plannedSettings, saveSettings, type KeyChange } from './service.ts'

type PageOf = (request: Request) => SettingsPage
type More = { readonly stale?: readonly KeyChange[]; readonly preview?: object }

/** Shows a page of settings as config.json has them. */
export const shows =
  (desk: Desk, pageOf: PageOf): RequestHandler =>
  (request, response) => {
    const page = pageOf(request)
    const { file } = openedSettings(desk, page.keys)
    show(desk, { page, response, form: { ...emptyForm, values: page.values(file) } })
  }

/** Takes a page of settings: shows what it would change, or saves it; what is refused comes back as it was typed. */
export const takes =
  (desk: Desk, pageOf: PageOf): RequestHandler =>
  async (request, response) => {
    const page = pageOf(request)
    const { act, base, fields } = opened(request.body)
    const read = page.read(fields, desk)
    if (!read.ok) {
      // What does not fit may fit only no more: then that is what must be said.
      const stale = ![base, null].includes(baseOf(desk, page))
      const more = stale ? { stale: [] } : {}
      return show(desk, { page, response: response.status(stale ? 409 : 422), form: read, more })
    }

    const form = { values: read.values, errors: {} }
    try {
      if (act === 'preview') return await preview(desk, { page, response, form, wish: read.wish })
      const saving = { page, wish: read.wish, base, address: addressOf(request) }
      const { stale, changes, renewed } = await saveSettings(desk, actorOf(request), saving)
      if (stale) return show(desk, { page, response: response.status(409), form, more: { stale: changes } })
      flash(request, 'ok', said(changes, read.wish, renewed))
      response.redirect(303, page.next ?? `/settings/${page.slug}`)
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
      refuse(desk, { page, response, values: read.values, error })
    }
  }

function said(changes: readonly KeyChange[], { words = '', retargets = false }: Wish, renewed: number): string {
  if (changes.length === 0 && !retargets) return 'Nothing was changed.'
  const tickets = `${renewed.toLocaleString('en')} ${renewed === 1 ? 'ticket has' : 'tickets have'} new deadlines.`
  return ['Saved. It holds at once.', words, retargets ? tickets : ''].filter((text) => text !== '').join(' ')
}

type Scene = {
  readonly page: SettingsPage
  readonly response: Response
  readonly form: Form
  readonly more?: More
}

async function preview(desk: Desk, { wish, ...scene }: Scene & { readonly wish: Wish }): Promise<void> {
  const { config, changes } = plannedSettings(desk, wish)
  const renewal = wish.retargets ? 'targets' : 'deadlines'
  const found = await whatIf(desk, { config, renewal, renamed: wish.priorities ?? new Map() })
  show(desk, { ...scene, more: { preview: { ...presentWhatIf(found), changes: changes.map(presentChange) } } })
}

type Refused = Omit<Scene, 'form'> & { readonly values: Values; readonly error: AppError }

function refuse(desk: Desk, { page, response, values, error }: Refused): void {
  const problems = Object.keys(error.fields).length > 0 ? fieldErrors(page, error.fields) : { '': error.message }
  show(desk, { page, response: response.status(422), form: refused(values, problems) })
}

function show(desk: Desk, { page, response, form, more = {} }: Scene): void {
  sendPage(response, 'settings/page', {
    page,
    action: `/settings/${page.slug}`,
    base: baseOf(desk, page),
    form,
    ...page.extras?.(desk, form.values),
    stale: more.stale?.map(presentChange),
    preview: more.preview,
  })
}

/** Null while the file cannot be read, which the page then says; saving waits until it can. */
function baseOf(desk: Desk, page: SettingsPage): string | null {
  try {
    return openedSettings(desk, page.keys).base
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function opened(body: unknown) {
  const { act, base, ...fields } = { ...(body as Readonly<Record<string, unknown>> | undefined) }
  return { act: act === 'preview' ? 'preview' : 'save', base: typeof base === 'string' ? base : '', fields }
}
