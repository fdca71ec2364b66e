import { seesEverything, type Actor } from '#domain/actor.ts'
import type { Stream } from '#lib/sse.ts'
import type { Desk } from '#src/desk.ts'
import { PresenceBook, type Present } from '#features/presence/book.ts'
import { dataVersion, nextColourChange } from '#features/flag/queries.ts'

type Listener = {
  readonly stream: Stream
  readonly actor: Actor
  /** The session it belongs to, as it is stored, and whether that is over by now. */
  readonly session?: string
  readonly over?: () => boolean
  /** The ticket its page shows, and to whom; only where both may be known. */
  readonly at?: { readonly ticketId: number; readonly who: Present }
}

const GATHER_MS = 40
const BEAT_MS = 25_000
const LOOK_MS = 1000
const PRESENCE_PAUSE_MS = 1000

/** Tells open pages that something changed. Never what: each page asks again, and sees what it may see. */
export class LiveHub {
  readonly #desk: Desk
  readonly presence: PresenceBook
  readonly #listeners = new Set<Listener>()
  readonly #leaving = new Map<Listener, () => void>()
  /** The tickets of which presence was told within the last second, and whether it changed since. */
  readonly #told = new Map<number, boolean>()
  readonly #changed = new Set<number>()
  readonly #timers: NodeJS.Timeout[] = []
  #gathering: NodeJS.Timeout | null = null
  #seen = ''
  /** When a colour changes next, as reckoned when the data had `#reckonedFor`. */
  #nextColourAt: number | null = null
  #reckonedFor = ''
  #stopped = false

  constructor(desk: Desk) {
    this.#desk = desk
    this.presence = new PresenceBook(desk.clock, (ticketId) => this.#moved(ticketId))
  }

  start(): void {
    this.#seen = dataVersion(this.#desk)
    this.#timers.push(setInterval(() => this.#beat(), BEAT_MS).unref(), setInterval(() => this.look(), LOOK_MS).unref())
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
    if (this.#gathering) clearTimeout(this.#gathering)
    for (const { stream } of this.#listeners) stream.close()
    this.#listeners.clear()
    this.#stopped = true
  }

  add(listener: Listener): () => void {
    this.#listeners.add(listener)
    if (listener.at) this.#leaving.set(listener, this.presence.enter(listener.at.ticketId, listener.at.who))
    listener.stream.send('hello', { version: dataVersion(this.#desk) })
    return () => this.#forget(listener)
  }

  /** Ends the streams of a session, or of every session of a person. */
  end(personId: number, session: string | null): void {
    for (const listener of this.#listeners)
      if (listener.actor.personId === personId && (session === null || listener.session === session))
        this.#drop(listener)
  }

  /** Several changes within a moment are told once. */
  changed(ticketIds: readonly number[]): void {
    // What is finished during a stop changes things too, when nobody listens and the database is about to close.
    if (this.#stopped) return
    for (const id of ticketIds) this.#changed.add(id)
    this.#gathering ??= setTimeout(() => this.#tell(), GATHER_MS).unref()
  }

  /** Another process, such as an import, may have changed the file; and time alone changes colours too. */
  look(): void {
    if (this.#listeners.size === 0) return

    const version = dataVersion(this.#desk)
    const colourChanged = this.#nextColourAt !== null && this.#nextColourAt <= this.#desk.clock.now()
    if (version !== this.#seen || colourChanged) this.changed([])
    if (version === this.#reckonedFor && !colourChanged) return

    this.#reckonedFor = version
    this.#nextColourAt = nextColourChange(this.#desk)
  }

  #tell(): void {
    this.#gathering = null
    const tickets = [...this.#changed]
    this.#changed.clear()
    this.#seen = dataVersion(this.#desk)
    const version = this.#seen
    for (const { stream, actor } of this.#listeners)
      stream.send('change', seesEverything(actor) ? { version, tickets } : { version })
  }

  #beat(): void {
    for (const listener of this.#listeners) {
      if (listener.over?.() === true) this.#drop(listener)
      else listener.stream.send('beat', {})
    }
  }

  /** At once, and then at most once a second for each ticket. */
  #moved(ticketId: number): void {
    if (this.#stopped) return
    const told = this.#told.has(ticketId)
    this.#told.set(ticketId, told)
    if (told) return
    for (const { stream, at } of this.#listeners) if (at?.ticketId === ticketId) stream.send('presence', {})
    setTimeout(() => {
      const again = this.#told.get(ticketId) === true
      this.#told.delete(ticketId)
      if (again) this.#moved(ticketId)
    }, PRESENCE_PAUSE_MS).unref()
  }

  #forget(listener: Listener): void {
    this.#listeners.delete(listener)
    this.#leaving.get(listener)?.()
    this.#leaving.delete(listener)
  }

  #drop(listener: Listener): void {
    this.#forget(listener)
    listener.stream.close()
  }
}
