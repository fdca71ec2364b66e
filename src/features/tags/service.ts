import { foldName } from '#domain/text.ts'
import type { Tx } from '#db/database.ts'

export type KnownTag = { readonly id: number; readonly name: string }

/** The tags of these names; those nobody used before are made, in the spelling that was typed. */
export function findOrCreateTags({ hot }: Tx, names: readonly string[]): readonly KnownTag[] {
  const tags = names.map((name): KnownTag => {
    const nameKey = foldName(name)
    const known = hot.get<KnownTag>('SELECT id, name FROM Tag WHERE nameKey = @nameKey', { nameKey })
    return known ?? { name, id: hot.insert('Tag', { name, nameKey }) }
  })
  return tags.filter(({ id }, index) => tags.findIndex((other) => other.id === id) === index)
}
