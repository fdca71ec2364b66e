import type { Actor } from '#domain/actor.ts'
import type { Prisma } from '#db/database.ts'
import type { Desk } from '#src/desk.ts'
import type { Parameters } from '#db/sqlite/reads.ts'

/** The tickets of these sites; `json_each` keeps the text of the statement the same for everybody. */
const AT_SITES = '+t.siteId IN (SELECT value FROM json_each(@mySites))'

/** Which tickets this actor may see, for hot statements over `Ticket t`; binds `@me` and `@mySites`. */
export function visibleSql({ personId, sees, sites }: Actor): { readonly where: string; readonly bind: Parameters } {
  const me = personId ?? -1
  const mySites = JSON.stringify(sites ?? [])
  const some = sites !== null && sites.length > 0
  if (sees === 'own') {
    // Colleagues share what was asked for, not what agents keep about their site.
    return some
      ? { where: `(t.requesterId = @me OR (${AT_SITES} AND t.requesterId IS NOT NULL))`, bind: { me, mySites } }
      : { where: 't.requesterId = @me', bind: { me } }
  }
  if (sees === 'assigned') {
    return sites === null
      ? { where: '(t.assigneeId = @me OR t.assigneeId IS NULL)', bind: { me } }
      : { where: `(t.assigneeId = @me OR (t.assigneeId IS NULL AND ${AT_SITES}))`, bind: { me, mySites } }
  }
  return sites === null
    ? { where: '1', bind: {} }
    : { where: `(${AT_SITES} OR +t.assigneeId = @me OR +t.requesterId = @me)`, bind: { me, mySites } }
}

/** Whether this actor may see this ticket. */
export function maySee({ db }: Desk, actor: Actor, id: number): boolean {
  const { where, bind } = visibleSql(actor)
  return db.sql.get(`SELECT 1 FROM Ticket t WHERE id = @id AND ${where}`, { id, ...bind }) !== undefined
}

/** The same rule for the model. */
export function visibleWhere({ personId, sees, sites }: Actor): Prisma.TicketWhereInput {
  const me = personId ?? -1
  const atSites = { siteId: { in: [...(sites ?? [])] } }
  if (sees === 'own') return { OR: [{ requesterId: me }, { AND: [atSites, { requesterId: { not: null } }] }] }
  if (sees === 'assigned')
    return {
      OR: [{ assigneeId: me }, sites === null ? { assigneeId: null } : { AND: [atSites, { assigneeId: null }] }],
    }
  return sites === null ? {} : { OR: [atSites, { assigneeId: me }, { requesterId: me }] }
}
