import { Readable } from 'node:stream'
import type { NamedContent, StoredFile } from '#features/attachments/service.ts'
import type { Desk } from '#src/desk.ts'
import type { IncomingFile, IncomingTicket } from './types.ts'

/** What each attachment became; a content that several of them share is stored once. */
export type Stored = ReadonlyMap<IncomingFile, StoredFile>

export const filesOf = (tickets: readonly IncomingTicket[]): IncomingFile[] =>
  tickets.flatMap((ticket) => [...ticket.files, ...ticket.updates.flatMap((update) => update.files)])

/** Takes the contents into the storage, ahead of the rows that will name them. */
export async function receiveFiles({ storage, config }: Desk, files: readonly IncomingFile[]): Promise<NamedContent[]> {
  const received: NamedContent[] = []
  for (const file of files) {
    const content = contentOf(file, config.uploads.maxBytes)
    const kept = await storage.receive(Readable.from([content]), content.length)
    received.push({ ...kept, name: shownName(file, config.uploads.refusedExtensions) })
  }
  return received
}

/** An ending that the desk refuses is hidden behind one that does nothing. */
function shownName({ name }: IncomingFile, refused: readonly string[]): string {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return refused.includes(ending) ? `${name}.txt` : name
}

function contentOf({ name, content }: IncomingFile, maxBytes: number): Buffer {
  if (content === null) return Buffer.from(`The file this came from names “${name}”, but does not contain it.\n`)

  const bytes = Buffer.from(content)
  return bytes.length > maxBytes ? Buffer.from(`“${name}” was larger than this desk takes.\n`) : bytes
}
