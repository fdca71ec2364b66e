import type { Actor } from '#domain/actor.ts'
import { parseNumber } from '#domain/numbers.ts'
import { foldName } from '#domain/text.ts'
import type { Desk } from '#src/desk.ts'
import { pageReader } from '#features/tickets/list/queries.ts'
import { ROW_JOINS, rowColumns, type TicketRow } from '#features/tickets/list/rows.ts'
import { listQuery } from '#features/tickets/list/schema.ts'
import { visibleSql } from '#features/tickets/queries.ts'

export type FoundTickets = { readonly rows: readonly TicketRow[]; readonly total: number; readonly more: boolean }

/** Finds tickets as the list does, the one whose number was typed first. */
export function ticketFinder(desk: Desk): (actor: Actor, typed: string, most: number) => FoundTickets {
  const readPage = pageReader(desk)
  return (actor, typed, most) => {
    if (typed === '') return { rows: [], total: 0, more: false }
    const named = numbered(desk, actor, typed)
    const { rows, total, more } = readPage(actor, listQuery.parse({ q: typed }))
    const others = rows.filter(({ id }) => named.every((one) => one.id !== id))
    return { rows: [...named, ...others].slice(0, most), total: Math.max(total, named.length), more }
  }
}

function numbered(desk: Desk, actor: Actor, typed: string): readonly TicketRow[] {
  const id = parseNumber(typed, desk.config.tickets.numberFormat)
  return id === null ? [] : ticketsOf(desk, actor, [id])
}

/** These tickets in this order, as far as this actor sees them. */
export function ticketsOf({ db }: Desk, actor: Actor, ids: readonly number[]): readonly TicketRow[] {
  const visible = visibleSql(actor)
  const sql = `SELECT ${rowColumns(actor.role)} FROM json_each(@ids) wanted JOIN Ticket t ON t.id = wanted.value ${ROW_JOINS}
    WHERE ${visible.where} ORDER BY wanted.key`
  return ids.length === 0 ? [] : db.sql.all<TicketRow>(sql, { ...visible.bind, ids: JSON.stringify(ids) })
}

export type FoundPerson = { readonly id: number; readonly name: string; readonly email: string | null }

const REAL = 'mergedIntoId IS NULL AND anonymisedAt IS NULL'

/**
 * People whose name or mail begins with what was typed, for staff. To be replaced by `searchPeople` of the room of
 * people, which also finds them by their other names.
 */
export function peopleFound({ db }: Desk, { role }: Actor, typed: string, most: number): readonly FoundPerson[] {
  const key = foldName(typed)
  if (role === 'client' || key === '') return []
  // Each walks its own index no further than it must; both in one would sort everybody with that letter.
  const by = (column: 'nameKey' | 'emailKey') =>
    db.sql.all<FoundPerson>(
      `SELECT id, name, email FROM Person WHERE ${REAL} AND ${column} >= @key AND ${column} < @end ORDER BY ${column} LIMIT @most`,
      { key, end: `${key}\u{10FFFF}`, most },
    )
  const named = by('nameKey')
  const mailed = by('emailKey').filter(({ id }) => named.every((one) => one.id !== id))
  return [...named, ...mailed].slice(0, most)
}

export type FoundView = { readonly id: number; readonly name: string; readonly shared: number }

/** The saved searches somebody may open, their own first; clients have only their own. */
export const viewsOf = ({ db }: Desk, { personId, role }: Actor): readonly FoundView[] =>
  db.sql.all(
    `SELECT id, name, shared FROM View WHERE ownerId = @me OR (@staff = 1 AND shared = 1)
     ORDER BY ownerId IS NOT @me, position, name LIMIT 500`,
    { me: personId ?? -1, staff: role === 'client' ? 0 : 1 },
  )
