import type { Texts } from '#domain/edits.ts'
import { fieldOfHead, typedOfCell } from '#domain/field-cells.ts'
import { fieldName, type Field } from '#domain/fields.ts'
import { parseField } from '#domain/field-values.ts'
import type { Places } from './detect.ts'

/** A column that fills in a custom field of tickets. */
export type CustomColumn = { readonly field: Field; readonly place: number }

/** The columns named as a custom field is, by its label, its key or `field.KEY`; what every ticket has comes first. */
export function customColumns(
  header: readonly string[],
  fields: readonly Field[],
  places: Places,
): readonly CustomColumn[] {
  const taken = new Set([...places.values()].flat())
  const found = header.flatMap((head, place) => {
    const field = fieldOfHead(fields, head)
    const meant = field !== undefined && (!taken.has(place) || head.trim() === fieldName(field))
    return meant ? [{ field, place }] : []
  })
  return found.filter(({ field }, index) => found.findIndex((other) => other.field === field) === index)
}

/** What a cell says of a field; a value that the field cannot hold is not `held`. */
export function readCustom(field: Field, cell: string): { readonly texts: Texts; readonly held: boolean } {
  const parsed = parseField(field, typedOfCell(field, cell))
  if (!parsed.ok) return { texts: {}, held: false }
  return { texts: parsed.text === '' ? {} : { [fieldName(field)]: parsed.text }, held: true }
}
