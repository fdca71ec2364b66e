const MOST_KEYS = 10_000

type Limits = { readonly most: number; readonly everyMs: number }

/** Grants each key so many acts in a stretch of time; kept in memory only. */
export function allowance({ most, everyMs }: Limits): (key: string, now: number) => boolean {
  const taken = new Map<string, readonly number[]>()
  return (key, now) => {
    const lately = (taken.get(key) ?? []).filter((at) => now - at < everyMs)
    if (lately.length >= most) return false
    taken.delete(key)
    taken.set(key, [...lately, now])
    // The oldest goes, so that many keys cannot fill the memory.
    if (taken.size > MOST_KEYS) taken.delete(taken.keys().next().value ?? '')
    return true
  }
}
