import type { StatusKind } from './status.ts'

/** Three words that everybody means alike; nobody can say what parts a three from a four of five. */
export const RATINGS = [
  { score: 3, label: 'Good' },
  { score: 2, label: 'OK' },
  { score: 1, label: 'Bad' },
] as const

export const MAY_CHANGE_MS = 14 * 86_400_000

export const ratingLabel = (score: number): string => RATINGS.find((rating) => rating.score === score)?.label ?? ''

type Rated = { readonly kind: StatusKind; readonly ratedAt: number | null }

/** Why the requester may not rate the answer at `now`, in words; null when they may. */
export function ratingProblem({ kind, ratedAt }: Rated, now: number): string | null {
  if (kind !== 'resolved' && kind !== 'closed') return 'An answer can be rated once the ticket is resolved.'
  if (ratedAt === null || now - ratedAt <= MAY_CHANGE_MS) return null
  return 'A rating can be changed for 14 days.'
}
