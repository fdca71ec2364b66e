import type { Clock } from '#lib/clock.ts'
import { SourceFailure } from '#features/sources/failure.ts'

const MINUTE = 60_000
const FRESH = 360 * MINUTE
const REFUSED_PAUSE = 15 * MINUTE

/** What was last read; read anew after hours, or when it lacks something that a ticket names. Never fails. */
export type Kept<Value> = (signal: AbortSignal, lacks: (value: Value) => boolean) => Promise<Value>

type Source<Value> = {
  readonly load: (signal: AbortSignal) => Promise<Value>
  readonly fallback: Value
  readonly clock: Clock
}

export function keep<Value>({ load, fallback, clock }: Source<Value>): Kept<Value> {
  let value = fallback
  let loadedAt = -Infinity
  let triedAt = -Infinity
  let pauseMs = 0

  return async (signal, lacks) => {
    const now = clock.now()
    const wanted = isOver(loadedAt, FRESH, now) || lacks(value)
    if (!wanted || !isOver(triedAt, pauseMs, now)) return value

    try {
      value = await load(signal)
      loadedAt = now
      pauseMs = REFUSED_PAUSE
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof SourceFailure)) throw error
      // The tickets matter more than the names in them, so they come without.
      pauseMs = error.kind === 'forbidden' || error.kind === 'not-found' ? REFUSED_PAUSE : MINUTE
    }
    triedAt = now
    return value
  }
}

/** A clock that was set back must not keep anything for longer than it says. */
const isOver = (since: number, ms: number, now: number): boolean => Math.abs(now - since) >= ms
