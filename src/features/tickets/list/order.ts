import type { Parameters } from '#db/sqlite/reads.ts'
import type { Sort } from './schema.ts'

type Direction = 'asc' | 'desc'
type Key = { readonly sql: string; readonly column: string; readonly direction: Direction }

/** A stretch of a list that one index can be walked along; a list is its stretches, one after the other. */
export type Segment = { readonly where: string; readonly keys: readonly Key[] }

/** Where a page begins: after which row of which stretch. */
export type Cursor = { readonly segment: number; readonly values: readonly (number | null)[] }

const key = (column: string, direction: Direction): Key => ({ sql: `t.${column}`, column, direction })

// Nearest deadline first, then priority, then longest without an update.
const BY_DEADLINE = [key('overdueAt', 'asc'), key('priorityRank', 'desc'), key('updatedAt', 'asc'), key('id', 'asc')]

const URGENCY: readonly Segment[] = [
  { where: 't.overdueAt <= @now', keys: BY_DEADLINE },
  { where: 't.overdueAt > @now AND t.stage3At <= @now', keys: BY_DEADLINE },
  { where: 't.overdueAt > @now AND t.stage2At <= @now AND t.stage3At > @now', keys: BY_DEADLINE },
  { where: 't.overdueAt > @now AND t.stage1At <= @now AND t.stage2At > @now', keys: BY_DEADLINE },
  { where: 't.overdueAt > @now AND t.stage1At > @now', keys: BY_DEADLINE },
  { where: 't.section > 0 AND t.overdueAt IS NULL', keys: [key('updatedAt', 'asc'), key('id', 'asc')] },
  { where: 't.section = 0', keys: [key('updatedAt', 'desc'), key('id', 'desc')] },
]

/** The stretches of a list in its order; without a due date a ticket stands last whichever way dues are sorted. */
export function segmentsOf(sort: Sort, order: Direction): readonly Segment[] {
  if (sort === 'urgency') return order === 'desc' ? URGENCY : reversed(URGENCY)
  if (sort === 'due') {
    return [
      { where: 't.dueAt IS NOT NULL', keys: [key('dueAt', order), key('id', order)] },
      { where: 't.dueAt IS NULL', keys: [key('id', order)] },
    ]
  }
  const column = { priority: 'priorityRank', updated: 'updatedAt', created: 'createdAt' }[sort]
  return [{ where: '1', keys: [key(column, order), key('id', order)] }]
}

/** The same list from its other end. */
export const reversed = (segments: readonly Segment[]): readonly Segment[] =>
  segments.toReversed().map(({ where, keys }) => ({
    where,
    keys: keys.map((one) => ({ ...one, direction: one.direction === 'asc' ? 'desc' : 'asc' })),
  }))

export const orderBy = ({ keys }: Segment): string => keys.map(({ sql, direction }) => `${sql} ${direction}`).join(', ')

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
