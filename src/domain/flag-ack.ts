import type { FlagState } from './flag.ts'

/** Somebody has seen it: the lamp stays calm until there is something new. */
export type Acknowledgement = {
  readonly state: FlagState
  readonly at: number
  readonly by: string
  /** The tickets that were in this state; null when they were too many to remember. */
  readonly tickets: readonly number[] | null
}

export const MOST_REMEMBERED = 2000

/** Reads what was stored; anything else counts as not acknowledged. */
export function readAcknowledgement(text: string | null): Acknowledgement | null {
  if (text === null) return null
  try {
    const { state, at, by, tickets } = JSON.parse(text) as Partial<Acknowledgement>
    return state && at !== undefined && by !== undefined ? { state, at, by, tickets: tickets ?? null } : null
  } catch {
    return null
  }
}

/** What it holds for; another state, better or worse, is something new. */
export const stillHolds = (
  acknowledged: Acknowledgement | null,
  { state, isNew }: { state: FlagState; isNew: boolean },
): boolean => acknowledged?.state === state && !isNew
