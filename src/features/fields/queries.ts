import type { Actor } from '#domain/actor.ts'
import type { Texts } from '#domain/edits.ts'
import { editsField, fieldName, seesField, type Field, type FieldEntity } from '#domain/fields.ts'
import { textOfRows } from '#domain/field-values.ts'
import type { Desk } from '#src/desk.ts'

type FieldRow = Omit<Field, 'required' | 'defaultValue' | 'options'> & {
  readonly required: number
  readonly defaultValue: string | null
  readonly options: string
}

const COLUMNS =
  'id, entity, key, label, type, help, required, defaultValue, options, position, visibleTo, editableBy, removedAt'

const known = new WeakMap<Desk['db'], { readonly version: string; readonly fields: readonly Field[] }>()

/** Every field there is, removed ones too, in their order; read anew only when something was written. */
export function allFields({ db }: Pick<Desk, 'db'>): readonly Field[] {
  const version = db.sql.version()
  const kept = known.get(db)
  if (kept?.version === version) return kept.fields
  const rows = db.sql.all<FieldRow>(`SELECT ${COLUMNS} FROM Field ORDER BY entity, position, id`)
  const fields = rows.map(fieldOf)
  known.set(db, { version, fields })
  return fields
}

/** The fields of tickets, assets or people that are in use, whoever sees them. */
export const fieldsInUse = (desk: Pick<Desk, 'db'>, entity: FieldEntity): readonly Field[] =>
  allFields(desk).filter((field) => field.entity === entity && field.removedAt === null)

/** A row of the table as a field. */
const fieldOf = ({ required, defaultValue, options, ...row }: FieldRow): Field => ({
  ...row,
  required: required === 1,
  defaultValue: defaultValue ?? '',
  options: JSON.parse(options) as string[],
})

/** A field this actor sees, and whether they may fill it in. */
export type FieldFor = Field & { readonly editable: boolean }

/** The fields of tickets, assets or people that are in use and that this actor sees. */
export const fieldsFor = (desk: Pick<Desk, 'db'>, { role }: Pick<Actor, 'role'>, entity: FieldEntity) =>
  allFields(desk)
    .filter((field) => field.entity === entity && seesField(role, field))
    .map((field): FieldFor => ({ ...field, editable: editsField(role, field) }))

/** The row that values belong to. */
export type Owner = { readonly entity: FieldEntity; readonly id: number }

type ValueRow = { readonly fieldId: number; readonly text: string | null; readonly number: number | null }
type Reader = { readonly all: <Row>(sql: string, values: { readonly id: number }) => Row[] }

/** The values of these fields by their names in forms, '' for none. `reader` is `desk.db.sql`, or `tx.hot` in a write. */
export function fieldTexts(reader: Reader, fields: readonly Field[], { entity, id }: Owner): Texts {
  if (fields.length === 0) return {}
  const rows = reader.all<ValueRow>(
    `SELECT fieldId, text, number FROM FieldValue WHERE ${entity}Id = @id ORDER BY id`,
    { id },
  )
  return Object.fromEntries(
    fields.map((field) => [
      fieldName(field),
      textOfRows(
        field.type,
        rows.filter(({ fieldId }) => fieldId === field.id),
      ),
    ]),
  )
}

/** The values of one thing, as pages show them. */
export const shownTexts = ({ db }: Desk, fields: readonly Field[], owner: Owner): Texts =>
  fieldTexts(db.sql, fields, owner)

/** How many things hold a value of each field. */
export function usesOfFields({ db }: Desk): ReadonlyMap<number, number> {
  const rows = db.sql.rows<[number, number]>(
    'SELECT fieldId, count(DISTINCT coalesce(ticketId, assetId, personId)) FROM FieldValue GROUP BY fieldId',
  )
  return new Map(rows)
}
