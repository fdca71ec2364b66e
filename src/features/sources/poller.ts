import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SourceConfig } from '#config/sources.ts'
import type { Desk } from '#src/desk.ts'
import type { SourceAdapter } from './adapter.ts'
import type { Source } from './mirror/service.ts'
import { sourceRow } from './queries.ts'
import { ensureSources, pollSource, type Polled } from './service.ts'

export type OpenAdapter = (desk: Desk, config: SourceConfig) => SourceAdapter

const LONGEST_PAUSE_S = 15 * 60
const LOOK_AGAIN_S = 60

type Loop = { readonly id: number; readonly ask: () => void; readonly stop: () => Promise<void> }

/** Reads every source at its interval, each in a loop of its own, until it is stopped. */
export class Poller {
  readonly #desk: Desk
  readonly #open: OpenAdapter
  #loops: readonly Loop[] = []
  #known = ''
  #turn: Promise<void> = Promise.resolve()

  constructor(desk: Desk, open: OpenAdapter) {
    this.#desk = desk
    this.#open = open
  }

  /** Begins anew with the sources of the config; nothing happens when they are the same as before. */
  reload(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      const { sources, workflow, priorities } = this.#desk.config
      const wanted = JSON.stringify([sources, workflow, priorities])
      if (wanted === this.#known) return
      await this.#halt()
      this.#known = wanted
      this.#loops = (await ensureSources(this.#desk)).map((source) => this.#begin(source))
    })
    return this.#turn
  }

  /** Reads a source now rather than when it is due. */
  ask(sourceId: number): void {
    this.#loops.find(({ id }) => id === sourceId)?.ask()
  }

  stop(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#halt())
    return this.#turn
  }

  async #halt(): Promise<void> {
    const loops = this.#loops
    this.#loops = []
    await Promise.all(loops.map(({ stop }) => stop()))
  }

  #begin(source: Source): Loop {
    const ended = new AbortController()
    let wake = new AbortController()
    const wait = async (seconds: number) => {
      // Who asks during a read is heard here: what they ask for may have been read past already.
      const signal = AbortSignal.any([ended.signal, wake.signal])
      await sleep(seconds * 1000, undefined, { signal, ref: false }).catch(() => undefined)
      const asked = wake.signal.aborted
      if (asked) wake = new AbortController()
      return asked
    }
    const ask = () => wake.abort()
    const running = this.#run(source, { signal: ended.signal, wait, ask })
    return {
      id: source.id,
      ask,
      stop: async () => {
        ended.abort()
        await running
      },
    }
  }

  async #run(source: Source, { signal, wait, ask }: Waiting): Promise<void> {
    const adapter = this.#open(this.#desk, source.config)
    const unwatch = adapter.watch?.(() => {
      if (sourceRow(this.#desk, source.id)?.pausedAt == null) ask()
    })
    signal.addEventListener('abort', () => unwatch?.())
    let failures = 0
    for (let asked = false; !signal.aborted;) {
      const row = sourceRow(this.#desk, source.id)
      const dueInSeconds = secondsUntilDue(this.#desk, { source, lastPollAt: row?.lastPollAt ?? null, failures })
      if (!asked && row?.pausedAt != null) asked = await wait(LOOK_AGAIN_S)
      else if (!asked && dueInSeconds > 0) asked = await wait(Math.min(dueInSeconds, LOOK_AGAIN_S))
      else {
        asked = false
        const polled = await pollSource(this.#desk, { source, adapter, signal })
        failures = polled.ok ? 0 : failures + 1
        if (!polled.ok) asked = await wait(patience(source, polled, failures))
      }
    }
  }
}

type Waiting = {
  readonly signal: AbortSignal
  /** True when it was asked to go on before the time was over. */
  readonly wait: (seconds: number) => Promise<boolean>
  readonly ask: () => void
}

type Due = { readonly source: Source; readonly lastPollAt: number | null; readonly failures: number }

function secondsUntilDue({ clock }: Desk, { source, lastPollAt, failures }: Due): number {
  // After a failure the wait has been waited already; a clock that was set back must not stop the polls.
  if (lastPollAt === null || failures > 0 || lastPollAt > clock.now()) return 0
  return source.config.intervalSeconds - (clock.now() - lastPollAt) / 1000
}

/** Longer after each failure, with some chance, so that many desks do not return at the same moment. */
function patience({ config }: Source, { retryAfterSeconds }: Polled, failures: number): number {
  const doubled = Math.min(
    config.intervalSeconds * 2 ** Math.min(failures - 1, 6),
    Math.max(LONGEST_PAUSE_S, config.intervalSeconds),
  )
  return Math.max((doubled * randomInt(750, 1250)) / 1000, retryAfterSeconds ?? 0)
}
