import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync, type ReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from './errors.ts'

/** A content that was received and synced, but that no row names yet. */
export type Received = { readonly sha256: string; readonly size: number; readonly temporary: string }

const STALE_MS = 86_400_000

/** Keeps files by the SHA-256 of their content, so that the same content is kept once. */
export class ContentStore {
  readonly #folder: string
  /** Contents whose row is about to be committed, by how many writes. */
  readonly #pins = new Map<string, number>()

  constructor(folder: string) {
    this.#folder = folder
  }

  pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`Not a SHA-256: ${sha256}`)
    return path.join(this.#folder, sha256.slice(0, 2), sha256)
  }

  /** Writes to a temporary file and syncs it. Beyond `maxBytes` it lets the rest pass by, then fails as too large and leaves nothing. */
  async receive(source: Readable, maxBytes: number): Promise<Received> {
    const temporary = path.join(this.#folder, 'incoming', randomUUID())
    await mkdir(path.dirname(temporary), { recursive: true, mode: 0o750 })
    const hash = createHash('sha256')
    let size = 0
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        size += chunk.length
        hash.update(chunk)
        next(null, size > maxBytes ? undefined : chunk)
      },
    })

    try {
      // `flush` syncs before the file is closed.
      await pipeline(source, measure, createWriteStream(temporary, { mode: 0o640, flags: 'wx', flush: true }))
      if (size > maxBytes) throw new AppError('too-large', 'That file is too large.')
      return { sha256: hash.digest('hex'), size, temporary }
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  /** Gives a received content its lasting place, before the row that names it is committed; `release` it after. */
  async keep({ sha256, temporary }: Received): Promise<void> {
    this.#pins.set(sha256, (this.#pins.get(sha256) ?? 0) + 1)
    const lasting = this.pathOf(sha256)
    await mkdir(path.dirname(lasting), { recursive: true, mode: 0o750 })
    await rename(temporary, lasting)
    await syncFolder(path.dirname(lasting))
  }

  /** The row is committed, or it never will be. */
  release(sha256: string): void {
    const pins = (this.#pins.get(sha256) ?? 1) - 1
    if (pins > 0) this.#pins.set(sha256, pins)
    else this.#pins.delete(sha256)
  }

  async discard({ temporary }: Received): Promise<void> {
    await rm(temporary, { force: true })
  }

  read(sha256: string): ReadStream {
    return createReadStream(this.pathOf(sha256))
  }

  async has(sha256: string): Promise<boolean> {
    return stat(this.pathOf(sha256)).then(
      () => true,
      () => false,
    )
  }

  /** Removes a content nobody names any more. Synchronous, so that no write can begin to name it in between. */
  removeUnless(sha256: string, named: () => boolean): void {
    if (this.#pins.has(sha256) || named()) return
    rmSync(this.pathOf(sha256), { force: true })
  }

  /** Clears away uploads that a crash left half-way, once they are a day old at `now`. */
  async sweep(now: number): Promise<void> {
    const folder = path.join(this.#folder, 'incoming')
    for (const name of await readdir(folder).catch(() => [])) {
      const file = path.join(folder, name)
      const { mtimeMs } = await stat(file)
      if (now - mtimeMs > STALE_MS) await unlink(file)
    }
  }
}

/** A rename survives a power cut only once its folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
