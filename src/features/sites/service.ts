import type { Actor } from '#domain/actor.ts'
import { foldName } from '#domain/text.ts'
import type { Tx } from '#db/database.ts'
import { invalid } from '#lib/errors.ts'

export type KnownPlace = { readonly id: number; readonly name: string }

/** The site of this name, made when it is new. */
export async function findOrCreateSite(tx: Tx, name: string, at: number): Promise<KnownPlace> {
  const nameKey = foldName(name)
  const select = { id: true, name: true }
  return (
    (await tx.site.findUnique({ where: { nameKey }, select })) ??
    (await tx.site.create({ data: { name, nameKey, createdAt: new Date(at) }, select }))
  )
}

type Wish = { readonly name: string | null; readonly held: KnownPlace | null; readonly at: number }

/**
 * The site a ticket is for. Who is bound to sites names one of them, and need not when there is only one; what the
 * ticket has already stays allowed.
 */
export async function siteFor(tx: Tx, actor: Actor, { name, held, at }: Wish): Promise<KnownPlace | null> {
  const key = name === null ? null : foldName(name)
  if (held && key === foldName(held.name)) return held
  if (actor.role === 'admin' || (actor.role === 'agent' && actor.sites === null))
    return name === null ? null : findOrCreateSite(tx, name, at)

  const mine = tx.hot.all<KnownPlace & { nameKey: string }>(
    'SELECT s.id, s.name, s.nameKey FROM SiteMember m JOIN Site s ON s.id = m.siteId WHERE m.personId = @me AND s.archivedAt IS NULL',
    { me: actor.personId },
  )
  const [only, ...more] = mine
  const found = mine.find(({ nameKey }) => nameKey === key) ?? (key === null && more.length === 0 ? only : undefined)
  if (found) return { id: found.id, name: found.name }
  if (key === null && actor.role === 'client') return null
  throw invalid({ site: 'Choose one of your sites.' })
}

/** The project of this name at this site, made when it is new. */
export async function findOrCreateProject(
  tx: Tx,
  { name, siteId }: { name: string; siteId: number | null },
  at: number,
): Promise<KnownPlace> {
  const nameKey = foldName(name)
  const select = { id: true, name: true }
  const found = await tx.project.findFirst({ where: { siteId, nameKey }, select })
  return found ?? (await tx.project.create({ data: { siteId, name, nameKey, createdAt: new Date(at) }, select }))
}
