import type { Clock } from '#lib/clock.ts'

export type StoppedClock = Clock & { readonly set: (iso: string) => void; readonly pass: (ms: number) => void }

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Stands still until it is told. */
export function stoppedClock(iso: string): StoppedClock {
  let at = Date.parse(iso)
  return {
    now: () => at,
    set: (next) => {
      at = Date.parse(next)
    },
    pass: (ms) => {
      at += ms
    },
  }
}
