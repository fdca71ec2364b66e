import type { Role } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import type { Texts } from '#domain/edits.ts'
import { editsField, fieldChange, fieldName, type Field } from '#domain/fields.ts'
import { beginTexts, checkFields, defaultTexts, storedRows } from '#domain/field-values.ts'
import type { Change } from '#domain/timeline.ts'
import type { Tx } from '#db/database.ts'
import { invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor, fieldTexts, type FieldFor, type Owner } from '#features/fields/queries.ts'

type Saving = {
  readonly fields: readonly Field[]
  readonly owner: Owner
  /** Values by their names in forms, in their one spelling; what `after` does not name stays. */
  readonly before: Texts
  readonly after: Texts
}

/** Stores the values that differ, and answers what to say of them. */
export function saveFieldValues({ hot }: Tx, { fields, owner, before, after }: Saving): readonly Change[] {
  const column = `${owner.entity}Id`
  return fields.flatMap((field) => {
    const name = fieldName(field)
    const [from, to] = [before[name] ?? '', after[name]]
    if (to === undefined || to === from) return []

    const where = { fieldId: field.id, id: owner.id }
    hot.run(`DELETE FROM FieldValue WHERE fieldId = @fieldId AND ${column} = @id`, where)
    for (const row of storedRows(field.type, to))
      hot.insert('FieldValue', { fieldId: field.id, [column]: owner.id, ...row })
    return [fieldChange(field, from, to)]
  })
}

type Editing = {
  readonly actor: Pick<Actor, 'role'>
  readonly owner: Owner
  /** By their names in forms; what is not named, and what this actor may not fill in, stays. */
  readonly brought: Texts
}

/** Stores what somebody filled in of something that is there already, and answers what to say of it. */
export function editValues(desk: Pick<Desk, 'db'>, tx: Tx, { actor, owner, brought }: Editing): readonly Change[] {
  const heard = (field: FieldFor) => field.editable && brought[fieldName(field)] !== undefined
  const fields = fieldsFor(desk, actor, owner.entity).filter(heard)
  const held = fieldTexts(tx.hot, fields, owner)
  const { texts, problems } = checkFields(fields, { typed: brought, held })
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return saveFieldValues(tx, { fields, owner, before: held, after: texts })
}

type New = {
  /** All there are; only those of the owner's kind that are in use count. */
  readonly fields: readonly Field[]
  readonly owner: Owner
  readonly role: Role
  /** What a form brought; undefined where nobody was asked. */
  readonly typed: Texts | undefined
}

/** Fills in the fields of something new: as typed where this role may, else with their defaults. */
export function saveNewValues(tx: Tx, { fields, owner, role, typed }: New): void {
  const inUse = fields.filter(({ entity, removedAt }) => entity === owner.entity && removedAt === null)
  if (inUse.length === 0) return

  const mine = inUse.filter((field) => editsField(role, field))
  const said = typed === undefined ? {} : beginTexts(mine, typed)
  const { texts, problems } = checkFields(mine, { typed: said, held: {} })
  if (Object.keys(problems).length > 0) throw invalid(problems)
  saveFieldValues(tx, { fields: inUse, owner, before: {}, after: { ...defaultTexts(inUse), ...texts } })
}
