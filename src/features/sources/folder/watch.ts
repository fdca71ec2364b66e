import { statSync, watch, type FSWatcher } from 'node:fs'
import path from 'node:path'
import { AGENTS_FILE, filedTicketId, REQUESTERS_FILE } from '#domain/ticket-file.ts'

const QUIET_MS = 500
const COOLING_MS = 2_000
const LOOK_AGAIN_MS = 30_000

type Watched = { readonly print: string; readonly watcher: FSWatcher }

/** Tells when something changed in the folder, once it has been quiet for a moment. A folder that cannot be watched is only tried again. */
class FolderWatch {
  readonly #folders: readonly string[]
  readonly #onChange: () => void
  readonly #watched = new Map<string, Watched>()
  readonly #looking: NodeJS.Timeout
  #waiting: NodeJS.Timeout | null = null
  #cooling: NodeJS.Timeout | null = null
  #heard = false

  constructor(directory: string, onChange: () => void) {
    this.#folders = [directory, path.join(directory, 'tickets')]
    this.#onChange = onChange
    this.#arm()
    this.#looking = setInterval(() => {
      if (this.#arm()) this.#hear()
    }, LOOK_AGAIN_MS).unref()
  }

  stop(): void {
    clearInterval(this.#looking)
    clearTimeout(this.#waiting ?? undefined)
    clearTimeout(this.#cooling ?? undefined)
    for (const { watcher } of this.#watched.values()) watcher.close()
    this.#watched.clear()
  }

  /** A watch holds on to the folder it was set on, also when another takes its name. True when one was set anew. */
  #arm(): boolean {
    return this.#folders.map((folder) => this.#armOne(folder)).includes(true)
  }

  #armOne(folder: string): boolean {
    const print = printOf(folder)
    const before = this.#watched.get(folder)
    if (before?.print === print) return false

    this.#forget(folder)
    const watcher = print === null ? null : this.#watch(folder)
    if (print === null || watcher === null) return false
    this.#watched.set(folder, { print, watcher })
    return true
  }

  #forget(folder: string): void {
    this.#watched.get(folder)?.watcher.close()
    this.#watched.delete(folder)
  }

  #watch(folder: string): FSWatcher | null {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        // Its own name says that it is gone; the next folder of that name may well get its number.
        if (name === path.basename(folder)) this.#forget(folder)
        if (concernsUs(name, folder)) this.#hear()
      })
      watcher.on('error', () => this.#forget(folder))
      return watcher
    } catch {
      // Too many watches, or a file system without them: the interval finds the changes.
      return null
    }
  }

  #hear(): void {
    this.#heard = true
    if (this.#cooling !== null) return
    clearTimeout(this.#waiting ?? undefined)
    this.#waiting = setTimeout(() => this.#tell(), QUIET_MS).unref()
  }

  /** A folder that is written to without end asks every two seconds, not with every file. */
  #tell(): void {
    this.#heard = false
    this.#arm()
    this.#cooling = setTimeout(() => {
      this.#cooling = null
      if (this.#heard) this.#hear()
    }, COOLING_MS).unref()
    this.#onChange()
  }
}

/** Asks for a poll when the folder changes; answers how to stop that. */
export function watchFolder(directory: string, onChange: () => void): () => void {
  const watching = new FolderWatch(directory, onChange)
  return () => watching.stop()
}

/** The database may lie in the same folder, and is written with every poll. */
const concernsUs = (name: string | null, folder: string): boolean =>
  name === null ||
  ['tickets', AGENTS_FILE, REQUESTERS_FILE, path.basename(folder)].includes(name) ||
  filedTicketId(name) !== null

function printOf(folder: string): string | null {
  try {
    const { dev, ino } = statSync(folder)
    return `${dev}:${ino}`
  } catch {
    return null
  }
}
