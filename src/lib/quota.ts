const HOUR_MS = 3_600_000
const MOST_KEYS = 10_000

type Spent = { readonly at: number; readonly amount: number }
export type Quota = {
  /** What this key has spent lately. */
  readonly spent: (key: string, now: number) => number
  readonly spend: (key: string, amount: number, now: number) => void
}

/** Adds up what each key spends in a stretch of time, to the hour; kept in memory only. */
export function quota({ everyMs }: { readonly everyMs: number }): Quota {
  const kept = new Map<string, readonly Spent[]>()
  const lately = (key: string, now: number) => (kept.get(key) ?? []).filter(({ at }) => now - at < everyMs)
  return {
    spent: (key, now) => lately(key, now).reduce((sum, { amount }) => sum + amount, 0),
    spend: (key, amount, now) => {
      const at = now - (now % HOUR_MS)
      const before = lately(key, now)
      const same = before.find((one) => one.at === at)?.amount ?? 0
      kept.delete(key)
      kept.set(key, [...before.filter((one) => one.at !== at), { at, amount: same + amount }])
      // The oldest goes, so that many keys cannot fill the memory.
      if (kept.size > MOST_KEYS) kept.delete(kept.keys().next().value ?? '')
    },
  }
}
