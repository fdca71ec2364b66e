import type { Texts } from '#domain/edits.ts'
import type { CsvRow } from '#lib/csv.ts'
import { readCustom, type CustomColumn } from './custom.ts'
import { unguarded } from '#lib/csv-write.ts'
import { readDate, type DateOrder } from './dates.ts'
import type { DateField, Layout, Row } from './layout.ts'
import { knownOrNull, personOf, splitList, storable, withBreaks } from './values.ts'

/** Which cells a field is read from, decided once a file. */
export type Columns = {
  readonly header: readonly string[]
  readonly places: ReadonlyMap<string, readonly number[]>
  /** Columns that no field is read from. */
  readonly rest: readonly number[]
  readonly orders: ReadonlyMap<number, DateOrder>
  readonly zone: string
  readonly layout: Layout
  readonly custom: readonly CustomColumn[]
}

export function rowOf(columns: Columns, { line, cells }: CsvRow): Row {
  const problems: string[] = []
  const all = (name: string) => valuesAt(columns.places.get(name) ?? [], cells)
  const first = (name: string) => all(name)[0] ?? null

  return {
    line,
    cells,
    problems,
    text: first,
    body: (field) => withBreaks(first(field) ?? '', columns.layout.escapedBreaks ?? false),
    list: (field) => all(field).flatMap(splitList),
    extra: all,
    raw: (header) => rawAt(columns.header.indexOf(header), cells),
    headers: columns.header,
    date: (field) => dateAt(columns, cells, { field, problems }),
    dateLike: (text, field) => readDate(text, { order: orderOf(columns, field), zone: columns.zone }),
    person: (field) => personOf(first(field), first(`${field}_email`)),
    custom: () => customOf(columns, cells),
    rest: () => columns.rest.flatMap((at) => labelled(columns.header[at], cells[at])),
  }
}

type DateTask = { readonly field: DateField; readonly problems: string[] }

/** The first date of the field's columns that is one; a value that is none is a problem. */
function dateAt(columns: Columns, cells: readonly string[], { field, problems }: DateTask): number | null {
  for (const place of columns.places.get(field) ?? []) {
    const value = knownOrNull(cells[place] ?? '')
    if (value === null || isNoDate(value)) continue

    const order = columns.orders.get(place) ?? 'dmy'
    const at = readDate(value, { order, zone: columns.zone })
    if (at === null) problems.push(badDate(columns.header[place] ?? '', value, order))
    else return at
  }
  return null
}

function badDate(header: string, value: string, order: DateOrder): string {
  const words = order === 'dmy' ? 'day-month' : 'month-day'
  return `“${header}” says “${value}”, which is no date (read as ${words}). Correct it, or try --dates ${order === 'dmy' ? 'mdy' : 'dmy'}.`
}

function orderOf(columns: Columns, field: DateField): DateOrder {
  const place = columns.places.get(field)?.[0]
  return (place === undefined ? undefined : columns.orders.get(place)) ?? 'dmy'
}

function valuesAt(places: readonly number[], cells: readonly string[]): string[] {
  return places.flatMap((place) => knownOrNull(cells[place] ?? '') ?? [])
}

function customOf({ header, custom }: Columns, cells: readonly string[]) {
  const read = custom.map(({ field, place }) => ({
    place,
    ...readCustom(field, knownOrNull(cells[place] ?? '') ?? ''),
  }))
  return {
    texts: Object.assign({}, ...read.map(({ texts }) => texts)) as Texts,
    rest: read.flatMap(({ place, held }) => (held ? [] : labelled(header[place], cells[place]))),
  }
}

/** As it was before it was guarded against spreadsheets. */
const rawAt = (place: number, cells: readonly string[]): string => storable(unguarded(cells[place] ?? ''))

function labelled(header = '', cell = ''): string[] {
  const value = knownOrNull(cell)
  return value === null ? [] : [`${inWords(header)}: ${value}`]
}

/** `contact_type` → `Contact type`; other headers stay as they are. */
const inWords = (header: string) =>
  /^[a-z0-9]+(_[a-z0-9]+)*$/.test(header)
    ? header.charAt(0).toUpperCase() + header.slice(1).replaceAll('_', ' ')
    : header

const isNoDate = (value: string) => /^(0000-00-00.*|none|never|n\/a|na|nat|nan|not set|0)$/i.test(value)
