import type { Life, Rules } from './life.ts'
import type { IncomingTicket, Rejected } from './types.ts'
import { priorityFor, statusFor } from './words.ts'

/** "Awaiting Problem → On Hold (42)": a word of the file, what it became, and how often. */
export type Mapping = { readonly field: string; readonly word: string; readonly target: string; readonly count: number }

export type Added = {
  readonly people: number
  readonly tags: number
  readonly sites: number
  readonly projects: number
}

export type ImportReport = Added & {
  readonly preview: boolean
  readonly created: number
  /** Imported by an earlier run, and left as they are. */
  readonly skipped: number
  readonly rejectedCount: number
  /** The first ten thousand of them. */
  readonly rejected: readonly Rejected[]
  readonly mappings: readonly Mapping[]
  readonly remarks: readonly string[]
  readonly seconds: number
}

export type Tally = {
  created: number
  skipped: number
  rejectedCount: number
  readonly rejected: Rejected[]
  readonly mappings: Map<string, Mapping>
  added: Added
}

const MOST_REJECTED = 10_000
const MOST_WORDS = 500

export const NOTHING_ADDED: Added = { people: 0, tags: 0, sites: 0, projects: 0 }

export const newTally = (): Tally => ({
  created: 0,
  skipped: 0,
  rejectedCount: 0,
  rejected: [],
  mappings: new Map(),
  added: NOTHING_ADDED,
})

export function countRejected(tally: Tally, rejected: Rejected): void {
  tally.rejectedCount += 1
  if (tally.rejected.length < MOST_REJECTED) tally.rejected.push(rejected)
}

/** Notes what each word of the ticket was taken for. */
export function countWords(tally: Tally, ticket: IncomingTicket, { life, rules }: { life: Life; rules: Rules }): void {
  const told = ticket.updates.flatMap(({ changes }) =>
    changes.filter(({ field }) => field === 'status').map(({ to }) => to),
  )
  const last = told.at(-1) === ticket.status ? [] : [ticket.status]
  for (const word of [...told, ...last]) {
    if (word) countWord(tally, { field: 'status', word, target: statusFor(word, rules.workflow).target.label })
  }
  if (ticket.priority === null) return
  const known = priorityFor(ticket.priority, rules.priorities)
  countWord(tally, {
    field: 'priority',
    word: ticket.priority,
    target: known?.target.label ?? `${life.priority.label}, for want of a better`,
  })
}

function countWord(tally: Tally, mapping: Omit<Mapping, 'count'>): void {
  const key = `${mapping.field} ${mapping.word}`
  const known = tally.mappings.get(key)
  if (known || tally.mappings.size < MOST_WORDS) tally.mappings.set(key, { ...mapping, count: (known?.count ?? 0) + 1 })
}

export function countAdded(tally: Tally, added: Added): void {
  tally.added = {
    people: tally.added.people + added.people,
    tags: tally.added.tags + added.tags,
    sites: tally.added.sites + added.sites,
    projects: tally.added.projects + added.projects,
  }
}
