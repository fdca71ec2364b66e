import type { Actor } from '#domain/actor.ts'
import type { NoticeKey } from '#domain/notifications.ts'
import type { Tx } from '#db/database.ts'
import { invalid, notFound } from '#lib/errors.ts'
import { forgetUnused, withFiles, type NamedContent } from '#features/attachments/service.ts'
import type { Desk } from '#src/desk.ts'

const LARGEST = 2 * 1024 * 1024
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/webp'])

/** What somebody wants to be told by mail. */
export const chooseNotices = (desk: Desk, actor: Actor, chosen: Readonly<Record<NoticeKey, boolean>>): Promise<void> =>
  desk.db.write((tx) => tx.hot.update('Person', ownId(actor), { notifications: JSON.stringify(chosen) }))

/** Hangs a picture beside somebody's name; what it is, its content decides. */
export async function setPicture(desk: Desk, actor: Actor, file: NamedContent): Promise<void> {
  if (file.size > LARGEST) throw invalid({ picture: 'Choose a picture of at most 2 MB.' })
  const id = ownId(actor)
  const gone = await withFiles(desk, [file], ([stored]) => {
    if (!stored || !PICTURES.has(stored.type)) throw invalid({ picture: 'Choose a PNG, JPEG or WebP picture.' })
    const { sha256, size, type } = stored
    return desk.db.write((tx) => {
      tx.hot.run('INSERT OR IGNORE INTO File (sha256, size, type, createdAt) VALUES (@sha256, @size, @type, @at)', {
        sha256,
        size,
        type,
        at: desk.clock.now(),
      })
      return hang(tx, id, sha256)
    })
  })
  forgetUnused(desk, gone)
}

export async function removePicture(desk: Desk, actor: Actor): Promise<void> {
  const id = ownId(actor)
  forgetUnused(desk, await desk.db.write((tx) => hang(tx, id, null)))
}

/** Answers the content that was there before, which may be unused now. */
async function hang(tx: Tx, id: number, avatarSha: string | null): Promise<readonly string[]> {
  const before = tx.hot.get<{ avatarSha: string | null }>('SELECT avatarSha FROM Person WHERE id = @id', { id })
  tx.hot.update('Person', id, { avatarSha })
  const sha256 = before?.avatarSha ?? null
  if (sha256 === null || sha256 === avatarSha) return []
  await tx.file.deleteMany({ where: { sha256, attachments: { none: {} }, avatars: { none: {} }, mails: { none: {} } } })
  return [sha256]
}

function ownId({ personId }: Actor): number {
  if (personId === null) throw notFound('person')
  return personId
}
