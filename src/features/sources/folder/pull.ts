import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { RemoteTicket } from '#domain/remote.ts'
import { ticketFileName } from '#domain/ticket-file.ts'
import type { FolderSource } from '#config/sources.ts'
import type { Clock } from '#lib/clock.ts'
import type { Pulled } from '#features/sources/adapter.ts'
import { codeOf, stampOf } from './files.ts'
import { peopleReader } from './people.ts'
import { findPlace, listTickets } from './place.ts'
import { readTicketFile, type Reading, type TicketFile } from './read.ts'

const PAGE = 100
const AT_ONCE = 16
const PATIENCE_MS = 60_000
/** A file may change twice within one tick of its file system's clock, so what is that new is read once more. */
const TICK_MS = 2_000

export type World = { readonly clock: Clock; readonly random: () => number }

type Prints = ReadonlyMap<string, string>
/** What had been read when this cursor was given out. */
type Settled = { readonly cursor: string | null; readonly seen: Prints; readonly people: string }
type Pass = {
  readonly reading: Reading
  readonly peoplePrint: string
  readonly prints: Prints
  readonly seen: Map<string, string>
  readonly todo: string[]
  readonly problems: string[]
  readonly isIdle: boolean
  /** The cursor with which it goes on. */
  readonly next: string | null
}

/** Reads what changed in the folder since a cursor of its own; with any other cursor it reads everything. */
export class FolderPuller {
  readonly #config: FolderSource
  readonly #world: World
  readonly #readPeople: ReturnType<typeof peopleReader>
  /** A cursor of an earlier run says nothing of what this one has read. */
  readonly #run: string
  readonly #brokenSince = new Map<string, number>()
  readonly #gone = new Set<string>()
  #turns = 0
  #settled: Settled = { cursor: null, seen: new Map(), people: '' }
  #pass: Pass | null = null

  constructor(config: FolderSource, world: World) {
    this.#config = config
    this.#world = world
    this.#readPeople = peopleReader(world.clock)
    this.#run = `${world.clock.now()}-${Math.floor(world.random() * 1e9)}`
  }

  /** Whether the file last said that its ticket was deleted. */
  isGone(id: string): boolean {
    return this.#gone.has(id)
  }

  async open(): Promise<Reading> {
    const place = await findPlace(this.#config.directory)
    const { known } = await this.#readPeople(place)
    return { place, people: known, linkUrl: this.#config.linkUrl }
  }

  async pull(cursor: string | null, signal: AbortSignal): Promise<Pulled> {
    signal.throwIfAborted()
    const pass = this.#pass && cursor !== null && this.#pass.next === cursor ? this.#pass : await this.#begin(cursor)
    this.#pass = null
    const tickets = await this.#readPage(pass, signal)
    const problems = pass.problems.splice(0)
    if (pass.todo.length === 0) return { tickets, problems, cursor: this.#end(pass, cursor), done: true }

    const next = this.#newCursor()
    this.#pass = { ...pass, next }
    return { tickets, problems, cursor: next, done: false }
  }

  async #begin(cursor: string | null): Promise<Pass> {
    const place = await findPlace(this.#config.directory)
    const { known, print, problems } = await this.#readPeople(place)
    const prints = await printsOf(place.tickets, await listTickets(place))
    // A name that changed concerns tickets whose files did not.
    const isBase = cursor !== null && this.#settled.cursor === cursor && this.#settled.people === print
    const before: Prints = isBase ? this.#settled.seen : new Map()
    this.#forget(prints)
    const todo = [...prints].filter(([id, found]) => before.get(id) !== found).map(([id]) => id)
    return {
      reading: { place, people: known, linkUrl: this.#config.linkUrl },
      peoplePrint: print,
      prints,
      seen: new Map([...before].filter(([id, seen]) => prints.get(id) === seen)),
      todo,
      problems: [...problems],
      isIdle: todo.length === 0,
      next: null,
    }
  }

  #forget(prints: Prints): void {
    for (const id of this.#brokenSince.keys()) if (!prints.has(id)) this.#brokenSince.delete(id)
    for (const id of this.#gone) if (!prints.has(id)) this.#gone.delete(id)
  }

  /** The same cursor as before when there was nothing to read: whoever keeps it need not write. */
  #end({ seen, peoplePrint, isIdle }: Pass, cursor: string | null): string {
    const next = isIdle && cursor !== null && cursor === this.#settled.cursor ? cursor : this.#newCursor()
    this.#settled = { cursor: next, seen, people: peoplePrint }
    return next
  }

  #newCursor(): string {
    this.#turns += 1
    return JSON.stringify({ run: this.#run, turn: this.#turns })
  }

  async #readPage(pass: Pass, signal: AbortSignal): Promise<readonly RemoteTicket[]> {
    const ids = pass.todo.splice(0, PAGE)
    const tickets: RemoteTicket[] = []
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      signal.throwIfAborted()
      const batch = ids.slice(from, from + AT_ONCE)
      const files = await Promise.all(batch.map((id) => readTicketFile(pass.reading, id)))
      tickets.push(...batch.flatMap((id, index) => this.#take(pass, id, files[index]) ?? []))
    }
    return tickets
  }

  #take(pass: Pass, id: string, file: TicketFile | undefined): RemoteTicket | null {
    if (file?.kind === 'broken' || file?.kind === 'refused') return this.#wait(pass, id, file)
    this.#brokenSince.delete(id)
    if (file?.kind !== 'ticket') return null

    const isNew = Math.abs(this.#world.clock.now() - file.changedAt) < TICK_MS
    if (!isNew) pass.seen.set(id, pass.prints.get(id) ?? '')
    if (file.ticket.gone) this.#gone.add(id)
    else this.#gone.delete(id)
    return file.ticket
  }

  /** It is read again with every pull; what is here of its ticket stays meanwhile. */
  #wait(pass: Pass, id: string, { kind, why }: { kind: 'broken' | 'refused'; why: string }): null {
    const now = this.#world.clock.now()
    const since = this.#brokenSince.get(id) ?? now
    this.#brokenSince.set(id, since)
    if (kind === 'refused' || now - since >= PATIENCE_MS)
      pass.problems.push(`${ticketFileName(id)} ${why.replace(/\.$/, '')}. What is here of it stays as it was.`)
    return null
  }
}

/** What each file looks like from outside; those that left meanwhile are left out. */
async function printsOf(folder: string, ids: readonly string[]): Promise<Prints> {
  const prints = new Map<string, string>()
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const batch = ids.slice(from, from + AT_ONCE)
    const found = await Promise.all(batch.map((id) => printOf(path.join(folder, ticketFileName(id)))))
    for (const [index, id] of batch.entries()) if (found[index] != null) prints.set(id, found[index])
  }
  return prints
}

async function printOf(file: string): Promise<string | null> {
  try {
    return stampOf(await stat(file)).print
  } catch (error) {
    // A file that is there and cannot be looked at is told of when it is read.
    return codeOf(error) === 'ENOENT' ? null : ''
  }
}
