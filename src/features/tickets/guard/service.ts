import type { Actor } from '#domain/actor.ts'
import type { Tx } from '#db/database.ts'
import { AppError } from '#lib/errors.ts'
import { ANY_ARRIVED, type Seen } from './queries.ts'

type Sending = { readonly ticketId: number; readonly seen: Seen | null }

/** Whether others wrote or moved something that the page of a reply had not shown; inside its write nothing else can arrive. */
export const isOvertaken = ({ hot }: Tx, { personId }: Actor, { ticketId, seen }: Sending): boolean =>
  seen !== null && hot.get(ANY_ARRIVED, { ticketId, ...seen, me: personId }) !== undefined

/** What a stopped reply says; its page shows what arrived. */
export function stop(): AppError {
  const words = 'Something arrived while you were writing, so your reply has not left.'
  return new AppError('conflict', words, { fields: { seen: words } })
}
