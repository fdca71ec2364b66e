import type { Role } from '#domain/access.ts'
import { sightOf, type Actor } from '#domain/actor.ts'
import { Memo } from '#lib/memo.ts'
import type { Desk } from '#src/desk.ts'
import { customFilters } from './custom.ts'
import { filterSql, type Filter } from './filter.ts'
import {
  arranged,
  beyond,
  orderBy,
  readCursor,
  reversed,
  segmentsOf,
  SORTED,
  sortedOf,
  valuesOf,
  writeCursor,
  type Cursor,
  type Placed,
  type Segment,
  type Sorted,
  type SortedColumns,
} from './order.ts'
import { ROW_JOINS, rowColumns, type TicketRow } from './rows.ts'
import type { ListQuery } from './schema.ts'

/** Beyond this a list says "more than" rather than count on. */
export const MOST_COUNTED = 10_000
/** So many matches are sorted at hand; of more, an index is walked. */
const MOST_AT_HAND = 2000
const MOST_PAGES_KEPT = 30

const INDEXES = {
  stages: 'INDEXED BY "Ticket_overdueAt_priorityRank_updatedAt_stage3At_stage2At_stage1At_idx"',
  stagesOfSection: 'INDEXED BY "Ticket_section_overdueAt_priorityRank_updatedAt_stage3At_stage2At_stage1At_idx"',
} as const

export type Page = {
  readonly rows: readonly TicketRow[]
  readonly total: number
  /** Whether there are more than were counted. */
  readonly more: boolean
  readonly before: string | null
  readonly after: string | null
}

type Wanted = {
  readonly filter: Filter
  readonly segments: readonly Segment[]
  readonly from: Cursor | null
  readonly most: number
}

/** Reads pages, each once a second at most: after a change all open windows ask for the same ones at once. */
export function pageReader(desk: Desk): (actor: Actor, query: ListQuery) => Page {
  const memo = new Memo<Page>(1000, MOST_PAGES_KEPT)
  return (actor, query) => {
    const { role, zone } = actor
    const who = query.assignee === 'me' || query.requester === 'me' ? actor.personId : 0
    const fresh = { version: desk.db.sql.version(), now: desk.clock.now() }
    return memo.get(JSON.stringify([sightOf(actor), who, role, zone, query]), fresh, () =>
      ticketPage(desk, actor, query),
    )
  }
}

/** One page of a list, walked along its indexes from wherever the last page ended. */
function ticketPage(desk: Desk, actor: Actor, query: ListQuery): Page {
  const { pageSize } = desk.config.tickets
  const custom = customFilters(desk, actor, query.fields)
  const filter = filterSql({ ...query, custom }, actor, desk.config)
  const forward = segmentsOf(query.sort, query.order, filter.over)
  const backwards = query.before !== '' || query.end === '1'
  const segments = backwards ? reversed(forward) : forward
  const from = readCursor(backwards ? query.before : query.after, segments)

  const matches = filter.narrow ? atHand(desk, filter) : null
  const few = matches?.slice(0, MOST_AT_HAND)
  const total = few?.length ?? countTickets(desk, filter)
  // The last page of 51 tickets holds one.
  const most = query.end === '1' && total < MOST_COUNTED ? total % pageSize || pageSize : pageSize
  const wanted = { filter, segments, from, most: most + 1 }
  const found = few ? arranged(few, { ...wanted, now: desk.clock.now() }) : walk(desk, wanted)
  const more = found.length > most
  const shown = found.slice(0, most)
  const placed = backwards ? shown.toReversed() : shown

  const hasBefore = backwards ? more : from !== null
  const hasAfter = backwards ? query.end !== '1' : more
  const last = segments.length - 1
  const mirror = ({ segment, values }: Cursor): Cursor => ({ segment: last - segment, values })
  const cursorOf = (place: Placed, wantsForward: boolean): string =>
    writeCursor(wantsForward === backwards ? mirror(place) : place)
  const [first, final] = [placed[0], placed.at(-1)]
  return {
    rows: rowsOf(desk, placed, filter.role),
    total,
    more: total >= MOST_COUNTED || (matches?.length ?? 0) > MOST_AT_HAND,
    before: first && hasBefore ? cursorOf(first, false) : null,
    after: final && hasAfter ? cursorOf(final, true) : null,
  }
}

