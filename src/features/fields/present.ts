import type { Texts } from '#domain/edits.ts'
import { chosen, FIELD_TYPES, fieldName, fieldWords, type Field } from '#domain/fields.ts'
import type { Form, Values } from '#web/form.ts'
import type { FieldFor } from './queries.ts'

/** The fields of a form as views/form/custom.njk draws them; what is held is offered though it left the list. */
export const presentCustom = (fields: readonly FieldFor[], { values, errors }: Form) => {
  const drawn = fields.filter(({ editable }) => editable).map((field) => presentBox(field, values))
  return {
    fields: drawn,
    hint: drawn.map(({ label }) => label).join(', '),
    open: drawn.some(({ name, required, value }) => required || value !== '' || errors[name] !== undefined),
  }
}

function presentBox(field: Field, values: Values) {
  const name = fieldName(field)
  const value = values[name] ?? ''
  return {
    ...{ name, value, type: field.type, label: field.label, required: field.required },
    hint: [field.required ? 'Required.' : '', field.help].filter((part) => part !== '').join(' '),
    items: itemsOf(field, value),
  }
}

function itemsOf({ type, options }: Field, value: string) {
  if (type !== 'choice' && type !== 'choices') return []
  const held = type === 'choice' ? [value] : value.split('\n')
  const left = held.filter((item) => item !== '' && !options.includes(item))
  return [...options, ...left].map((option) => ({ value: option, label: option, on: held.includes(option) }))
}

/** What is filled in, as a list of facts shows it. */
export const presentFacts = (fields: readonly Field[], texts: Texts) =>
  fields.flatMap((field) => {
    const text = texts[fieldName(field)] ?? ''
    const words = fieldWords(field, text)
    return words === null ? [] : [factOf(field, text, words)]
  })

function factOf({ type, label, options }: Field, text: string, words: string) {
  if (type === 'link') return { label, kind: 'link', href: text, text: text.replace(/^https?:\/\//, '') }
  if (type === 'date') return { label, kind: 'time', iso: text, text }
  if (type === 'choices') return { label, kind: 'list', items: chosen(options, text).map((item) => ({ text: item })) }
  return { label, kind: type === 'longtext' ? 'lines' : 'text', text: words }
}

const ROLE_WORDS = { client: 'Everybody', agent: 'Agents and admins', admin: 'Admins only' } as const

const ENTITY_WORDS = { ticket: 'Tickets', person: 'People', asset: 'Assets' } as const

/** What the form of a field offers. */
export const FIELD_CHOICES = {
  entities: (['ticket', 'person'] as const).map((value) => ({ value, label: ENTITY_WORDS[value] })),
  types: Object.entries(FIELD_TYPES).map(([value, label]) => ({ value, label })),
  roles: Object.entries(ROLE_WORDS).map(([value, label]) => ({ value, label })),
}

/** A field as the list of all shows it. */
export const presentField = (field: Field, uses: ReadonlyMap<number, number>) => ({
  id: field.id,
  href: `/settings/fields/${field.id}`,
  label: field.label,
  name: fieldName(field),
  entity: field.entity,
  belongsTo: ENTITY_WORDS[field.entity],
  type: field.type,
  typeWords: FIELD_TYPES[field.type],
  required: field.required,
  seen: ROLE_WORDS[field.visibleTo],
  edited: ROLE_WORDS[field.editableBy],
  uses: uses.get(field.id) ?? 0,
  removed: field.removedAt !== null,
})

type PresentedField = ReturnType<typeof presentField>

/** The fields in use by what they belong to; what has none is left out. */
export const presentGroups = (fields: readonly PresentedField[]) =>
  (['ticket', 'person', 'asset'] as const).flatMap((entity) => {
    const own = fields.filter((field) => field.entity === entity)
    return own.length === 0 ? [] : [{ entity, title: ENTITY_WORDS[entity], fields: own }]
  })

/** A field as its form shows it. */
export const fieldValues = (field: Field): Values => ({
  label: field.label,
  type: field.type,
  help: field.help,
  required: field.required ? 'on' : '',
  defaultValue: field.defaultValue,
  options: field.options.join('\n'),
  visibleTo: field.visibleTo,
  editableBy: field.editableBy,
})
