import { isFinal, type StatusKind, type WaitingOn } from './status.ts'

/** 0 is off the board. */
export type Section = 0 | 1 | 2 | 3

export const SECTION_TITLES: Readonly<Record<Exclude<Section, 0>, string>> = {
  1: 'Needs a first response',
  2: 'Waiting on agent',
  3: 'Other active',
}

export type Placed = {
  readonly kind: StatusKind
  readonly waitingOn: WaitingOn
  readonly firstRespondedAt: number | null
}

/** Where a ticket stands on the board; what nobody has answered yet comes before all else. */
export function boardSection({ kind, waitingOn, firstRespondedAt }: Placed): Section {
  if (isFinal(kind)) return 0
  if ((kind === 'open' || kind === 'active') && firstRespondedAt === null) return 1
  return kind !== 'resolved' && waitingOn === 'agent' ? 2 : 3
}

/** The instant from which a ticket counts as left alone too long; null where its priority sets no limit. */
export const updateDueAt = (lastUpdateAt: number, updateLimitSeconds: number | null): number | null =>
  updateLimitSeconds === null ? null : lastUpdateAt + updateLimitSeconds * 1000
