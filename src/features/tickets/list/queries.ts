import type { Parameters } from '#db/sqlite/reads.ts'
import type { Hint, Operator } from '#domain/search/terms.ts'
import { meansViewer } from '#domain/search/viewer.ts'
import type { Piece as Found } from '#domain/search/snippet.ts'
import type { Role } from '#domain/access.ts'
import { sightOf, type Actor } from '#domain/actor.ts'
import { Memo } from '#lib/memo.ts'
import type { Desk } from '#src/desk.ts'
import { FACTS, filterSql, narrowed, ON_BOARD, type Filter, type Lead } from './filter.ts'
import { atHand, countOf, foundAmong, leadOf, MOST_AT_HAND, tiered, type Counted } from './matches/queries.ts'
import {
  arranged,
  beyond,
  orderBy,
  readCursor,
  reversed,
  segmentsOf,
  SORT_COLUMNS,
  SORTED,
  valuesOf,
  writeCursor,
  type Cursor,
  type Placed,
  type Segment,
  type Sorted,
} from './order.ts'
import { snippetsFor } from './snippets/queries.ts'
import { ROW_JOINS, rowColumns, type TicketRow } from './rows.ts'
import type { Filters, ListQuery, Sort } from './schema.ts'

/** Beyond this a list says "more than" rather than count on. */
export const MOST_COUNTED = 10_000
/** Beyond so many, the order of the board's own index is quicker to walk than all of them to sort. */
const MOST_OF_BOARD = 200
const MOST_PAGES_KEPT = 30

const WALKED = { board: ON_BOARD, facts: FACTS, resting: 'Ticket t INDEXED BY Ticket_snoozed' } as const

export type Page = {
  readonly rows: readonly TicketRow[]
  readonly total: number
  /** Whether there are more than were counted. */
  readonly more: boolean
  readonly before: string | null
  readonly after: string | null
  /** What of the search could not be read. */
  readonly hints: readonly Hint[]
  /** Where in a ticket the words were found, by its number. */
  readonly snippets: ReadonlyMap<number, readonly Found[]>
}

type Wanted = {
  readonly filter: Filter
  readonly segments: readonly Segment[]
  readonly from: Cursor | null
  readonly most: number
  readonly lead: Path | null
}

/** Reads pages, each once a second at most: after a change all open windows ask for the same ones at once. */
export function pageReader(desk: Desk): (actor: Actor, query: ListQuery) => Page {
  const memo = new Memo<Page>(1000, MOST_PAGES_KEPT)
  return (actor, query) => {
    const { role, zone } = actor
    const own = query.assignee === 'me' || query.requester === 'me' || meansViewer(query.q)
    const fresh = { version: desk.db.sql.version(), now: desk.clock.now() }
    return memo.get(JSON.stringify([sightOf(actor), own ? actor.personId : 0, role, zone, query]), fresh, () =>
      ticketPage(desk, actor, query),
    )
  }
}

/** One group of a list: one more term, or a condition over `Ticket t`. */
export type Within = Operator | { readonly where: string; readonly bind: Parameters }

type Asked = Filters & Pick<Piece, 'within'>

/** A piece of a page: of one group alone, whose tickets may be at hand already, and no more than so many rows. */
export type Piece = ListQuery & {
  readonly within?: Within | null
  readonly few?: readonly Sorted[] | null
  readonly most?: number
}

/** One page of a list, walked along its indexes from wherever the last page ended. */
export function ticketPage(desk: Desk, actor: Actor, query: Piece): Page {
  const { pageSize } = desk.config.tickets
  const filter = listFilter(desk, actor, query)
  const ranked = query.sort === 'match' && filter.words !== null
  const sort = query.sort === 'match' && !ranked ? 'urgency' : query.sort
  const forward = segmentsOf(sort, query.order, filter.place)
  const backwards = query.before !== '' || query.end === '1'
  const segments = backwards ? reversed(forward) : forward
  const from = readCursor(backwards ? query.before : query.after, segments)

  const lead = query.few ? null : leadOf(desk, filter)
  const walkable = filter.words === null && sort === 'urgency' && filter.ways.some(({ walks }) => walks)
  const matches = query.few ?? (walkable && (lead?.count ?? 0) > MOST_OF_BOARD ? null : atHand(desk, filter, lead))
  const few = query.few ?? matches?.slice(0, MOST_AT_HAND)
  const mostCounted = filter.costly ? MOST_AT_HAND : MOST_COUNTED
  const total = few?.length ?? countTickets(desk, filter, mostCounted)
  // The last page of 51 tickets holds one.
  const most = query.most ?? (query.end === '1' && total < mostCounted ? total % pageSize || pageSize : pageSize)
  const along = alongOf(filter, { sort, lead, scattered: total < mostCounted })
  const wanted = { filter, segments, from, most: most + 1, lead: along }
  const sorted = few && ranked ? tiered(desk, filter, few) : few
  const found = sorted ? arranged(sorted, { ...wanted, now: desk.clock.now() }) : total > 0 ? walk(desk, wanted) : []
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
    snippets: snippetsFor(desk, filter.role, { q: filter.words ? query.q : '', rows: placed }),
    total,
    more: total >= mostCounted || (matches?.length ?? 0) > (few?.length ?? 0),
    before: first && hasBefore ? cursorOf(first, false) : null,
    after: final && hasAfter ? cursorOf(final, true) : null,
    hints: filter.hints,
  }
}

