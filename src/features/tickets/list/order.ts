import type { Parameters } from '#db/sqlite/reads.ts'
import type { Sort } from './schema.ts'

type Direction = 'asc' | 'desc'
type Key = { readonly sql: string; readonly column: keyof Sorted; readonly direction: Direction }

/** What a list is sorted by. */
export type Sorted = {
  readonly id: number
  readonly section: number
  readonly priorityRank: number
  readonly dueAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly stage1At: number | null
  readonly stage2At: number | null
  readonly stage3At: number | null
  readonly overdueAt: number | null
  /** How well it fits the words that are looked for; 0 is best, and all there is where none are. */
  readonly tier: number
}

/** Whole words in the title, words that begin so in the title, and all else. */
export const TIERS = [0, 1, 2] as const

type Instant = number | null
export type SortedColumns = [number, number, number, Instant, number, number, Instant, Instant, Instant, Instant]

/** The columns of `Sorted`, in the order `sortedOf` takes them. */
export const SORTED =
  't.id, t.section, t.priorityRank, t.dueAt, t.createdAt, t.updatedAt, t.stage1At, t.stage2At, t.stage3At, t.overdueAt'

/** Thousands of rows are read for a common word; as bare values they take half the time. */
export const sortedOf = ([
  id,
  section,
  priorityRank,
  dueAt,
  createdAt,
  updatedAt,
  stage1At,
  stage2At,
  stage3At,
  overdueAt,
]: SortedColumns): Sorted => ({
  id,
  section,
  priorityRank,
  dueAt,
  createdAt,
  updatedAt,
  stage1At,
  stage2At,
  stage3At,
  overdueAt,
  tier: 0,
})

/** A stretch of a list that one index can be walked along; a list is its stretches, one after the other. */
export type Segment = {
  readonly where: string
  /** The same condition, for tickets that are at hand. */
  readonly holds: (ticket: Sorted, now: number) => boolean
  readonly keys: readonly Key[]
  /** Whether no ticket of it is on the board. */
  readonly over?: boolean
  /** Without it the planner may sort all closed tickets to find the few that are overdue. */
  readonly index?: 'board' | 'facts' | 'resting'
}

/** Where a page begins: after which row of which stretch. */
export type Cursor = { readonly segment: number; readonly values: readonly (number | null)[] }

const key = (column: keyof Sorted, direction: Direction): Key => ({ sql: `t.${column}`, column, direction })

// Nearest deadline first, then priority, then longest without an update.
const BY_DEADLINE = [key('overdueAt', 'asc'), key('priorityRank', 'desc'), key('updatedAt', 'asc'), key('id', 'asc')]

const begun = (at: number | null, now: number) => at !== null && at <= now
const ahead = (at: number | null, now: number) => at !== null && at > now
const staged = (where: string, holds: Segment['holds']): Segment => ({
  where,
  holds,
  keys: BY_DEADLINE,
  index: 'board',
})

const URGENCY: readonly Segment[] = [
  staged('t.overdueAt <= @now', (t, now) => begun(t.overdueAt, now)),
  staged('t.overdueAt > @now AND t.stage3At <= @now', (t, now) => ahead(t.overdueAt, now) && begun(t.stage3At, now)),
  staged(
    't.overdueAt > @now AND t.stage2At <= @now AND t.stage3At > @now',
    (t, now) => ahead(t.overdueAt, now) && begun(t.stage2At, now) && ahead(t.stage3At, now),
  ),
  staged(
    't.overdueAt > @now AND t.stage1At <= @now AND t.stage2At > @now',
    (t, now) => ahead(t.overdueAt, now) && begun(t.stage1At, now) && ahead(t.stage2At, now),
  ),
  staged('t.overdueAt > @now AND t.stage1At > @now', (t, now) => ahead(t.overdueAt, now) && ahead(t.stage1At, now)),
  {
    where: 't.section > 0 AND t.overdueAt IS NULL',
    holds: (t) => t.section > 0 && t.overdueAt === null,
    keys: [key('updatedAt', 'asc'), key('id', 'asc')],
    index: 'board',
  },
  {
    where: 't.section = 0',
    holds: (t) => t.section === 0,
    keys: [key('updatedAt', 'desc'), key('id', 'desc')],
    index: 'facts',
    over: true,
  },
]

/** What rests is off the board, and without a deadline it stands last among what is still to be done. */
const RESTING: Segment = {
  where: 't.section = 0 AND t.overdueAt IS NULL AND t.snoozedUntil IS NOT NULL',
  holds: (t) => t.section === 0 && t.overdueAt === null,
  keys: [key('updatedAt', 'asc'), key('id', 'asc')],
  index: 'resting',
}

/** Where all tickets of a list are: over, on the board, or on it unless they rest. */
export type Place = 'over' | 'board' | 'work'

const everything = () => true

/** Only tickets at hand know how well they fit. */
const ofTier = (tier: number, segment: Segment): Segment => ({
  ...segment,
  holds: (ticket, now) => ticket.tier === tier && segment.holds(ticket, now),
})

export const SORT_COLUMNS = {
  priority: 'priorityRank',
  updated: 'updatedAt',
  created: 'createdAt',
  due: 'dueAt',
} as const

