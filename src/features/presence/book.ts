import type { Clock } from '#lib/clock.ts'

export type Present = { readonly personId: number; readonly name: string; readonly avatarSha: string | null }
export type Writing = 'reply' | 'note'
export type Company = Present & { readonly writing: Writing | null }

type Entry = {
  readonly who: Present
  /** Open pages that listen. */
  streams: number
  /** When a page without a script was last shown. */
  shownAt: number | null
  writing: Writing | null
  silence: NodeJS.Timeout | null
}

const SHOWN_MS = 60_000
const SILENCE_MS = 30_000
// Somebody who reloads a page has not left.
const LEAVING_MS = 3000

/** Who has which ticket open, and who writes there: kept in memory alone, and gone with the process. */
export class PresenceBook {
  readonly #clock: Clock
  readonly #changed: (ticketId: number) => void
  readonly #tickets = new Map<number, Map<number, Entry>>()

  constructor(clock: Clock, changed: (ticketId: number) => void) {
    this.#clock = clock
    this.#changed = changed
  }

  /** A page that listens is open; answers what to call when it is closed. */
  enter(ticketId: number, who: Present): () => void {
    const entry = this.#entry(ticketId, who)
    entry.streams += 1
    entry.shownAt = null
    if (entry.streams === 1) this.#changed(ticketId)
    let left = false
    return () => {
      if (left) return
      left = true
      setTimeout(() => this.#leave(ticketId, entry), LEAVING_MS).unref()
    }
  }

  /** A page was shown that may never say that it was closed. */
  shown(ticketId: number, who: Present): void {
    const entry = this.#entry(ticketId, who)
    if (entry.streams === 0) entry.shownAt = this.#clock.now()
  }

  /** Somebody types, or has stopped; silence counts as stopping. */
  write(ticketId: number, who: Present, writing: Writing | null): void {
    const entry = this.#entry(ticketId, who)
    if (entry.silence) clearTimeout(entry.silence)
    entry.silence = writing === null ? null : setTimeout(() => this.#stop(ticketId, entry), SILENCE_MS).unref()
    if (entry.writing === writing) return
    entry.writing = writing
    this.#changed(ticketId)
  }

  /** Everybody there but this person, by name. */
  others(ticketId: number, personId: number | null): readonly Company[] {
    const since = this.#clock.now() - SHOWN_MS
    return [...(this.#tickets.get(ticketId)?.values() ?? [])]
      .filter(({ who, streams, shownAt }) => who.personId !== personId && (streams > 0 || (shownAt ?? 0) > since))
      .map(({ who, writing }) => ({ ...who, writing }))
      .toSorted((one, other) => one.name.localeCompare(other.name))
  }

  #entry(ticketId: number, who: Present): Entry {
    this.#forget()
    const people = this.#tickets.get(ticketId) ?? new Map<number, Entry>()
    this.#tickets.set(ticketId, people)
    const entry = people.get(who.personId) ?? { who, streams: 0, shownAt: null, writing: null, silence: null }
    people.set(who.personId, entry)
    return entry
  }

  #leave(ticketId: number, entry: Entry): void {
    entry.streams -= 1
    if (entry.streams > 0) return
    if (entry.silence) clearTimeout(entry.silence)
    this.#tickets.get(ticketId)?.delete(entry.who.personId)
    this.#changed(ticketId)
  }

  #stop(ticketId: number, entry: Entry): void {
    entry.writing = null
    entry.silence = null
    this.#changed(ticketId)
  }

  /** Pages without a script never say that they are gone. */
  #forget(): void {
    const since = this.#clock.now() - SHOWN_MS
    for (const [ticketId, people] of this.#tickets) {
      for (const [personId, { streams, shownAt, writing }] of people)
        if (streams === 0 && writing === null && (shownAt ?? 0) <= since) people.delete(personId)
      if (people.size === 0) this.#tickets.delete(ticketId)
    }
  }
}
