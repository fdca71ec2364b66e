import type { Parameters } from '#db/sqlite/reads.ts'
import type { Desk } from '#src/desk.ts'
import type { Filter, Lead } from '#features/tickets/list/filter.ts'
import { SORTED, sortedOf, type Sorted, type SortedColumns } from '#features/tickets/list/order.ts'

/** So many matches are sorted at hand; of more, an index is walked. */
export const MOST_AT_HAND = 2000
/** So many are looked at one by one, when an index leads to no more, and when that index knows all about them. */
const MOST_LED = 6000

export type Counted = Lead & { readonly count: number }

/** The way in that the fewest tickets lie on; null where all lead to too many. */
export function leadOf(desk: Desk, { ways, bind, words }: Filter): Counted | null {
  let best: Counted | null = null
  for (const way of ways) {
    // Of words it is known how to walk them.
    if (words !== null && way.ids === words.ids) continue
    const most: number = best?.count ?? (words !== null || way.walks ? MOST_LED : MOST_AT_HAND) + 1
    const count = countOf(desk, way.ids, { bind, most })
    if (count < most || (count === most && way.walks)) best = { ...way, count }
  }
  return best
}

/** All matches, when they are few enough to sort here. Of a word that is everywhere, the newest; else null. */
export function atHand(desk: Desk, { bind, words }: Filter, lead: Counted | null): readonly Sorted[] | null {
  const read = (sql: string, given = bind) =>
    desk.db.sql.rows<SortedColumns>(`${sql} LIMIT ${MOST_AT_HAND + 1}`, given).map((row) => sortedOf(row))
  if (words === null) {
    if (lead === null) return null
    const rows = `FROM ${lead.from} WHERE ${lead.where}`
    // Counted first, for reading costs more than that.
    if (lead.count > MOST_AT_HAND && countOf(desk, `SELECT 1 ${rows}`, { bind, most: MOST_AT_HAND }) > MOST_AT_HAND)
      return null
    return read(`SELECT ${SORTED} ${rows}`)
  }
  // The full text is walked either way; those who are not among the few need not be looked at.
  if (lead !== null) return read(`${foundAmong(lead, words, SORTED)} ORDER BY TicketSearch.rowid DESC`)
  // The full text is walked from the newest ticket on, so that a common word costs no more than a rare one. As a whole
  // word it costs less still: beginnings are looked for only where whole words find few.
  const sql = `SELECT ${SORTED} FROM TicketSearch CROSS JOIN Ticket t ON t.id = TicketSearch.rowid
    WHERE TicketSearch MATCH @match AND ${words.beside} ORDER BY TicketSearch.rowid DESC`
  const whole = read(sql, { ...bind, match: words.match.whole })
  return whole.length > MOST_AT_HAND || words.match.whole === bind.match ? whole : read(sql)
}

/** The rows of words among those a way leads to, where these are few. */
export const foundAmong = (lead: Lead, { beside }: NonNullable<Filter['words']>, columns: string): string =>
  `WITH led (id) AS MATERIALIZED (${lead.ids})
   SELECT ${columns} FROM TicketSearch CROSS JOIN Ticket t ON t.id = TicketSearch.rowid
   WHERE TicketSearch MATCH @match AND TicketSearch.rowid BETWEEN (SELECT min(id) FROM led) AND (SELECT max(id) FROM led)
     AND +TicketSearch.rowid IN led AND ${beside}`

/** How many rows there are, counted no further than one more than `most`. */
export const countOf = ({ db }: Desk, rows: string, { bind, most }: { bind: Parameters; most: number }): number =>
  db.sql.get<{ count: number }>(`SELECT count(*) AS count FROM (${rows} LIMIT ${most + 1})`, bind)?.count ?? 0

/** How well each ticket fits: words in its title before words elsewhere, and whole words before beginnings. */
export function tiered({ db }: Desk, { words }: Filter, tickets: readonly Sorted[]): readonly Sorted[] {
  if (words === null || tickets.length === 0) return tickets
  const [lowest, highest] = [Math.min(...tickets.map(({ id }) => id)), Math.max(...tickets.map(({ id }) => id))]
  const idsOf = (match: string) => {
    const sql = 'SELECT rowid FROM TicketSearch WHERE TicketSearch MATCH @match AND rowid BETWEEN @lowest AND @highest'
    return new Set(db.sql.rows<[number]>(sql, { match, lowest, highest }).map(([id]) => id))
  }
  const { titled } = words.match
  const [whole, begun] = [idsOf(titled.whole), titled.whole === titled.begun ? null : idsOf(titled.begun)]
  return tickets.map((ticket) => ({ ...ticket, tier: whole.has(ticket.id) ? 0 : begun?.has(ticket.id) ? 1 : 2 }))
}
