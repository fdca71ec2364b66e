import { setImmediate } from 'node:timers/promises'
import type { Desk } from '#src/desk.ts'
import { UNCHECKED, verifyOn, type Checked, type Verdict } from './queries.ts'

export type Checker = {
  /** Walks what came since the last look; a short log whole. */
  readonly look: () => Promise<Verdict>
  /** Walks everything again. */
  readonly again: () => Promise<Verdict>
}

// So many are walked in a moment, and every time.
const FEW = 20_000

/** Remembers how far the chain was found whole, and lets others in between while it walks. */
export function openChecker(desk: Desk): Checker {
  let known = UNCHECKED
  const walk = async (from: Checked): Promise<Verdict> => {
    let step = verifyOn(desk, from)
    while (step.verdict === null) {
      await setImmediate()
      step = verifyOn(desk, step.checked)
    }
    known = step.checked
    return step.verdict
  }
  const again = () => walk(UNCHECKED)
  return {
    // The log was chained anew where somebody was made anonymous: then only the whole walk tells.
    look: async () => {
      const verdict = await walk(known.count < FEW ? UNCHECKED : known)
      return verdict.ok ? verdict : again()
    },
    again,
  }
}
