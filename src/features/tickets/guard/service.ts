import type { Actor } from '#domain/actor.ts'
import type { Tx } from '#db/database.ts'
import { AppError } from '#lib/errors.ts'
import { ANY_ARRIVED, type Seen } from './queries.ts'

type Sending = { readonly ticketId: number; readonly seen: Seen | null }

/** Stops a reply when others wrote or moved something that its page had not shown; inside its write nothing else can arrive. */
export function refuseUnseen({ hot }: Tx, { personId }: Actor, { ticketId, seen }: Sending): void {
  if (seen === null || hot.get(ANY_ARRIVED, { ticketId, ...seen, me: personId }) === undefined) return
  throw stop()
}

/** What a stopped reply says; its page shows what arrived. */
function stop(): AppError {
  const words = 'Something arrived while you were writing, so your reply has not left.'
  return new AppError('conflict', words, { fields: { seen: words } })
}
