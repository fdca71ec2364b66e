import { foldName } from '#domain/text.ts'
import type { Tx } from '#db/database.ts'

export type KnownTag = { readonly id: number; readonly name: string }

/** The tags of these names; those nobody used before are made, in the spelling that was typed. */
export async function findOrCreateTags(tx: Tx, names: readonly string[]): Promise<readonly KnownTag[]> {
  const tags: KnownTag[] = []
  for (const name of names) {
    const nameKey = foldName(name)
    const select = { id: true, name: true }
    const tag =
      (await tx.tag.findUnique({ where: { nameKey }, select })) ??
      (await tx.tag.create({ data: { name, nameKey }, select }))
    if (!tags.some(({ id }) => id === tag.id)) tags.push(tag)
  }
  return tags
}
