import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { searchIds } from '#features/tickets/list/queries.ts'
import { listQuery } from '#features/tickets/list/schema.ts'
import { visibleSql } from '#features/tickets/queries.ts'
import { MOST, type Selection } from './schema.ts'

export type Chosen = { readonly ids: readonly number[]; readonly more: boolean }

/** The tickets of a selection, in its order, as far as this actor may see them: others are as if not there. */
export function chosenTickets(desk: Desk, actor: Actor, { ids, all, search }: Selection): Chosen {
  if (all) {
    const query = listQuery.parse(Object.fromEntries(new URLSearchParams(search.replace(/^[^?]*\?/, ''))))
    const ids = searchIds(desk, actor, query, MOST + 1)
    return { ids: ids.slice(0, MOST), more: ids.length > MOST }
  }
  const { where, bind } = visibleSql(actor)
  const sql = `SELECT t.id FROM json_each(@ids) w JOIN Ticket t ON t.id = w.value WHERE ${where} ORDER BY w.key`
  const found = desk.db.sql.all<{ id: number }>(sql, { ids: JSON.stringify(ids), ...bind })
  return { ids: found.map(({ id }) => id), more: false }
}

export type Head = { readonly id: number; readonly title: string }

/** What tickets are called, in this order. */
export const headsOf = ({ db }: Desk, ids: readonly number[]): readonly Head[] =>
  db.sql.all('SELECT t.id, t.title FROM json_each(@ids) w JOIN Ticket t ON t.id = w.value ORDER BY w.key', {
    ids: JSON.stringify(ids),
  })

export type Readers = { readonly people: number; readonly withoutRequester: number }

/** How many people would read a reply to these tickets, and to how many of them nobody asked. */
export function readersOf({ db }: Desk, ids: readonly number[]): Readers {
  const bind = { ids: JSON.stringify(ids) }
  const people = db.sql.get<{ count: number }>(
    `SELECT count(*) AS count FROM (
       SELECT t.requesterId AS id FROM json_each(@ids) w JOIN Ticket t ON t.id = w.value WHERE t.requesterId IS NOT NULL
       UNION SELECT x.personId FROM json_each(@ids) w JOIN Watcher x ON x.ticketId = w.value)`,
    bind,
  )
  const nobody = db.sql.get<{ count: number }>(
    'SELECT count(*) AS count FROM json_each(@ids) w JOIN Ticket t ON t.id = w.value WHERE t.requesterId IS NULL',
    bind,
  )
  return { people: people?.count ?? 0, withoutRequester: nobody?.count ?? 0 }
}
