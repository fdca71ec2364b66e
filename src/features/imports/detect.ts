import { normalHeader } from '#lib/csv.ts'
import { AppError } from '#lib/errors.ts'
import { FIELDS, isField, type Field, type Layout } from './layout.ts'
import { freshdesk, freshservice } from './layouts/freshservice.ts'
import { generic } from './layouts/generic.ts'
import { jira } from './layouts/jira.ts'
import { osticket } from './layouts/osticket.ts'
import { pennant } from './layouts/pennant.ts'
import { servicenow, servicenowEvents } from './layouts/servicenow.ts'
import { supportTickets } from './layouts/support-tickets.ts'
import { zendesk } from './layouts/zendesk.ts'

/** Field to the headers, as they stand in the file, from which it is to be read. */
export type ColumnMap = ReadonlyMap<Field, readonly string[]>

export type Places = ReadonlyMap<string, readonly number[]>

const KNOWN = [pennant, servicenowEvents, servicenow, supportTickets, freshservice, freshdesk, zendesk, jira, osticket]

/** The layout most of whose columns the file has; a table of no known product is read by common names. */
export function layoutOf(header: readonly string[], map: ColumnMap): Layout {
  const names = new Set(header.map(normalHeader))
  const fitting = KNOWN.filter((layout) => hasSigns(layout, names))
  const best = [...fitting].sort((a, b) => matches(b, names) - matches(a, names))[0]
  if (best) return best
  if (map.has('title') || map.has('description') || hasSigns(generic, names)) return generic

  throw new AppError('invalid', `None of these columns can be a ticket's title. ${choices(header)}`)
}

/** Where in a record each field and each extra of the layout stands; what is mapped by hand wins. */
export function placesOf(header: readonly string[], layout: Layout, map: ColumnMap): Places {
  const names = header.map(normalHeader)
  const own = placedIn(names, { ...layout.columns, ...layout.extras })
  const taken = new Set(own.flatMap(([, at]) => at))
  // An export often has a column or two more than its product usually writes.
  const common = placedIn(names, generic.columns)
    .filter(([field]) => !(field in layout.columns))
    .map(([field, at]) => [field, at.filter((place) => !taken.has(place))] as const)
  const mapped = [...map].map(([field, columns]) => [field, columns.map((column) => placeOf(header, column))] as const)
  return new Map([...[...common, ...own].filter(([, at]) => at.length > 0), ...mapped])
}

function placedIn(names: readonly string[], columns: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(columns).map(([field, words]) => [field, placesIn(names, words)] as const)
}

const SEVERAL = ['tags', 'links', 'watchers', 'component']

/** Columns that the layout takes no notice of, and second choices, which may say something else than the first. */
export function restOf(header: readonly string[], layout: Layout, places: Places): number[] {
  const keepsAll = (field: string) => SEVERAL.includes(field) || field in (layout.extras ?? {})
  const taken = new Set([...places].flatMap(([field, at]) => (keepsAll(field) ? at : at.slice(0, 1))))
  const ignored = new Set(layout.ignored)
  return header.flatMap((name, at) => (taken.has(at) || ignored.has(normalHeader(name)) ? [] : [at]))
}

/** The field behind a name of the map: its own name or one by which its column is commonly called. */
export function fieldNamed(name: string): Field | undefined {
  const plain = normalHeader(name.replace(/([a-z])([A-Z])/g, '$1 $2'))
  const own = plain.replaceAll(' ', '_')
  if (isField(own)) return own
  return FIELDS.find((field) => generic.columns[field]?.includes(plain))
}

export const choices = (header: readonly string[]) =>
  `Name them with --map FIELD=COLUMN,… Columns found: ${header.join(', ')}. Fields: ${FIELDS.join(', ')}.`

/** The column of a header named by hand; case and punctuation do not matter where they tell nothing apart. */
export function placeOf(header: readonly string[], column: string): number {
  const exact = header.indexOf(column)
  const at = exact >= 0 ? exact : header.map(normalHeader).indexOf(normalHeader(column))
  if (at < 0) throw new AppError('invalid', `There is no column “${column}”. Columns found: ${header.join(', ')}.`)
  return at
}

function placesIn(names: readonly string[], words: readonly string[]): number[] {
  return words.flatMap((word) => names.flatMap((name, at) => (name === word ? [at] : [])))
}

function hasSigns(layout: Layout, names: ReadonlySet<string>): boolean {
  return layout.signs.every((any) => any.some((name) => names.has(name)))
}

function matches(layout: Layout, names: ReadonlySet<string>): number {
  const known = Object.values({ ...layout.columns, ...layout.extras })
  return known.filter((words) => words.some((word) => names.has(word))).length
}
