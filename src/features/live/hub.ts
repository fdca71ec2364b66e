import { seesEverything, type Actor } from '#domain/actor.ts'
import type { Stream } from '#lib/sse.ts'
import type { Desk } from '#src/desk.ts'
import { dataVersion, nextColourChange } from '#features/flag/queries.ts'

type Listener = {
  readonly stream: Stream
  readonly actor: Actor
  /** The session it belongs to, as it is stored, and whether that is over by now. */
  readonly session?: string
  readonly over?: () => boolean
}

const GATHER_MS = 40
const BEAT_MS = 25_000
const LOOK_MS = 1000

/** Tells open pages that something changed. Never what: each page asks again, and sees what it may see. */
export class LiveHub {
  readonly #desk: Desk
  readonly #listeners = new Set<Listener>()
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
    listener.stream.send('hello', { version: dataVersion(this.#desk) })
    return () => void this.#listeners.delete(listener)
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

  #drop(listener: Listener): void {
    this.#listeners.delete(listener)
    listener.stream.close()
  }
}
