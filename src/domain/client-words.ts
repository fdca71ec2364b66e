import { isFinal, type Status } from './status.ts'
import type { Part } from './timeline.ts'

/** Where a ticket stands for the one who asked: they are awaited, somebody is at it, or it is over. */
export type ClientPlace = 'waiting' | 'working' | 'done'

/** `answered`: the last reply came from those who work on tickets. */
export function clientPlace({ kind, waitingOn }: Status, answered: boolean): ClientPlace {
  if (isFinal(kind)) return 'done'
  return kind === 'resolved' || waitingOn === 'requester' || answered ? 'waiting' : 'working'
}

type ToldMove = { readonly from: Status | null; readonly to: Status; readonly by: string }

/** What a client reads of a move: what it means for them, and no reason that agents keep among themselves. */
export function tellClient({ from, to, by }: ToldMove): readonly Part[] {
  return [
    { text: by, strong: true },
    { text: ` ${meaning(from, to)}`, strong: false },
    ...(from !== null && isOwnStep(from, to) ? [{ text: to.label, strong: true }] : []),
  ]
}

function meaning(from: Status | null, to: Status): string {
  if (from === null) return 'opened this ticket'
  if (isOwnStep(from, to)) return 'moved it on to '
  if (from.kind === 'resolved' && !isFinal(to.kind)) return 'reopened it'
  if (from.kind === 'hold' && to.kind === 'active') return 'took the work up again'
  return MEANINGS[to.kind]
}

/** A step between two statuses of the same kind is one of the operator's own, known by its label alone. */
const isOwnStep = (from: Status, to: Status): boolean => from.kind === to.kind

const MEANINGS: Readonly<Record<Status['kind'], string>> = {
  open: 'put it back in the queue',
  active: 'began to work on it',
  hold: 'put it on hold',
  resolved: 'resolved it',
  closed: 'closed it',
  cancelled: 'cancelled it',
}
