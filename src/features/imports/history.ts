import type { CsvRow } from '#lib/csv.ts'
import type { Field, Layout, Row } from './layout.ts'
import { rowOf, type Columns } from './row.ts'
import { ticketOf } from './tickets.ts'
import { rejected, type Incoming, type IncomingChange, type IncomingUpdate } from './types.ts'

/** Rows held back while waiting for more of the same ticket: few where a file is in order, many where it is not. */
export type Window = { readonly rows: number }

export type Tally = { silent: number; reordered: number }

const TRACKED: readonly Field[] = [
  'status',
  'priority',
  'assignee',
  'category',
  'component',
  'type',
  'site',
  'project',
  'hold_reason',
]
const BEGINNINGS = /^(new|open|opened|neu|offen|created|logged|registered)$/i

/** Folds the rows of a ticket, wherever they stand within the window, into one ticket with a timeline. */
export async function* histories(
  rows: AsyncIterable<CsvRow>,
  columns: Columns,
  window: Window,
  tally: Tally,
): AsyncGenerator<Incoming> {
  const groups = new Map<string, CsvRow[]>()
  const done = new Map<string, number>()
  const words = new Map<string, string>()
  let held = 0

  for await (const row of rows) {
    const key = keyOf(row, columns)
    if (row.problem !== null || key === null) {
      yield rejected(row.line, row.problem ?? 'Has no number, so that it belongs to no ticket.')
      continue
    }
    if (done.has(key)) {
      yield rejected(row.line, tooFarApart(key, done.get(key) ?? 0))
      continue
    }
    const group = groups.get(key) ?? []
    group.push({ ...row, cells: row.cells.map((cell) => shared(words, cell)) })
    groups.set(key, group)

    for (held += 1; held > window.rows && groups.size > 1;) {
      const [oldest, its] = first(groups)
      if (oldest === key) break
      yield* ticketOfRows(its, columns, tally)
      groups.delete(oldest)
      done.set(oldest, its.at(-1)?.line ?? 0)
      held -= its.length
    }
  }
  for (const its of groups.values()) yield* ticketOfRows(its, columns, tally)
}

const tooFarApart = (key: string, line: number) =>
  `Belongs to ${key}, whose other rows ended at line ${line}. Sort the file by number and import it again.`

function first<Key, Value>(map: ReadonlyMap<Key, Value>): [Key, Value] {
  for (const entry of map) return entry
  throw new Error('There is no first entry in an empty map.')
}

const keyOf = (row: CsvRow, columns: Columns) => rowOf(columns, row).text('id')

/** A history repeats the same few words in every row; one copy of each keeps a long one in memory. */
function shared(words: Map<string, string>, cell: string): string {
  const known = words.get(cell)
  if (known !== undefined) return known
  if (words.size < 200_000) words.set(cell, cell)
  return cell
}

type Moment = { readonly row: Row; readonly at: number }

function* ticketOfRows(group: readonly CsvRow[], columns: Columns, tally: Tally): Generator<Incoming> {
  const moments: Moment[] = []
  for (const row of group) {
    const reader = rowOf(columns, row)
    const at = reader.date('changed') ?? reader.date('updated')
    if (at === null) yield rejected(row.line, reader.problems[0] ?? 'Says not when the change was made.')
    else moments.push({ row: reader, at })
  }

  const ordered = inOrder(moments, columns.layout)
  tally.reordered += ordered.filter((moment, index) => moment !== moments[index]).length
  const last = ordered.at(-1)
  if (last) yield withTimeline(ordered, last.row, columns.layout, tally)
}

/** As the file has them, unless a change would then come before an earlier one. */
function inOrder(moments: readonly Moment[], layout: Layout): readonly Moment[] {
  const times = updatesOf(moments, layout).map(({ at }) => at ?? 0)
  const rises = times.every((at, index) => at >= (times[index - 1] ?? 0))
  return rises ? moments : moments.toSorted((one, other) => one.at - other.at)
}

function withTimeline(moments: readonly Moment[], last: Row, layout: Layout, tally: Tally): Incoming {
  const ticket = ticketOf(last, layout)
  if (last.problems.length > 0) return rejected(last.line, `${ticket.key}: ${last.problems.join(' ')}`)

  const updates = updatesOf(moments, layout)
  const isSilent = (_moment: Moment, index: number) =>
    index > 0 && !updates.some(({ key }) => key === keyOfChange(index))
  tally.silent += moments.filter(isSilent).length
  const times = moments.map(({ at }) => at)
  return {
    kind: 'ticket',
    ticket: {
      ...ticket,
      createdAt: Math.min(ticket.createdAt ?? Infinity, ...times),
      updatedAt: Math.max(...times),
      updates: [...updates, ...ticket.updates],
    },
  }
}

const keyOfChange = (index: number) => `change-${index + 1}`

function updatesOf(moments: readonly Moment[], layout: Layout): IncomingUpdate[] {
  return moments.flatMap((moment, index) => {
    const changes = changesOf(moments[index - 1]?.row, moment.row, layout)
    return changes.length > 0 ? [systemUpdate(moment, changes, index)] : []
  })
}

function systemUpdate(moment: Moment, changes: readonly IncomingChange[], index: number): IncomingUpdate {
  const author = moment.row.text('changed_by') ?? 'Unknown'
  return {
    key: keyOfChange(index),
    kind: 'system',
    author,
    authorIsRequester: author === moment.row.text('requester'),
    body: '',
    at: moment.at,
    changes,
    files: [],
  }
}

/** The first row is the beginning; it changes nothing unless the ticket was then already past it. */
function changesOf(before: Row | undefined, row: Row, layout: Layout): IncomingChange[] {
  if (!before) {
    const status = row.text('status')
    return status === null || BEGINNINGS.test(status) ? [] : [{ field: 'status', from: null, to: status }]
  }
  const fields = TRACKED.map((field) => difference(field, before.text(field), row.text(field)))
  const extras = (layout.tracked ?? []).map((name) => difference(name, joined(before, name), joined(row, name)))
  return [...fields, ...extras].flat()
}

function difference(field: string, from: string | null, to: string | null): IncomingChange[] {
  return from === to ? [] : [{ field, from, to }]
}

const joined = (row: Row, name: string) => row.extra(name).join(', ') || null