/** All matches, when they are few enough to sort here. Of a word that is everywhere, the newest; else null. */
function atHand({ db }: Desk, { where, bind, words }: Filter): readonly Sorted[] | null {
  const read = (sql: string, given = bind) =>
    db.sql.rows<SortedColumns>(`${sql} LIMIT ${MOST_AT_HAND + 1}`, given).map(sortedOf)
  if (words === null) {
    const found = read(`SELECT ${SORTED} FROM Ticket t WHERE ${where} ORDER BY t.id DESC`)
    return found.length > MOST_AT_HAND && bind.match === undefined ? null : found
  }
  // The full text is walked from the newest ticket on, so that a common word costs no more than a rare one. As a whole
  // word it costs less still: beginnings are looked for only where whole words find few.
  const sql = `SELECT ${SORTED} FROM TicketSearch CROSS JOIN Ticket t ON t.id = TicketSearch.rowid
    WHERE TicketSearch MATCH @match AND ${words.beside} ORDER BY TicketSearch.rowid DESC`
  const whole = read(sql, { ...bind, match: words.whole })
  return whole.length > MOST_AT_HAND || words.whole === bind.match ? whole : read(sql)
}

function walk(desk: Desk, { filter, segments, from, most }: Wanted): readonly Placed[] {
  const now = desk.clock.now()
  const found: Placed[] = []
  for (let index = from?.segment ?? 0; index < segments.length && found.length < most; index += 1) {
    const segment = segments[index]
    if (!segment) break
    const past = from?.segment === index ? beyond(segment, from.values) : null
    const parts = [filter.each, segment.where, past?.where].filter((part) => part !== undefined && part !== '1')
    const sql = `SELECT ${SORTED} FROM Ticket t ${indexFor(segment, filter)} WHERE ${parts.join(' AND ') || '1'} ORDER BY ${orderBy(segment)} LIMIT @limit`
    const tickets = desk.db.sql.all<Sorted>(sql, { ...filter.bind, ...past?.bind, now, limit: most - found.length })
    found.push(...tickets.map((ticket) => ({ id: ticket.id, segment: index, values: valuesOf(ticket, segment) })))
  }
  return found
}

function indexFor({ index }: Segment, { sectioned }: Filter): string {
  if (index === 'stages') return sectioned ? INDEXES.stagesOfSection : INDEXES.stages
  return index === undefined ? '' : INDEXES.stagesOfSection
}

function rowsOf({ db }: Desk, placed: readonly Placed[], role: Role): readonly TicketRow[] {
  const sql = `SELECT ${rowColumns(role)} FROM json_each(@ids) wanted JOIN Ticket t ON t.id = wanted.value ${ROW_JOINS} ORDER BY wanted.key`
  return placed.length === 0 ? [] : db.sql.all<TicketRow>(sql, { ids: JSON.stringify(placed.map(({ id }) => id)) })
}

/** How many tickets a filter finds, counted no further than `MOST_COUNTED`. */
export function countTickets(desk: Desk, { where, bind }: Pick<Filter, 'where' | 'bind'>): number {
  const sql = `SELECT count(*) AS total FROM (SELECT 1 FROM Ticket t WHERE ${where} LIMIT ${MOST_COUNTED})`
  return desk.db.sql.get<{ total: number }>(sql, bind)?.total ?? 0
}

/** The most urgent tickets of a filter, without paging. */
export function mostUrgent(desk: Desk, filter: Filter, most: number): readonly TicketRow[] {
  return rowsOf(
    desk,
    walk(desk, { filter, segments: segmentsOf('urgency', 'desc', filter.over), from: null, most }),
    filter.role,
  )
}

/** The mirrored systems tickets may come from. */
export const sourcesOf = ({ db }: Desk): readonly { readonly id: number; readonly name: string }[] =>
  db.sql.all('SELECT id, name FROM Source ORDER BY name')
