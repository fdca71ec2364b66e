import type { Actor } from '#domain/actor.ts'
import { parseNumber } from '#domain/numbers.ts'
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
