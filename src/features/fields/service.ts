import type { Actor } from '#domain/actor.ts'
import { fieldKey, type Field, type FieldEntity } from '#domain/fields.ts'
import { foldName } from '#domain/text.ts'
import type { Tx } from '#db/database.ts'
import { conflict, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { auditIn } from '#features/audit/service.ts'
import { allFields } from './queries.ts'
import type { FieldForm } from './schema.ts'

type Hot = Tx['hot']
type From = { readonly address: string | null }

const MOST_FIELDS = 60

/** Makes a field, last in the order. */
export const createField = (
  desk: Desk,
  actor: Actor,
  { entity, form, address }: From & { entity: FieldEntity; form: FieldForm },
): Promise<number> =>
  desk.db.write((tx) => {
    const others = allFields(desk).filter((field) => field.entity === entity)
    refuseTwin(others, form.label, null)
    if (others.filter(inUse).length >= MOST_FIELDS)
      throw invalid({ label: `At most ${MOST_FIELDS} fields. Remove one first.` })

    const taken = others.map(({ key }) => key)
    const position = Math.max(0, ...others.map((field) => field.position)) + 1
    const key = fieldKey(form.label, taken)
    const id = tx.hot.insert('Field', { entity, key, position, ...columnsOf(form) })
    auditIn(tx, desk.clock.now(), {
      actor,
      action: 'fields.changed',
      subject: subjectOf({ id, label: form.label }),
      details: { created: { entity, key, ...form } },
      address,
    })
    return id
  })

/** What an option that left the list still stands in. */
export type Leftover = { readonly option: string; readonly count: number }

/** Changes a field, and answers the options it lost that values still hold; those keep them. */
export const changeField = (
  desk: Desk,
  actor: Actor,
  { id, form, address }: From & { id: number; form: FieldForm },
): Promise<readonly Leftover[]> =>
  desk.db.write((tx) => {
    const before = fieldById(desk, id)
    const others = allFields(desk).filter((field) => field.entity === before.entity)
    refuseTwin(others, form.label, id)
    if (form.type !== before.type && hasValues(tx.hot, id))
      throw invalid({ type: 'Values were filled in already, so the type stays. Make another field for another type.' })

    tx.hot.update('Field', id, columnsOf(form))
    const subject = subjectOf({ id, label: form.label })
    const details = { before: audited(before), after: form }
    auditIn(tx, desk.clock.now(), { actor, action: 'fields.changed', subject, details, address })
    return before.options
      .filter((option) => !form.options.includes(option))
      .map((option) => ({ option, count: countOf(tx.hot, id, option) }))
      .filter(({ count }) => count > 0)
  })

const columnsOf = ({ options, defaultValue, ...form }: FieldForm) => ({
  ...form,
  options: JSON.stringify(options),
  defaultValue: defaultValue === '' ? null : defaultValue,
})

const audited = ({ label, type, help, required, defaultValue, options, visibleTo, editableBy }: Field): FieldForm => ({
  ...{ label, type, help, required, defaultValue, visibleTo, editableBy },
  options: [...options],
})

const inUse = ({ removedAt }: Field): boolean => removedAt === null
const subjectOf = ({ id, label }: Pick<Field, 'id' | 'label'>): string => `Field ${id}, ${label}`

/** The definition of a field; a removed one counts. */
export function fieldById(desk: Desk, id: number): Field {
  const field = allFields(desk).find((one) => one.id === id)
  if (!field) throw notFound('field')
  return field
}

function refuseTwin(others: readonly Field[], label: string, id: number | null): void {
  if (others.some((other) => other.id !== id && inUse(other) && foldName(other.label) === foldName(label)))
    throw invalid({ label: 'There is a field of this label already.' })
}

const hasValues = (hot: Hot, fieldId: number): boolean =>
  hot.get('SELECT 1 FROM FieldValue WHERE fieldId = @fieldId LIMIT 1', { fieldId }) !== undefined

const countOf = (hot: Hot, fieldId: number, text: string): number =>
  hot.get<{ count: number }>('SELECT count(*) AS count FROM FieldValue WHERE fieldId = @fieldId AND text = @text', {
    fieldId,
    text,
  })?.count ?? 0

/** Moves a field one place up or down among those in use. */
export const moveField = (
  desk: Desk,
  actor: Actor,
  { id, to, address }: From & { id: number; to: 'up' | 'down' },
): Promise<void> =>
  desk.db.write((tx) => {
    const field = fieldById(desk, id)
    const order = allFields(desk).filter((other) => other.entity === field.entity && inUse(other))
    const at = order.indexOf(field)
    const other = at < 0 ? undefined : order[to === 'up' ? at - 1 : at + 1]
    if (!other) return

    const swapped = order.map((one) => (one === field ? other : one === other ? field : one))
    for (const [index, one] of swapped.entries()) tx.hot.update('Field', one.id, { position: index + 1 })
    auditIn(tx, desk.clock.now(), {
      actor,
      action: 'fields.changed',
      subject: subjectOf(field),
      details: { moved: to },
      address,
    })
  })

/** Takes a field out of use, or back; its values wait for it meanwhile. */
export const removeField = (
  desk: Desk,
  actor: Actor,
  { id, removed, address }: From & { id: number; removed: boolean },
): Promise<void> =>
  desk.db.write((tx) => {
    const at = desk.clock.now()
    const field = fieldById(desk, id)
    if (removed !== inUse(field)) return
    if (!removed) refuseTwin(sameEntity(desk, field), field.label, id)
    tx.hot.update('Field', id, { removedAt: removed ? at : null })
    auditIn(tx, at, { actor, action: 'fields.changed', subject: subjectOf(field), details: { removed }, address })
  })

const sameEntity = (desk: Desk, { entity }: Field): readonly Field[] =>
  allFields(desk).filter((field) => field.entity === entity)

/** Deletes a removed field with all its values, for whoever typed its label. */
export const purgeField = (
  desk: Desk,
  actor: Actor,
  { id, name, address }: From & { id: number; name: string },
): Promise<void> =>
  desk.db.write((tx) => {
    const field = fieldById(desk, id)
    if (inUse(field)) throw conflict('Remove the field first; it is purged from among the removed ones.')
    if (foldName(name) !== foldName(field.label))
      throw invalid({ name: `Type “${field.label}” to delete it with its values.` })

    const { count } = tx.hot.get<{ count: number }>('SELECT count(*) AS count FROM FieldValue WHERE fieldId = @id', {
      id,
    }) ?? { count: 0 }
    tx.hot.run('DELETE FROM Field WHERE id = @id', { id })
    const details = { key: field.key, values: count }
    auditIn(tx, desk.clock.now(), { actor, action: 'fields.purged', subject: subjectOf(field), details, address })
  })
