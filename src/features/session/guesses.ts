import { mailKey } from '#domain/typed-person.ts'
import { AppError } from '#lib/errors.ts'
import { placeOf } from '#lib/networks.ts'
import { throttle, waitWords, type Throttle } from '#lib/throttle.ts'

const MINUTE_MS = 60_000

/** How many wrong passwords in a row a person may have before strangers to it share one slow lane. */
const MOST_FAILURES = 100
const LANE_MS = 30_000

type Try = { readonly email: string; readonly address: string; readonly now: number }
type Standing = { readonly failures: number; readonly familiar: () => boolean }

export type Guesses = {
  /** Refuses a try that comes too soon; counts it otherwise. */
  readonly admit: (tried: Try, standing: Standing) => void
  readonly forgive: (tried: Try) => void
  readonly giveBack: (tried: Try) => void
  readonly failed: (tried: Try) => void
  /** How often nobody known was tried under this mail; known people's failures are stored with them. */
  readonly unknown: (tried: Try) => number
  readonly countUnknown: (tried: Try) => void
}

/**
 * Slows guessing down where it comes from, so that it locks nobody out: each address has few tries for one account, and
 * some more for all of them. Past a hundred failures in a row, addresses from which the person has never signed in share
 * a try every half minute.
 */
export function openGuesses(): Guesses {
  const pair = throttle({ free: 5, longestMs: 15 * MINUTE_MS, forgetMs: 24 * 60 * MINUTE_MS })
  const address = throttle({ free: 30, longestMs: MINUTE_MS, forgetMs: 15 * MINUTE_MS })
  const lane = throttle({ free: 1, longestMs: LANE_MS, forgetMs: LANE_MS })
  const unknown = new Map<string, number>()

  const pairKey = (tried: Try) => `${placeOf(tried.address)} ${mailKey(tried.email)}`
  return {
    admit: (tried, { failures, familiar }) => {
      const { now } = tried
      // A hundred people behind one address may come at once, so there only failures count.
      refuse(address.wait(placeOf(tried.address), now))
      refuse(pair.take(pairKey(tried), now))
      if (failures >= MOST_FAILURES && !familiar()) queue(lane, tried)
    },
    forgive: (tried) => pair.clear(pairKey(tried)),
    giveBack: (tried) => pair.giveBack(pairKey(tried)),
    failed: (tried) => address.count(placeOf(tried.address), tried.now),
    unknown: ({ email }) => unknown.get(mailKey(email)) ?? 0,
    countUnknown: ({ email }) => {
      if (unknown.size > 10_000) unknown.clear()
      unknown.set(mailKey(email), (unknown.get(mailKey(email)) ?? 0) + 1)
    },
  }
}

function refuse(wait: number): void {
  if (wait > 0) throw new AppError('too-many', `That was wrong too often. Try again in ${waitWords(wait)}.`)
}

function queue(lane: Throttle, { email, now }: Try): void {
  const wait = lane.take(mailKey(email), now)
  if (wait > 0)
    throw new AppError(
      'too-many',
      `Somebody has guessed at this account. Try again in ${waitWords(wait)}, from a place where you have signed in before, with a passkey, or with a link from an admin.`,
    )
}
