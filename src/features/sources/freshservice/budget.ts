import type { Clock } from '#lib/clock.ts'
import type { Quota } from '#features/sources/adapter.ts'

const MINUTE = 60_000

type Heard = { readonly limit: number; readonly remaining: number; readonly at: number }

/** The account's allowance by the minute, as its answers tell it; other programs live on the same one. */
export type Budget = {
  readonly hear: (headers: Headers) => void
  readonly quota: () => Quota | null
  /** How long to wait before a request of this many credits, in milliseconds. */
  readonly pauseFor: (credits: number) => number
}

export function createBudget(clock: Clock): Budget {
  let heard: Heard | null = null
  return {
    hear: (headers) => {
      const limit = numberOf(headers.get('x-ratelimit-total'))
      const remaining = numberOf(headers.get('x-ratelimit-remaining'))
      if (limit !== null && remaining !== null) heard = { limit, remaining, at: clock.now() }
    },
    quota: () => heard && { limit: heard.limit, remaining: heard.remaining, resetAt: heard.at + MINUTE },
    pauseFor: (credits) => (heard ? pauseOf(heard, credits, clock.now()) : 0),
  }
}

/** A fifth is left to others: within it we go slowly, and at its end we wait for the next minute. */
function pauseOf({ limit, remaining, at }: Heard, credits: number, now: number): number {
  const age = now - at
  if (age < 0 || age >= MINUTE || limit <= 0) return 0

  const left = (remaining - credits) / limit
  if (left >= 0.2) return 0
  if (left >= 0.1) return 5_000
  return left >= 0 ? 15_000 : MINUTE - age
}

const numberOf = (written: string | null): number | null =>
  written !== null && /^\d+$/.test(written.trim()) ? Number(written) : null
