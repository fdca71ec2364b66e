import { basename } from 'node:path'
import type { Field } from '#domain/fields.ts'
import { openCsv, type CsvRow, type CsvTable, type Trust } from '#lib/csv.ts'
import { AppError } from '#lib/errors.ts'
import { dateOrderOf, isAmbiguous, type DateOrder } from './dates.ts'
import { layoutOf, placesOf, restOf, type ColumnMap, type Places } from './detect.ts'
import { histories, type Tally, type Window } from './history.ts'
import { customColumns } from './custom.ts'
import { isDateField, type Layout } from './layout.ts'
import { rowOf, type Columns } from './row.ts'
import { openText, type TextFile } from './text.ts'
import { ticketOf } from './tickets.ts'
import { rejected, type ImportSource, type Incoming } from './types.ts'

export type CsvOptions = {
  /** For times that name no zone. */
  readonly zone: string
  readonly map?: ColumnMap
  /** Overrules what the values tell. */
  readonly order?: DateOrder
  /** Custom fields of tickets that columns may be named after. */
  readonly fields?: readonly Field[]
}

const UNDATED = 'No column says when the tickets were created: they carry the time of the import.'
const SAMPLE_ROWS = 2_000
const IN_ORDER: Window = { rows: 5_000 }
const SCATTERED: Window = { rows: 250_000 }

/** Opens a table of tickets and settles how to read it; what is no such table fails in words. */
export async function openCsvSource(file: string, options: CsvOptions): Promise<ImportSource> {
  const text = await openText(file)
  const table = await openCsv(text.read)
  refuse(table, basename(file))

  const map = options.map ?? new Map()
  const layout = layoutOf(table.header, map)
  const places = placesOf(table.header, layout, map)
  const trust = layout.read ? 'whole' : 'guess'
  const sample = await sampleOf(table, trust)
  const dates = datesOf({ table, places, layout, sample }, options.order)
  const custom = customColumns(table.header, options.fields ?? [], places)
  const columns: Columns = {
    header: table.header,
    places,
    layout,
    zone: options.zone,
    rest: restOf(table.header, layout, places).filter((at) => !custom.some(({ place }) => place === at)),
    custom,
    orders: dates.orders,
  }
  const remarks = [
    ...remarksOn(text, table),
    ...(layout.remarks ?? []),
    ...dates.remarks,
    ...(places.has('created') ? [] : [UNDATED]),
  ]
  const records =
    places.has('changed') && places.has('id') ? historyOf(table, columns, sample) : plainOf(table, columns)

  return {
    origin: layout.key,
    label: layout.label,
    unit: 'line',
    size: text.size,
    position: text.position,
    remarks,
    records: () => records((remark) => remarks.push(remark)),
  }
}

type Remark = (sentence: string) => void
type Reading = (remark: Remark) => AsyncGenerator<Incoming>

function refuse(table: CsvTable, name: string): void {
  if (table.header.length === 0) throw new AppError('invalid', `${name} has no header line that can be read.`)
  if (/^[[{]/.test(table.header[0] ?? '')) {
    throw new AppError('invalid', `${name} is JSON, not CSV. Try: pennant import tickettracker ${name}`)
  }
  if (/^<(!doctype|html|\?xml)/i.test(table.header[0] ?? '')) {
    throw new AppError('invalid', `${name} is a web page or XML, not CSV.`)
  }
}

function plainOf(table: CsvTable, columns: Columns): Reading {
  return async function* () {
    const seen = new Map<string, number>()
    for await (const row of table.rows(columns.layout.read ? 'whole' : 'guess')) yield plainRecord(row, columns, seen)
  }
}

function plainRecord(row: CsvRow, columns: Columns, seen: Map<string, number>): Incoming {
  if (row.problem !== null) return rejected(row.line, row.problem)

  const reader = rowOf(columns, row)
  const ticket = ticketOf(reader, columns.layout)
  if (reader.problems.length > 0) return rejected(row.line, [...new Set(reader.problems)].join(' '))
  if (ticket.title === '') return rejected(row.line, 'Has neither a title nor a description.')

  const number = reader.text('id')
  const twin = seen.get(number ?? ticket.key)
  if (twin !== undefined) {
    return rejected(
      row.line,
      number ? `Has the same number (${number}) as line ${twin}.` : `Says the same as line ${twin}.`,
    )
  }
  seen.set(number ?? ticket.key, row.line)
  return { kind: 'ticket', ticket }
}

function historyOf(table: CsvTable, columns: Columns, sample: readonly CsvRow[]): Reading {
  const keys = sample.map((row) => rowOf(columns, row).text('id'))
  const window = isInOrder(keys) ? IN_ORDER : SCATTERED
  return async function* (remark) {
    const tally: Tally = { silent: 0, reordered: 0 }
    yield* histories(table.rows(), columns, window, tally)
    if (tally.silent > 0) remark(`${tally.silent} rows changed nothing that a timeline shows.`)
    if (tally.reordered > 0)
      remark(
        `${tally.reordered} rows stood before an earlier one of the same ticket and were put in the order of their times.`,
      )
  }
}

/** Whether the rows of each ticket stand together. */
function isInOrder(keys: readonly (string | null)[]): boolean {
  const blocks = keys.filter((key, index) => index === 0 || key !== keys[index - 1])
  return new Set(blocks).size === blocks.length
}

async function sampleOf(table: CsvTable, trust: Trust): Promise<CsvRow[]> {
  const sample: CsvRow[] = []
  for await (const row of table.rows(trust)) {
    if (row.problem === null) sample.push(row)
    if (sample.length === SAMPLE_ROWS) break
  }
  return sample
}

type Sampled = {
  readonly table: CsvTable
  readonly places: Places
  readonly layout: Layout
  readonly sample: readonly CsvRow[]
}

/** All date columns of a file come from one program, so that a settled column speaks for one that is not. */
function datesOf({ table, places, layout, sample }: Sampled, wanted: DateOrder | undefined) {
  const dated = [...new Set([...places].flatMap(([field, at]) => (isDateField(field) ? at : [])))]
  const told = new Map(dated.map((place) => [place, dateOrderOf(valuesOf(sample, place))] as const))
  const speaks = [...told.values()].find((order) => order !== null)
  const fallback = speaks ?? layout.order ?? 'dmy'
  const orders = new Map([...told].map(([place, order]) => [place, wanted ?? order ?? fallback] as const))

  const unsure = wanted || speaks ? [] : dated.filter((place) => valuesOf(sample, place).some(isAmbiguous))
  const remarks = unsure.map((place) => unsureOf(table.header[place] ?? '', fallback))
  return { orders, remarks }
}

function unsureOf(header: string, order: DateOrder): string {
  const [words, other] = order === 'dmy' ? ['day-month', 'mdy'] : ['month-day', 'dmy']
  return `The dates in “${header}” can be read both ways; they are read as ${words}. If that is wrong, say --dates ${other}.`
}

const valuesOf = (sample: readonly CsvRow[], place: number) => sample.map((row) => row.cells[place] ?? '')

function remarksOn(text: TextFile, table: CsvTable): string[] {
  const delimiter = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' }[table.delimiter]
  return [
    ...(text.encoding === 'utf-8' ? [] : [`The file is in ${text.encoding}.`]),
    ...(delimiter ? [`Its cells are separated by ${delimiter}.`] : []),
  ]
}
