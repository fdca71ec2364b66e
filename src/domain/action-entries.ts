import type { Change } from './timeline.ts'

/** What somebody does to a list of actions within this time is told in one entry of the timeline. */
export const GATHERED_MS = 10 * 60_000

const FIELDS: readonly string[] = ['action', 'actions', 'actionDone', 'actionAssignee', 'actionDue']

/** Whether an entry tells of nothing but its list of actions. */
export const isOfActions = (changes: readonly Change[]): boolean =>
  changes.length > 0 && changes.every(({ field }) => FIELDS.includes(field))

/** An entry that goes on: what is taken back within it was never worth telling. */
export function gathered(told: readonly Change[], next: readonly Change[]): readonly Change[] {
  return next.reduce<readonly Change[]>((all, change) => {
    const back = all.findLastIndex((other) => other.field === change.field && undoes(other, change))
    return back === -1 ? [...all, change] : all.toSpliced(back, 1)
  }, told)
}

const undoes = (one: Change, other: Change): boolean =>
  one.from === other.to && one.to === other.from && (one.from === null || one.to === null)
