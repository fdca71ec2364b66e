import { open } from 'node:fs/promises'
import type { Tx } from '#db/database.ts'
import type { Received } from '#lib/content-store.ts'
import type { Desk } from '#src/desk.ts'
import { usesOf } from './queries.ts'

export type NamedContent = Received & { readonly name: string }
export type StoredFile = {
  readonly sha256: string
  readonly size: number
  readonly name: string
  readonly type: string
}

type Place = {
  readonly ticketId: number
  readonly updateId?: number | null
  readonly personId: number | null
  readonly at: number
}

/** Runs a write with these files already in their lasting places, so that no row ever names a file that is not there. */
export async function withFiles<Result>(
  desk: Desk,
  received: readonly NamedContent[],
  write: (files: readonly StoredFile[]) => Promise<Result>,
): Promise<Result> {
  const kept: StoredFile[] = []
  try {
    for (const content of received) {
      const type = await typeOf(content.temporary)
      await desk.storage.keep(content)
      kept.push({ sha256: content.sha256, size: content.size, name: content.name, type })
    }
    return await write(kept)
  } finally {
    for (const { sha256 } of kept) desk.storage.release(sha256)
    forgetUnused(
      desk,
      kept.map(({ sha256 }) => sha256),
    )
  }
}

/** Names stored files on a ticket or one of its updates. */
export function attach(
  { hot }: Tx,
  files: readonly StoredFile[],
  { ticketId, updateId = null, personId, at }: Place,
): void {
  for (const { sha256, size, name, type } of files) {
    hot.run('INSERT OR IGNORE INTO File (sha256, size, type, createdAt) VALUES (@sha256, @size, @type, @at)', {
      sha256,
      size,
      type,
      at,
    })
    hot.insert('Attachment', { sha256, name, ticketId, updateId, uploadedById: personId, createdAt: at })
  }
}

/** Takes uses of files away; answers the contents to look after once the write is committed. */
export async function detach(
  tx: Tx,
  where: { readonly id: number } | { readonly updateId: number },
): Promise<readonly string[]> {
  const gone = await tx.attachment.findMany({ where, select: { sha256: true } })
  const contents = [...new Set(gone.map(({ sha256 }) => sha256))]
  await tx.attachment.deleteMany({ where })
  await tx.file.deleteMany({
    where: { sha256: { in: contents }, attachments: { none: {} }, avatars: { none: {} }, mails: { none: {} } },
  })
  return contents
}

/** Removes contents whose last use is gone. */
export function forgetUnused(desk: Desk, contents: readonly string[]): void {
  for (const sha256 of contents) desk.storage.removeUnless(sha256, () => usesOf(desk, sha256) > 0)
}

/** By the content, never by the name: what is neither known nor text is plain bytes. */
async function typeOf(file: string): Promise<string> {
  // Loaded with the first file: the start need not wait for it.
  const { fileTypeFromFile } = await import('file-type')
  const known = await fileTypeFromFile(file)
  if (known) return known.mime
  return (await looksLikeText(file)) ? 'text/plain' : 'application/octet-stream'
}

async function looksLikeText(file: string): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    const start = buffer.subarray(0, bytesRead)
    return !start.includes(0) && !start.toString('utf8').slice(0, -1).includes('\uFFFD')
  } finally {
    await handle.close()
  }
}
