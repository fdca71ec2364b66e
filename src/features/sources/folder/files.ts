import { constants } from 'node:fs'
import { open, realpath, type FileHandle } from 'node:fs/promises'
import path from 'node:path'

const MOST_BYTES = 5 * 1024 * 1024

export type FileText =
  | { readonly kind: 'text'; readonly text: string; readonly stamp: Stamp }
  | { readonly kind: 'missing' }
  /** What waiting does not mend, in words that follow the name of the file. */
  | { readonly kind: 'refused'; readonly why: string }

/** By which a change of a file is noticed; `changedAt` is the file system's word, in milliseconds. */
export type Stamp = { readonly print: string; readonly changedAt: number }

type Measured = {
  readonly ino: number
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
}

/** Tools can set a file's time of change back, but not the time at which that was noted. */
export const stampOf = ({ ino, size, mtimeMs, ctimeMs }: Measured): Stamp => ({
  print: [ino, size, mtimeMs, ctimeMs].join(' '),
  changedAt: ctimeMs,
})

/** Reads a file that must lie within a folder, wherever links lead; `within` is a real path. */
export async function readWithin(folder: string, name: string, within: string): Promise<FileText> {
  try {
    const file = await realpath(path.join(folder, name))
    if (!isWithin(file, within)) return { kind: 'refused', why: 'is a link that leads out of the folder' }
    // A pipe that nobody writes to would be waited for otherwise.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    return await readWhole(handle).finally(() => handle.close())
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return { kind: 'missing' }
    return { kind: 'refused', why: REASONS[code] ?? `cannot be read (${code})` }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'may not be read by the user that runs Pennant',
  EPERM: 'may not be read by the user that runs Pennant',
  ELOOP: 'is a link that leads nowhere',
  ENXIO: 'is not a file',
}

async function readWhole(handle: FileHandle): Promise<FileText> {
  const found = await handle.stat()
  if (!found.isFile()) return { kind: 'refused', why: 'is not a file' }
  if (found.size > MOST_BYTES) return { kind: 'refused', why: 'is larger than 5 MB' }

  const bytes = Buffer.alloc(found.size)
  let length = 0
  for (let read = 1; read > 0 && length < bytes.length; length += read)
    read = (await handle.read(bytes, length, bytes.length - length, length)).bytesRead
  return { kind: 'text', text: new TextDecoder().decode(bytes.subarray(0, length)), stamp: stampOf(found) }
}

export const isWithin = (file: string, folder: string): boolean => {
  const way = path.relative(folder, file)
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way)
}

/** The system's word for what went wrong; what is not an error of the system is thrown again. */
export function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (typeof code === 'string') return code
  throw error
}
