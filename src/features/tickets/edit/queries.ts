import type { Actor } from '#domain/actor.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { visibleWhere } from '#features/tickets/queries.ts'
import { readDetail, type Detail } from './detail.ts'

/** The ticket as its form shows it, if this actor may see it. */
export async function ticketDetail({ db }: Desk, actor: Actor, id: number): Promise<Detail> {
  const detail = await readDetail(db.read, { id, ...visibleWhere(actor) })
  if (!detail) throw notFound('ticket')
  return detail
}

type LastChange = { readonly authorName: string; readonly createdAt: number }

/** Who changed this ticket last. */
export const lastChange = ({ db }: Desk, id: number): LastChange | null =>
  db.sql.get<LastChange>(
    `SELECT authorName, createdAt FROM "Update" WHERE ticketId = @id AND kind = 'system' ORDER BY createdAt DESC, id DESC LIMIT 1`,
    { id },
  ) ?? null
