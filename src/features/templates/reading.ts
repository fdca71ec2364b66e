import type { Actor } from '#domain/actor.ts'
import { checkFields } from '#domain/field-values.ts'
import { readActions } from '#domain/template-actions.ts'
import { templateFields, type TemplateKind } from '#domain/template-fields.ts'
import type { Desk } from '#src/desk.ts'
import { allFields, fieldsFor } from '#features/fields/queries.ts'
import { customOf } from '#features/fields/schema.ts'
import { agents } from '#features/people/queries.ts'
import { readForm, type Form, type Values } from '#web/form.ts'
import { KEPT_TEXTS, replyForm, ticketTemplateForm } from './schema.ts'
import type { TemplateDraft } from './service.ts'

/** A template as its form brought it: what to keep, or the form again with what is wrong. */
export type ReadTemplate =
  | { readonly ok: true; readonly draft: TemplateDraft; readonly form: Form }
  | { readonly ok: false; readonly form: Form }

/** Reads the form of a template, its own fields and its list of action items with it. */
export const readTemplate = (desk: Desk, actor: Actor, { kind, body }: { kind: TemplateKind; body: unknown }) =>
  kind === 'reply' ? readReply(desk, body) : readTicket(desk, actor, body)

const known = (desk: Desk, kind: TemplateKind) => templateFields(kind, allFields(desk)).map(({ name }) => name)

function readReply(desk: Desk, body: unknown): ReadTemplate {
  const form = readForm(replyForm(known(desk, 'reply')), body)
  if (!form.ok) return { ok: false, form }
  return { ok: true, form, draft: { kind: 'reply', ...form.value, values: null } }
}

function readTicket(desk: Desk, actor: Actor, body: unknown): ReadTemplate {
  const { custom: typed, rest } = customOf(body)
  const form = readForm(ticketTemplateForm(desk.config, actor.zone, known(desk, 'ticket')), rest)
  const fields = fieldsFor(desk, actor, 'ticket').filter(({ editable }) => editable)
  const filled = Object.fromEntries(Object.entries(typed).filter(([, text]) => text.trim() !== ''))
  const custom = checkFields(fields, { typed: filled, held: {} })
  const actions = readActions((form.values.actions ?? '').replace(/\r\n?/g, '\n'), agents(desk))
  const values: Values = { ...form.values, ...typed }
  const errors = { ...form.errors, ...custom.problems, ...(actions.ok ? {} : { actions: actions.problem }) }
  if (!form.ok || !actions.ok || Object.keys(errors).length > 0) return { ok: false, form: { values, errors } }

  const { name, shared, description, due } = form.value
  const texts = Object.fromEntries(KEPT_TEXTS.map((text) => [text, (values[text] ?? '').trim()]))
  const kept = { texts, custom: custom.texts, due, actions: actions.actions }
  const draft: TemplateDraft = { kind: 'ticket', name, shared, shortcut: null, body: description, values: kept }
  return { ok: true, form: { values, errors }, draft }
}
