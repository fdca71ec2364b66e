import type { Actor } from '#domain/actor.ts'
import type { FieldFor } from '#features/fields/queries.ts'
import type { Config } from '#config/config.ts'
import type { Parameters } from '#db/sqlite/reads.ts'
import type { Hint } from '#domain/search/terms.ts'

/** A way into the tickets by an index: the condition as the index understands it. */
export type Way = {
  readonly sql: string
  /** The numbers of the tickets, some perhaps twice, where they are known without looking at any ticket. */
  readonly ids?: string
  /** Whether it leads to the tickets of its clause and to no others. */
  readonly exact?: true
  /** Where nothing was counted, the way with the lowest rank is taken. */
  readonly rank: number
}

/** A condition over `Ticket t`. */
export type Clause = {
  /** Asked of one ticket after the other; keeps the planner from choosing an index by itself. */
  readonly each: string
  readonly way?: Way
  /** The clause of all other tickets, where it is more than a negation. */
  readonly other?: Clause
}

/** What a term is read with, and where what it binds is kept. */
export type Ask = {
  readonly actor: Actor
  readonly config: Config
  readonly now: number
  readonly fields: readonly FieldFor[]
  /** Binds a value and answers its name in the statement. */
  readonly bind: (value: string | number) => string
  readonly take: (bound: Parameters) => void
  readonly hint: (hint: Hint) => void
  /** A number no other clause of this search has. */
  readonly count: () => number
}

/** Reads the terms of one search; `bound` and `hints` fill while it does. */
export function asking(given: Pick<Ask, 'actor' | 'config' | 'now' | 'fields'>) {
  const bound: Record<string, string | number | bigint | null> = {}
  const hints: Hint[] = []
  let count = 0
  const next = () => (count += 1)
  const ask: Ask = {
    ...given,
    bind: (value) => {
      const name = `q${next()}`
      bound[name] = value
      return `@${name}`
    },
    take: (more) => void Object.assign(bound, more),
    hint: (hint) => void hints.push(hint),
    count: next,
  }
  return { ask, bound: bound as Parameters, hints: hints as readonly Hint[] }
}

/** No ticket; with a bare constant no index that is named could be used. */
export const NOTHING: Clause = { each: '+t.id < 0' }
export const EVERYTHING: Clause = { each: '1' }

/** A column that holds this; the plus keeps the index for those who ask for it. */
export const holds = (column: string, bound: string, rank: number): Clause => ({
  each: `+t.${column} = ${bound}`,
  way: { sql: `t.${column} = ${bound}`, exact: true, rank },
})

/** A column that holds one of these. */
export const among = (column: string, list: string, rank: number): Clause => ({
  each: `+t.${column} IN (${list})`,
  way: { sql: `t.${column} IN (${list})`, exact: true, rank },
})

/** Nothing in a column; the numbers and instants in one are all higher than the lowest. */
export const isNull = (column: string): Clause => ({
  each: `+t.${column} IS NULL`,
  way: { sql: `t.${column} IS NULL`, exact: true, rank: 8 },
  other: isSet(column),
})

/** Anything in a column. */
export const isSet = (column: string): Clause => ({
  each: `+t.${column} IS NOT NULL`,
  way: { sql: `t.${column} > ${LOWEST}`, exact: true, rank: 8 },
})

const LOWEST = '-9000000000000000'

/** The way to tickets whose numbers are known. */
export const listed = (ids: string, rank: number): Way => ({ sql: `t.id IN (${ids})`, ids, exact: true, rank })

/** A ticket whose number is in a list of rows. */
export const within = (rows: string, column: string, rank: number): Clause => ({
  each: `EXISTS (SELECT 1 ${rows} AND ${column} = t.id)`,
  way: listed(`SELECT ${column} ${rows}`, rank),
})

/** Any of the clauses. */
export function anyOf(clauses: readonly Clause[]): Clause {
  const [first] = clauses
  if (!first) return EVERYTHING
  if (clauses.length === 1) return first
  const ways = clauses.flatMap(({ way }) => way ?? [])
  const each = `(${clauses.map((clause) => clause.each).join(' OR ')})`
  if (ways.length < clauses.length) return { each }
  const rank = Math.max(...ways.map((way) => way.rank))
  const known = ways.flatMap(({ ids }) => ids ?? [])
  if (known.length < ways.length) return { each, way: { sql: `(${ways.map(({ sql }) => sql).join(' OR ')})`, rank } }
  const ids = known.join(' UNION ALL ')
  return {
    each,
    way: { sql: `t.id IN (${ids})`, ids, rank, ...(ways.every(({ exact }) => exact) ? { exact: true } : {}) },
  }
}

/** All but those; what is not known is not so. */
export const noneOf = ({ each, other }: Clause): Clause => other ?? { each: `(${each}) IS NOT TRUE` }

/** All of the clauses; the best way of any leads to them. */
export function allOf(clauses: readonly Clause[]): Clause {
  const [first] = clauses
  if (clauses.length === 1 && first) return first
  const [way] = clauses.flatMap((clause) => clause.way ?? []).toSorted((one, other) => one.rank - other.rank)
  const each = clauses.map((clause) => `(${clause.each})`).join(' AND ') || '1'
  if (way === undefined) return { each }
  const { sql, rank, ids } = way
  return { each, way: { sql, rank, ...(ids ? { ids } : {}) } }
}
