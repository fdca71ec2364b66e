import { z } from 'zod'
import type { Texts } from '#domain/edits.ts'
import { FIELD_TYPES, fieldName, reaches, type Field, type FieldType } from '#domain/fields.ts'
import { checkFields, parseField } from '#domain/field-values.ts'
import { foldName } from '#domain/text.ts'
import { line, lines, requiredLine, ticked } from '#lib/fields.ts'
import { without } from '#lib/without.ts'
import type { ReadForm } from '#web/form.ts'

const MOST_OPTIONS = 60
const LONGEST_OPTION = 120

const options = lines(MOST_OPTIONS * (LONGEST_OPTION + 2)).transform((text, context) => {
  const items = text
    .split('\n')
    .map((item) => item.replace(/\s+/g, ' ').trim())
    .filter((item) => item !== '')
  const wrong = (message: string) => context.addIssue({ code: 'custom', message })
  if (new Set(items.map(foldName)).size < items.length) wrong('Name each option once.')
  if (items.length > MOST_OPTIONS) wrong(`At most ${MOST_OPTIONS} options, one a line.`)
  if (items.some((item) => item.length > LONGEST_OPTION)) wrong(`Keep each option to ${LONGEST_OPTION} characters.`)
  return items
})

const role = z.enum(['client', 'agent', 'admin'], 'Choose one of the list.')
const types = Object.keys(FIELD_TYPES) as [FieldType, ...FieldType[]]

const described = z
  .strictObject({
    entity: z.enum(['ticket', 'person'], 'Choose tickets or people.').default('ticket'),
    label: requiredLine('Give the field a label.', 60),
    type: z.enum(types, 'Choose one of the list.'),
    help: line(300).default(''),
    required: ticked.default(false),
    defaultValue: lines(2000).default(''),
    options: options.default([]),
    visibleTo: role.default('client'),
    editableBy: role.default('agent'),
  })
  .superRefine(({ type, options: choices, defaultValue, visibleTo, editableBy }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (isListed(type) && choices.length === 0) wrong('options', 'Write at least one option.')
    if (!reaches(editableBy, visibleTo)) wrong('editableBy', 'Who fills it in must see it, too.')
    const parsed = parseField({ type, options: choices }, defaultValue)
    if (!parsed.ok) wrong('defaultValue', parsed.problem)
  })
  .transform(({ type, options: choices, defaultValue, ...form }) => {
    const parsed = parseField({ type, options: choices }, defaultValue)
    return { ...form, type, options: isListed(type) ? choices : [], defaultValue: parsed.ok ? parsed.text : '' }
  })

/** What an admin says of a new field, and what it belongs to, which stays. */
export const newFieldForm = described.transform(({ entity, ...form }) => ({ entity, form }))

/** What an admin says of a field. */
export const fieldForm = described.transform((form) => without(form, 'entity'))

export type FieldForm = z.infer<typeof fieldForm>

const isListed = (type: FieldType): boolean => type === 'choice' || type === 'choices'

export const moveForm = z.strictObject({ to: z.enum(['up', 'down']) })

/** What is purged does not come back, so its label is typed. */
export const purgeForm = z.strictObject({ name: requiredLine('Type the label of the field.', 60) })

const PREFIX = 'field.'

/** Takes the values of custom fields out of a body. Boxes of one field come as a list, which is kept as lines. */
export function customOf(body: unknown): { readonly custom: Texts; readonly rest: Record<string, unknown> } {
  const entries = Object.entries({ ...(body as Record<string, unknown> | undefined) })
  const isCustom = ([name]: [string, unknown]) => name.startsWith(PREFIX)
  return {
    custom: Object.fromEntries(entries.filter(isCustom).map(([name, value]) => [name, typedOf(value)])),
    rest: Object.fromEntries(entries.filter((entry) => !isCustom(entry))),
  }
}

const typedOf = (value: unknown): string =>
  [value]
    .flat()
    .filter((item): item is string => typeof item === 'string' && item !== '')
    .join('\n')

type Custom = { readonly typed: Texts; readonly held: Texts }

/** A form together with the fields its sender may fill in: one list of values, one of errors; others are not heard. */
export function withCustom<Value>(
  form: ReadForm<Value>,
  fields: readonly (Field & { readonly editable: boolean })[],
  { typed, held }: Custom,
): ReadForm<Value> {
  const mine = fields.filter(({ editable }) => editable)
  const heard = mine.map(fieldName).flatMap((name) => (typed[name] === undefined ? [] : [[name, typed[name]]]))
  const values = { ...form.values, ...(Object.fromEntries(heard) as Texts) }
  const errors = { ...form.errors, ...checkFields(mine, { typed, held }).problems }
  return form.ok && Object.keys(errors).length === 0
    ? { ok: true, value: form.value, values, errors: {} }
    : { ok: false, values, errors }
}
