import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { filterSql } from '#features/tickets/list/filter.ts'
import {
  beyond,
  orderBy,
  SORTED,
  segmentsOf,
  valuesOf,
  type Cursor,
  type Sorted,
} from '#features/tickets/list/order.ts'
import type { ListQuery } from '#features/tickets/list/schema.ts'

const AT_ONCE = 500

/** The numbers of all tickets of a list in its order, some hundred at a time; a ticket that moves meanwhile may come twice. */
export function* idPages(desk: Desk, actor: Actor, query: ListQuery): Generator<readonly number[]> {
  const filter = filterSql(query, actor, desk)
  const now = desk.clock.now()
  for (const segment of segmentsOf(query.sort === 'match' ? 'urgency' : query.sort, query.order, filter.place)) {
    for (let from: Cursor['values'] | null = null; ;) {
      const past: ReturnType<typeof beyond> | null = from === null ? null : beyond(segment, from)
      const parts = [filter.each, segment.where, past?.where].filter((part) => part !== undefined && part !== '1')
      const sql = `SELECT ${SORTED} FROM Ticket t WHERE ${parts.join(' AND ') || '1'} ORDER BY ${orderBy(segment)} LIMIT ${AT_ONCE}`
      const tickets: readonly Sorted[] = desk.db.sql.all<Sorted>(sql, { ...filter.bind, ...past?.bind, now })
      const last = tickets.at(-1)
      if (!last) break
      yield tickets.map(({ id }) => id)
      if (tickets.length < AT_ONCE) break
      from = valuesOf(last, segment)
    }
  }
}