/** The stretches of a list in its order; without a due date a ticket stands last whichever way dues are sorted. */
export function segmentsOf(sort: Sort, order: Direction, place: Place | null = null): readonly Segment[] {
  if (sort === 'urgency' || sort === 'match') {
    const urgent = [...URGENCY, ...(place === 'work' ? [RESTING] : [])].filter(
      ({ over = false }) => place === null || over === (place === 'over'),
    )
    const stretches =
      sort === 'match' ? TIERS.flatMap((tier) => urgent.map((segment) => ofTier(tier, segment))) : urgent
    return order === 'desc' ? stretches : reversed(stretches)
  }
  if (sort === 'due') {
    const [dated, undated] = [(t: Sorted) => t.dueAt !== null, (t: Sorted) => t.dueAt === null]
    return [
      { where: 't.dueAt IS NOT NULL', holds: dated, keys: [key('dueAt', order), key('id', order)] },
      { where: 't.dueAt IS NULL', holds: undated, keys: [key('id', order)] },
    ]
  }
  const column = SORT_COLUMNS[sort]
  const index = sort === 'updated' ? ({ index: 'facts' } as const) : {}
  return [{ where: '1', holds: everything, keys: [key(column, order), key('id', order)], ...index }]
}

/** The same list from its other end. */
export const reversed = (segments: readonly Segment[]): readonly Segment[] =>
  segments.toReversed().map(({ keys, ...segment }) => ({
    ...segment,
    keys: keys.map((one) => ({ ...one, direction: one.direction === 'asc' ? 'desc' : 'asc' })),
  }))

/** `plus` keeps the planner from walking the index of the order. */
export const orderBy = ({ keys }: Segment, plus = false): string =>
  keys.map(({ sql, direction }) => `${plus ? '+' : ''}${sql} ${direction}`).join(', ')

/** What lies beyond a row, as a condition the index on the first key can be entered with. */
export function beyond(
  { keys }: Segment,
  values: Cursor['values'],
): { readonly where: string; readonly bind: Parameters } {
  const [first] = keys
  if (!first || values.length !== keys.length) return { where: '0', bind: {} }

  const bind = Object.fromEntries(values.map((value, index) => [`k${index}`, value]))
  const past = ({ direction }: Key) => (direction === 'asc' ? '>' : '<')
  const later = keys.map((one, index) => {
    const equal = keys.slice(0, index).map(({ sql }, before) => `${sql} = @k${before}`)
    return [...equal, `${one.sql} ${past(one)} @k${index}`].join(' AND ')
  })
  return {
    where: `${first.sql} ${past(first)}= @k0 AND (${later.map((condition) => `(${condition})`).join(' OR ')})`,
    bind,
  }
}

export const writeCursor = ({ segment, values }: Cursor): string =>
  Buffer.from(JSON.stringify([segment, ...values])).toString('base64url')

/** A cursor that was tampered with is none: the list then begins at its beginning. */
export function readCursor(text: string, segments: readonly Segment[]): Cursor | null {
  if (text === '') return null
  try {
    const [segment, ...values] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[]
    const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
    const known = typeof segment === 'number' ? segments[segment] : undefined
    if (
      typeof segment !== 'number' ||
      !known ||
      numbers.length !== values.length ||
      values.length !== known.keys.length
    )
      return null
    return { segment, values: numbers }
  } catch {
    return null
  }
}

export const valuesOf = (ticket: Sorted, segment: Segment): Cursor['values'] =>
  segment.keys.map(({ column }) => ticket[column])

export type Placed = { readonly id: number; readonly segment: number; readonly values: Cursor['values'] }

/** The first tickets at hand beyond `from`, in the order of a list; only stretches that are needed are sorted. */
export function arranged(tickets: readonly Sorted[], { segments, from, most, now }: Arrangement): readonly Placed[] {
  const stretches = segments.map((): Placed[] => [])
  for (const ticket of tickets) {
    const index = segments.findIndex(({ holds }) => holds(ticket, now))
    const segment = segments[index]
    if (segment) stretches[index]?.push({ id: ticket.id, segment: index, values: valuesOf(ticket, segment) })
  }
  const found: Placed[] = []
  for (const stretch of stretches.slice(from?.segment ?? 0)) {
    if (found.length >= most) break
    const ahead = from === null ? stretch : stretch.filter((place) => compare(place, from, segments) > 0)
    found.push(...ahead.sort((one, other) => compare(one, other, segments)))
  }
  return found.slice(0, most)
}

type Arrangement = {
  readonly segments: readonly Segment[]
  readonly from: Cursor | null
  readonly most: number
  readonly now: number
}

/** Below zero when `one` stands before `other`. */
export function compare(one: Cursor, other: Cursor, segments: readonly Segment[]): number {
  if (one.segment !== other.segment) return one.segment - other.segment
  for (const [index, { direction }] of (segments[one.segment]?.keys ?? []).entries()) {
    const difference = (one.values[index] ?? 0) - (other.values[index] ?? 0)
    if (difference !== 0) return direction === 'asc' ? difference : -difference
  }
  return 0
}
