import type { Role } from '#domain/access.ts'
import { fieldName, type FieldEntity } from '#domain/fields.ts'
import { fieldTest, type Bound, type FieldTest } from '#domain/field-filters.ts'
import type { Desk } from '#src/desk.ts'
import type { Parameters } from '#db/sqlite/reads.ts'
import { fieldsFor, type FieldFor } from '#features/fields/queries.ts'

const MOST_FILTERS = 10
const PREFIX = 'field.'

/** A filter by a custom field; null where it names none that the reader sees, or says nothing that can be read. */
export type CustomFilter = { readonly fieldId: number; readonly test: FieldTest } | null
export type Asked = Readonly<Record<string, string>>

/** Takes `field.KEY=VALUE` out of an address. */
export function customOfAddress(query: unknown): Asked {
  const entries = Object.entries({ ...(query as Record<string, unknown>) })
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, value]) => [name.slice(0, 60), written(Array.isArray(value) ? value[0] : value)] as const)
    .filter(([, value]) => value !== '')
  return Object.fromEntries(entries.slice(0, MOST_FILTERS))
}

const written = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll('\0', '').trim().slice(0, 200) : ''

type Reader = { readonly role: Role }

/** What an address asks of the custom fields of tickets or people, as far as this actor sees them. */
export function customFilters(
  desk: Desk,
  { role }: Reader,
  { entity, asked }: { entity: FieldEntity; asked: Asked },
): readonly CustomFilter[] {
  const names = Object.entries(asked)
  if (names.length === 0) return []
  const fields = fieldsFor(desk, { role }, entity)
  return names.map(([name, value]) => {
    const field = fields.find((one) => fieldName(one) === name)
    const test = field ? fieldTest(field, value) : null
    return field && test ? { fieldId: field.id, test } : null
  })
}

const SEEN_BY: Readonly<Record<Role, string>> = {
  client: `'client'`,
  agent: `'client', 'agent'`,
  admin: `'client', 'agent', 'admin'`,
}

type Clause = { readonly sql: string; readonly each: string; readonly bind: Parameters }
type Over = {
  readonly role: Role
  /** Tells the bindings of this filter from those of others. */
  readonly index: number
  readonly entity: FieldEntity
  /** The number of the thing, such as `t.id`. */
  readonly id: string
}

/** The filter as a condition over tickets or people: `sql` finds them by the value, `each` asks one at a time. */
export function customClause(filter: CustomFilter, { role, index, entity, id: thing }: Over): Clause {
  if (filter === null) return { sql: '0', each: '0', bind: {} }
  const owner = `v.${entity}Id`
  const [id, one, other] = [`cf${index}`, `cv${index}`, `cw${index}`]
  const { condition, bind } = conditionOf(filter.test, one, other)
  const values = `FROM FieldValue v WHERE v.fieldId = @${id}${condition}`
  const not = filter.test.kind === 'unticked' ? 'NOT ' : ''
  // Asked of the table as well: the field may have been closed since it was looked up.
  const open = `EXISTS (SELECT 1 FROM Field f WHERE f.id = @${id} AND f.removedAt IS NULL AND f.visibleTo IN (${SEEN_BY[role]}))`
  return {
    sql: `${open} AND ${thing} ${not}IN (SELECT ${owner} ${values} AND ${owner} IS NOT NULL)`,
    each: `${open} AND ${not}EXISTS (SELECT 1 ${values} AND ${owner} = ${thing})`,
    bind: { [id]: filter.fieldId, ...bind },
  }
}

function conditionOf(test: FieldTest, one: string, other: string): { condition: string; bind: Parameters } {
  if (test.kind === 'holds') return { condition: ` AND v.text = @${one}`, bind: { [one]: test.text } }
  if (test.kind === 'contains')
    return { condition: ` AND instr(lower(v.text), lower(@${one})) > 0`, bind: { [one]: test.text } }
  if (test.kind !== 'between') return { condition: ' AND v.number = 1', bind: {} }

  const side = (bound: Bound | null, sign: '>' | '<', name: string) =>
    bound === null ? '' : ` AND v.${test.column} ${sign}${bound.open ? '' : '='} @${name}`
  return {
    condition: side(test.from, '>', one) + side(test.to, '<', other),
    bind: { ...(test.from ? { [one]: test.from.value } : {}), ...(test.to ? { [other]: test.to.value } : {}) },
  }
}

const TICKS = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
]

/** The fields that a list offers to choose by. */
export const offeredFields = (fields: readonly FieldFor[]) =>
  fields.flatMap((field) => {
    const options = field.type === 'checkbox' ? TICKS : field.options.map((value) => ({ value, label: value }))
    return options.length === 0 ? [] : [{ name: fieldName(field), label: field.label, options }]
  })
