import { Router } from 'express'
import type { Request, Response } from 'express'
import type { Actor } from '#domain/actor.ts'
import { baseOf, type Texts } from '#domain/edits.ts'
import { fieldName } from '#domain/fields.ts'
import { REMOTE_FIELDS } from '#domain/mirror.ts'
import { formatNumber } from '#domain/numbers.ts'
import { AppError } from '#lib/errors.ts'
import { shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { presentDraft, type DraftShown } from '#features/drafts/present.ts'
import { customOf, withCustom } from '#features/fields/schema.ts'
import { ticketFormPage } from '#features/tickets/form-page.ts'
import { AGENT_FIELDS, ticketForm } from '#features/tickets/schema.ts'
import { readForm, refused, type Form } from '#web/form.ts'
import { takeAlong } from '#web/along.ts'
import { allow } from '#web/guard.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { uploadsOf } from '#web/uploads.ts'
import { sendPage } from '#web/views.ts'
import { shownCustom } from './custom.ts'
import { textsOf, type Detail } from './detail.ts'
import { presentConflict } from './present.ts'
import { lastChange, ticketDetail } from './queries.ts'
import { choicesOf, editEnvelope } from './schema.ts'
import { editTicket, type Edited } from './service.ts'

export function editRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/tickets/:id/edit', allow('tickets.edit'), async (request, response) => {
    const detail = await ticketDetail(desk, actorOf(request), idOf(request))
    const actor = actorOf(request)
    const values = { ...textsOf(detail, actor.zone), ...shownCustom(desk, { actor, id: detail.id }).held }
    const draft = presentDraft(desk, actor, editDraft(detail.id))
    const form = { values: { ...values, ...draft?.values }, errors: {} }
    // What was typed goes on from what the ticket was then.
    show(request, response, { detail, form, base: draft?.values?.base ?? writtenBase(values, actor), draft })
  })

  router.post('/tickets/:id/edit', allow('tickets.edit'), takeAlong, async (request, response) => {
    const actor = actorOf(request)
    const id = idOf(request)
    const detail = await ticketDetail(desk, actor, id)
    const body = (request.body ?? {}) as Record<string, unknown>
    const { custom: typed, rest } = customOf(body)
    const { fields, kept } = choicesOf(rest)
    const envelope = editEnvelope.safeParse(body)
    if (!envelope.success)
      throw new AppError('malformed', 'This form is not whole. Open the ticket anew and edit it there.')

    const custom = shownCustom(desk, { actor, id })
    const own = readForm(ticketForm(desk.config, actor.zone, detail), { ...ownedTexts(detail, actor.zone), ...fields })
    const form = withCustom(own, custom.fields, { typed, held: custom.held })
    const again = (wrong: Form) => show(request, response.status(422), { detail, form: wrong, base: String(body.base) })
    if (!form.ok) return again(form)

    try {
      const edited = await editTicket(desk, actor, {
        id,
        texts: form.values,
        base: envelope.data.base,
        kept,
        files: uploadsOf(request),
        draft: request.along?.draft ?? '',
      })
      if (!edited.ok) return await showConflict(request, response.status(409), { id, form, edited })
      flash(request, 'ok', 'Saved.')
      response.redirect(303, `/tickets/${id}`)
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      again(refused(form.values, error.fields))
    }
  })

  return router

  type Shown = {
    readonly detail: Detail
    readonly form: Form
    readonly base: string
    readonly conflict?: object
    readonly draft?: DraftShown | null
  }

  function show(request: Request, response: Response, { detail, form, base, conflict, draft }: Shown): void {
    const href = `/tickets/${detail.id}`
    sendPage(response, 'ticket-form', {
      ...ticketFormPage(desk, actorOf(request), form),
      ticket: { number: formatNumber(desk.config.tickets.numberFormat, detail.id) },
      mode: 'edit',
      action: `${href}/edit`,
      cancelHref: href,
      version: String(detail.version),
      owner: ownerOf(detail),
      base,
      conflict: conflict ?? null,
      draft: draft ?? presentDraft(desk, actorOf(request), editDraft(detail.id), { closed: true }),
    })
  }

  async function showConflict(
    request: Request,
    response: Response,
    { id, form, edited }: { id: number; form: Form; edited: Extract<Edited, { ok: false }> },
  ): Promise<void> {
    const actor = actorOf(request)
    const [detail, last] = [await ticketDetail(desk, actor, id), lastChange(desk, id)]
    // What they changed and I did not is already theirs; the next save begins from what stands now.
    const values = {
      ...edited.theirs,
      ...Object.fromEntries(
        Object.entries(form.values).filter(
          ([name]) => edited.conflicts.some((field) => field.name === name) || edited.mineOnly.includes(name),
        ),
      ),
    }
    const { priorities, assignees } = ticketFormPage(desk, actor, form).choices
    const choices: Readonly<Record<string, typeof priorities>> = { priority: priorities, assignee: assignees }
    const labels = new Map(shownCustom(desk, { actor, id }).fields.map((field) => [fieldName(field), field.label]))
    const fields = edited.conflicts.map((field) =>
      presentConflict(field, choices[field.name] ?? [], labels.get(field.name)),
    )
    const conflict = {
      by: last?.authorName ?? 'Somebody',
      atText: last ? shortTime(last.createdAt, actor.zone, desk.clock.now()) : 'meanwhile',
      fields,
    }
    show(request, response, {
      detail,
      form: { values, errors: {} },
      base: writtenBase(edited.theirs, actor),
      conflict,
    })
  }
}

const editDraft = (ticketId: number) => ({ ticketId, kind: 'edit' })

/** What a form cannot ask for because the mirrored system owns it. */
const ownedTexts = (detail: Detail, zone: string): Texts =>
  ownerOf(detail) === null
    ? {}
    : Object.fromEntries(Object.entries(textsOf(detail, zone)).filter(([name]) => REMOTE_FIELDS.has(name)))

const ownerOf = ({ source, externalUrl, title }: Detail) =>
  source === null || source.state === 'off' ? null : { name: source.name, href: externalUrl, title }

/** Clients get no word of what is for agents, not even a hash of it. */
function writtenBase(values: Texts, { role }: Actor): string {
  const theirs = Object.entries(values).filter(([name]) => role !== 'client' || !AGENT_FIELDS.includes(name))
  return JSON.stringify(baseOf(Object.fromEntries(theirs)))
}
