import { hash, verify } from '@node-rs/argon2'
import { AppError } from './errors.ts'
import { commonPieces } from './password-pieces.ts'

// OWASP's setting for argon2id: 19 MiB, two passes, one lane; about 27 ms.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const AT_ONCE = 2
// A hundred people who arrive at nine wait a second and a half; beyond that, nobody is kept waiting in vain.
const MOST_WAITING = 120
// NIST counts code points; the cap keeps hashing from being a way to burn our time.
const SHORTEST = 15
const LONGEST = 256
// Four common words in a row are a good password; three are what people try.
const FEWEST_PIECES = 4

let running = 0
const waiting: (() => void)[] = []

/** What is wrong with a password, in words; null when it will do. `ownWords` are what everybody knows of the person. */
export function passwordProblem(password: string, ownWords: readonly string[]): string | null {
  const length = Array.from(password).length
  if (length < SHORTEST) return `Use at least ${SHORTEST} characters; a sentence is fine.`
  if (length > LONGEST) return `Use at most ${LONGEST} characters.`
  const lower = password.toLowerCase()
  if (new Set(lower).size < 4) return 'Use more than a few different characters.'
  const pieces = commonPieces(password, ownWords)
  if (pieces !== null && pieces < FEWEST_PIECES)
    return 'This is made of what everybody tries first: common passwords, names, figures or keys in a row. Use a sentence of your own.'
  const own = ownWords.find((word) => word.length >= 4 && lower.replaceAll(word.toLowerCase(), '').length < 6)
  return own === undefined ? null : `Use something that is not mostly “${own}”.`
}

export const hashPassword = (password: string): Promise<string> => limited(() => hash(password.normalize('NFKC'), COST))

/** False for a wrong password and for none; takes as long when there is no such person. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  if (password.length > LONGEST * 4) return false
  const known = stored ?? (await decoy())
  const matches = await limited(() => verify(known, password.normalize('NFKC')))
  return matches && stored !== null
}

let decoyHash: Promise<string> | null = null
const decoy = () => (decoyHash ??= hash('no such person', COST))

/** Two hashes at once leave the other core, and the thread pool that serves files, to everybody else. */
async function limited<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING)
      throw new AppError('too-many', 'Many people sign in at this moment. Try again in a few seconds.')
    await new Promise<void>((turn) => waiting.push(turn))
  }
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}
