import type { Actor } from '#domain/actor.ts'
import type { Prisma } from '#db/database.ts'

/** Which tickets this actor may see, for hot statements over `Ticket t`; binds `@me`. */
export function visibleSql(actor: Actor): { readonly where: string; readonly bind: Readonly<Record<string, number>> } {
  const bind = { me: actor.personId ?? -1 }
  if (actor.sees === 'all') return { where: '1', bind: {} }
  return { where: actor.sees === 'own' ? 't.requesterId = @me' : '(t.assigneeId = @me OR t.assigneeId IS NULL)', bind }
}

/** The same rule for the model. */
export function visibleWhere(actor: Actor): Prisma.TicketWhereInput {
  const me = actor.personId ?? -1
  if (actor.sees === 'all') return {}
  return actor.sees === 'own' ? { requesterId: me } : { OR: [{ assigneeId: me }, { assigneeId: null }] }
}
