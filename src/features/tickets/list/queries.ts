import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { filterSql, type Filter } from './filter.ts'
import { beyond, orderBy, readCursor, reversed, segmentsOf, writeCursor, type Cursor, type Segment } from './order.ts'
import { ROW_COLUMNS, type TicketRow } from './rows.ts'
import type { ListQuery } from './schema.ts'

/** Beyond this a list says "more than" rather than count on. */
export const MOST_COUNTED = 10_000

export type Page = {
  readonly rows: readonly TicketRow[]
  readonly total: number
  readonly before: string | null
  readonly after: string | null
}

type Wanted = {
  readonly filter: Filter
  readonly segments: readonly Segment[]
  readonly from: Cursor | null
  readonly most: number
}

/** One page of a list, walked along its indexes from wherever the last page ended. */
export function ticketPage(desk: Desk, actor: Actor, query: ListQuery): Page {
  const { pageSize, numberFormat } = desk.config.tickets
  const filter = filterSql(query, actor, numberFormat)
  const forward = segmentsOf(query.sort, query.order)
  const backwards = query.before !== '' || query.end === '1'
  const segments = backwards ? reversed(forward) : forward
  const from = readCursor(backwards ? query.before : query.after, segments)

  const total = countTickets(desk, filter)
  // The last page of 51 tickets holds one.
  const most = query.end === '1' && total < MOST_COUNTED ? total % pageSize || pageSize : pageSize
  const found = walk(desk, { filter, segments, from, most: most + 1 })
  const more = found.length > most
  const shown = found.slice(0, most)
  const placed = backwards ? shown.toReversed() : shown

  const hasBefore = backwards ? more : from !== null
  const hasAfter = backwards ? query.end !== '1' : more
  const last = segments.length - 1
  const mirror = ({ segment, values }: Cursor): Cursor => ({ segment: last - segment, values })
  const cursorOf = ({ row, segment }: Found, wantsForward: boolean): string => {
    const cursor = { segment, values: valuesOf(row, segments[segment]) }
    return writeCursor(wantsForward === backwards ? mirror(cursor) : cursor)
  }
  const [first, final] = [placed[0], placed.at(-1)]
  return {
    rows: placed.map(({ row }) => row),
    total,
    before: first && hasBefore ? cursorOf(first, false) : null,
    after: final && hasAfter ? cursorOf(final, true) : null,
  }
}

type Found = { readonly row: TicketRow; readonly segment: number }

function walk(desk: Desk, { filter, segments, from, most }: Wanted): Found[] {
  const now = desk.clock.now()
  const found: Found[] = []
  for (let index = from?.segment ?? 0; index < segments.length && found.length < most; index += 1) {
    const segment = segments[index]
    if (!segment) break
    const past = from?.segment === index ? beyond(segment, from.values) : null
    const where =
      [filter.where, segment.where, past?.where].filter((part) => part !== undefined && part !== '1').join(' AND ') ||
      '1'
    const sql = `SELECT ${ROW_COLUMNS} FROM Ticket t WHERE ${where} ORDER BY ${orderBy(segment)} LIMIT @limit`
    const rows = desk.db.sql.all<TicketRow>(sql, { ...filter.bind, ...past?.bind, now, limit: most - found.length })
    found.push(...rows.map((row) => ({ row, segment: index })))
  }
  return found
}

const valuesOf = (row: TicketRow, segment: Segment | undefined): (number | null)[] =>
  (segment?.keys ?? []).map(({ column }) => (row as unknown as Record<string, number | null>)[column] ?? null)

/** How many tickets a filter finds, counted no further than `MOST_COUNTED`. */
export function countTickets(desk: Desk, { where, bind }: Filter): number {
  const sql = `SELECT count(*) AS total FROM (SELECT 1 FROM Ticket t WHERE ${where} LIMIT ${MOST_COUNTED})`
  return desk.db.sql.get<{ total: number }>(sql, bind)?.total ?? 0
}

/** The most urgent tickets of a filter, without paging. */
export function mostUrgent(desk: Desk, filter: Filter, most: number): readonly TicketRow[] {
  return walk(desk, { filter, segments: segmentsOf('urgency', 'desc'), from: null, most }).map(({ row }) => row)
}

/** The mirrored systems tickets may come from. */
export const sourcesOf = ({ db }: Desk): readonly { readonly id: number; readonly name: string }[] =>
  db.sql.all('SELECT id, name FROM Source ORDER BY name')