/** The condition of a list, or of one group of it. */
export function listFilter(desk: Desk, actor: Actor, { within = null, ...query }: Asked): Filter {
  if (within === null) return filterSql(query, actor, desk)
  return 'where' in within
    ? narrowed(filterSql(query, actor, desk), within)
    : filterSql({ ...query, also: within }, actor, desk)
}

/** What a list is walked along; `ordered` where that is its order as well. */
type Path = Pick<Lead, 'from' | 'where'> & { readonly ordered?: true }

type Along = { readonly sort: Sort; readonly lead: Counted | null; readonly scattered: boolean }

/**
 * What a list is walked along where it is not the index of its order. Urgency is the order of the board's own index;
 * beyond the board there is no end of tickets to walk along. Some thousands among very many may all stand at the far
 * end of an order, so that they are sorted.
 */
function alongOf({ ways, each }: Filter, { sort, lead, scattered }: Along): Path | null {
  if (sort === 'urgency' || sort === 'match') return ways.find((way) => way.walks) ?? null
  if (lead !== null) return lead
  const begins = `WHERE t.${SORT_COLUMNS[sort]} `
  const ordered = ways.find(({ ids }) => ids.includes(begins))
  if (ordered) return { ...ordered, ordered: true }
  return sort === 'updated' || !scattered ? null : { from: FACTS, where: each }
}

function walk(desk: Desk, { filter, segments, from, most, lead }: Wanted): readonly Placed[] {
  const now = desk.clock.now()
  const found: Placed[] = []
  for (let index = from?.segment ?? 0; index < segments.length && found.length < most; index += 1) {
    const segment = segments[index]
    if (!segment) break
    const past = from?.segment === index ? beyond(segment, from.values) : null
    // What few tickets lie on is sorted; else the index of the order is walked until there are enough.
    const parts = [lead?.where ?? filter.each, segment.where, past?.where].filter(
      (part) => part !== undefined && part !== '1',
    )
    const table = lead?.from ?? (segment.index ? WALKED[segment.index] : 'Ticket t')
    const sql = `SELECT ${SORTED} FROM ${table} WHERE ${parts.join(' AND ') || '1'} ORDER BY ${orderBy(segment, lead !== null && !lead.ordered && !segment.index)} LIMIT @limit`
    const tickets = desk.db.sql.all<Sorted>(sql, { ...filter.bind, ...past?.bind, now, limit: most - found.length })
    found.push(...tickets.map((ticket) => ({ id: ticket.id, segment: index, values: valuesOf(ticket, segment) })))
  }
  return found
}

function rowsOf({ db }: Desk, placed: readonly Placed[], role: Role): readonly TicketRow[] {
  const sql = `SELECT ${rowColumns(role)} FROM json_each(@ids) wanted JOIN Ticket t ON t.id = wanted.value ${ROW_JOINS} ORDER BY wanted.key`
  return placed.length === 0 ? [] : db.sql.all<TicketRow>(sql, { ids: JSON.stringify(placed.map(({ id }) => id)) })
}

/** How many tickets a filter finds, counted no further than `most`. */
export function countTickets(desk: Desk, { whole, bind }: Pick<Filter, 'whole' | 'bind'>, most = MOST_COUNTED): number {
  return countOf(desk, `SELECT 1 FROM ${whole.from} WHERE ${whole.where}`, { bind, most: most - 1 })
}

/** The same of a whole list, by the best way there is; of words, the full text is walked no further than it is counted. */
export function countList(desk: Desk, filter: Filter, most: number): number {
  const { words, bind } = filter
  const lead = leadOf(desk, filter)
  if (words !== null && lead !== null) return countOf(desk, foundAmong(lead, words, '1'), { bind, most: most - 1 })
  if (words !== null)
    return countOf(
      desk,
      `SELECT 1 FROM TicketSearch CROSS JOIN Ticket t ON t.id = TicketSearch.rowid WHERE TicketSearch MATCH @match AND ${words.beside}`,
      { bind, most: most - 1 },
    )
  return lead === null
    ? countTickets(desk, filter, most)
    : countOf(desk, `SELECT 1 FROM ${lead.from} WHERE ${lead.where}`, { bind, most: most - 1 })
}

/** The most urgent tickets of a filter, without paging. */
export function mostUrgent(desk: Desk, filter: Filter, most: number): readonly TicketRow[] {
  const segments = segmentsOf('urgency', 'desc', filter.place)
  // What is on the board is soon walked through; a needle anywhere is not.
  const few = filter.place === 'board' ? null : atHand(desk, filter, leadOf(desk, filter))
  const wanted = { filter, segments, from: null, most, lead: filter.ways.find((way) => way.walks) ?? null }
  const placed = few ? arranged(few, { ...wanted, now: desk.clock.now() }) : walk(desk, wanted)
  return rowsOf(desk, placed, filter.role)
}

/** The numbers of all tickets a list would show to this actor, oldest first, at most so many. */
export function searchIds(desk: Desk, actor: Actor, query: ListQuery, most: number): readonly number[] {
  const filter = filterSql(query, actor, desk)
  const lead = leadOf(desk, filter)
  const sql = lead
    ? `SELECT t.id FROM ${lead.from} WHERE ${lead.where} ORDER BY +t.id LIMIT @most`
    : `SELECT t.id FROM ${filter.whole.from} WHERE ${filter.whole.where} ORDER BY t.id LIMIT @most`
  return desk.db.sql.rows<[number]>(sql, { ...filter.bind, most }).map(([id]) => id)
}

/** The mirrored systems tickets may come from. */
export const sourcesOf = ({ db }: Desk): readonly { readonly id: number; readonly name: string }[] =>
  db.sql.all('SELECT id, name FROM Source ORDER BY name')
