import { foldName } from '#domain/text.ts'
import type { Tx } from '#db/database.ts'

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
