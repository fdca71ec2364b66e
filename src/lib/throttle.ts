export type Throttle = {
  /** How long a key has to wait, in milliseconds; 0 to go on. */
  readonly wait: (key: string, now: number) => number
  readonly count: (key: string, now: number) => void
  /** Counts a try before it is known how it ends, so that many at once get no further; answers how long to wait instead. */
  readonly take: (key: string, now: number) => number
  /** The try went well, so nothing is held against this key any more. */
  readonly clear: (key: string) => void
  /** The try was never made. */
  readonly giveBack: (key: string) => void
}

type Limits = { readonly free: number; readonly longestMs: number; readonly forgetMs: number }
type Tries = { readonly count: number; readonly until: number; readonly lastAt: number }

const FIRST_WAIT_MS = 1000
const MOST_KEYS = 10_000

/** Slows down whoever fails: after `free` tries each further one waits twice as long; kept in memory only. */
export function throttle({ free, longestMs, forgetMs }: Limits): Throttle {
  const tries = new Map<string, Tries>()
  const waitAfter = (count: number) =>
    count < free ? 0 : Math.min(FIRST_WAIT_MS * 2 ** Math.min(count - free, 30), longestMs)

  const known = (key: string, now: number): Tries => {
    const found = tries.get(key)
    return found && now - found.lastAt < forgetMs ? found : { count: 0, until: 0, lastAt: now }
  }

  const wait = (key: string, now: number) => Math.max(0, known(key, now).until - now)
  const count = (key: string, now: number) => {
    const next = known(key, now).count + 1
    tries.delete(key)
    tries.set(key, { count: next, until: now + waitAfter(next), lastAt: now })
    // The oldest goes, so that many keys cannot wipe out what is known of the others at once.
    if (tries.size > MOST_KEYS) tries.delete(tries.keys().next().value ?? '')
  }

  return {
    wait,
    count,
    take: (key, now) => {
      const left = wait(key, now)
      if (left === 0) count(key, now)
      return left
    },
    clear: (key) => void tries.delete(key),
    giveBack: (key) => {
      const found = tries.get(key)
      if (found) tries.set(key, { ...found, count: found.count - 1, until: 0 })
    },
  }
}

/** "4 seconds", "2 minutes": never less than there is to wait. */
export function waitWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 120 ? `${seconds} second${seconds === 1 ? '' : 's'}` : `${Math.ceil(seconds / 60)} minutes`
}
