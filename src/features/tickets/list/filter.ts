import type { Role } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { isOperator, isWords, type Hint, type Operator, type Words } from '#domain/search/terms.ts'
import { tooLong } from '#domain/search/hints.ts'
import { parseSearch } from '#domain/search/parse.ts'
import { writeTerm } from '#domain/search/write.ts'
import type { Desk } from '#src/desk.ts'
import type { Parameters } from '#db/sqlite/reads.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { visibleSql } from '#features/tickets/queries.ts'
import { asking, NOTHING, type Ask, type Clause, type Way } from './language/clause.ts'
import { readOperator } from './language/read.ts'
import type { Place } from './order.ts'
import { placeOf } from './language/states.ts'
import { wordsOf, type Asked } from './language/words.ts'
import { addressTerms, LONGEST_SEARCH, type Filters } from './schema.ts'

export type Filter = {
  readonly where: string
  /** The same condition, quick to ask of one ticket after the other rather than to look up. */
  readonly each: string
  readonly bind: Parameters
  /** For whom the rows are. */
  readonly role: Role
  /** The same condition by each of the indexes that lead there. */
  readonly ways: readonly Lead[]
  /** Words that are looked for, and the conditions beside them: the full text can then be walked first. */
  readonly words: (Asked & { readonly beside: string; readonly ids: string }) | null
  /** The same condition where all that it holds are to be looked at. */
  readonly whole: { readonly from: string; readonly where: string }
  /** Whether each ticket must be looked for in other tables, which is slow where many are. */
  readonly costly: boolean
  readonly place: Place | null
  /** What could not be read, in words for whoever typed it. */
  readonly hints: readonly Hint[]
}

/** A way in: `ids` is a statement with the number of each ticket that lies that way, some perhaps twice. */
export type Lead = {
  readonly ids: string
  readonly where: string
  /** The table, and the index where the planner must not choose another. */
  readonly from: string
  /** Whether that index can be walked by urgency. */
  readonly walks?: true
}

const TICKETS = 'Ticket t'
/** Of the few tickets that are on the board, an index knows all that lists ask for. */
export const ON_BOARD = 'Ticket t INDEXED BY Ticket_board'
/** Of all tickets, an index knows nearly all that lists ask for, on a quarter of the room the tickets take. */
export const FACTS = 'Ticket t INDEXED BY Ticket_facts'

/** The tickets a list asks for, as far as this actor may see them: one condition over `Ticket t`. */
export function filterSql(query: Filters & { readonly also?: Operator }, actor: Actor, desk: Desk): Filter {
  const fields = fieldsFor(desk, actor, 'ticket')
  const { ask, bound, hints } = asking({ actor, config: desk.config, now: desk.clock.now(), fields })
  const typed = parseSearch(query.q)
  const long = tooLong(query.q, LONGEST_SEARCH)
  if (long !== null) ask.hint(long)
  const given = [...typed.filter(isOperator), ...addressTerms(query)]
  const unread: Words[] = []
  const operators = typed.filter(isOperator).map((term) => {
    const clause = readOperator(term, ask)
    if (clause === null) unread.push({ kind: 'word', text: writeTerm({ ...term, not: false }), not: term.not })
    return clause
  })
  const filters = addressTerms(query).map((term) => readOperator(term, silent(ask)) ?? asKey(term, ask))
  const asked = wordsOf([...typed.filter(isWords), ...unread], query.q, ask)
  const seen = visible(actor, ask)
  const clauses = [
    seen,
    ...asked.clauses,
    ...[...operators, ...filters].filter((clause) => clause !== null),
    // What holds nothing that could be looked for finds nothing.
    ...(query.q !== '' && asked.clauses.length === 0 && operators.every((clause) => clause === null) ? [NOTHING] : []),
  ].filter(({ each }) => each !== '1')

  const place = given.map((term) => single(term, ask)).find((one) => one !== null) ?? null
  const ways = [...leadsOf(clauses), ...(place === 'board' ? [boardLead(clauses)] : [])]
  const where = ways[0]?.where ?? joined(clauses)
  return {
    where,
    each: joined(clauses),
    bind: bound,
    role: actor.role,
    ways,
    words: asked.match && {
      ...asked.match,
      beside: joined(clauses.filter((clause) => clause !== asked.match?.clause)),
      ids: asked.match.clause.way?.ids ?? '',
    },
    whole: asked.match ? { from: TICKETS, where } : wholeOf(clauses, ways),
    costly: clauses.some((clause) => clause !== seen && isCostly(clause)),
    place,
    hints,
  }
}

/** The same filter with one more condition over `Ticket t`. */
export function narrowed(
  filter: Filter,
  { where, bind }: { readonly where: string; readonly bind: Parameters },
): Filter {
  const and = (sql: string) => `${sql} AND ${where}`
  return {
    ...filter,
    where: and(filter.where),
    each: and(filter.each),
    bind: { ...filter.bind, ...bind },
    whole: { ...filter.whole, where: and(filter.whole.where) },
    ways: filter.ways.map((way) => ({ ...way, where: and(way.where) })),
    words: filter.words && { ...filter.words, beside: and(filter.words.beside) },
  }
}

const silent = (ask: Ask): Ask => ({ ...ask, hint: () => undefined })

/** A status or priority that the operator has since removed may still be in an address. */
function asKey({ name, values }: Operator, ask: Ask): Clause {
  const [first] = values
  if (!first || (name !== 'status' && name !== 'priority')) return NOTHING
  return { each: `+t.${name} = ${ask.bind(first.text)}` }
}

function visible(actor: Actor, ask: Ask): Clause {
  const { where, bind } = visibleSql(actor)
  ask.take(bind)
  if (actor.sees !== 'own') return { each: where }
  const shared = (actor.sites ?? []).length > 0 ? ' OR t.siteId IN (SELECT value FROM json_each(@mySites))' : ''
  return { each: where, way: { sql: `(t.requesterId = @me${shared}) AND ${where}`, rank: 3 } }
}

const joined = (clauses: readonly Clause[]): string => clauses.map(({ each }) => each).join(' AND ') || '1'

/** The ways in, best first. Whoever works on what is in work is found by one index. */
function leadsOf(clauses: readonly Clause[]): readonly Lead[] {
  const led = clauses.flatMap((clause) => (clause.way ? [{ clauses: [clause], way: clause.way }] : []))
  const mine = led.find(({ way }) => way.sql.startsWith('t.assigneeId ='))
  const placed = led.find(({ way }) => way.sql.startsWith('t.section'))
  const both =
    mine && placed
      ? [
          {
            clauses: [...mine.clauses, ...placed.clauses],
            way: { sql: `${mine.way.sql} AND ${placed.way.sql.replace('> 0', 'IN (1, 2, 3)')}`, rank: 0.5 },
          },
        ]
      : []
  return [...both, ...led]
    .toSorted((one, other) => one.way.rank - other.way.rank)
    .map(({ clauses: own, way }) => leadOf(way, own, clauses))
}

/** Whether it looks each ticket up in another table. */
const isCostly = ({ each }: Clause): boolean => /\bt\.id\b/.test(each)

/** What is on the board has its own index, and so has one condition that stands alone. */
function wholeOf(clauses: readonly Clause[], ways: readonly Lead[]): Filter['whole'] {
  const [first] = clauses
  const board = ways.find(({ walks }) => walks)
  if (board) return board
  if (clauses.length === 1 && first?.way?.exact && (isCostly(first) || !first.way.sql.startsWith('t.id IN')))
    return { from: TICKETS, where: first.way.sql }
  return { from: FACTS, where: joined(clauses) }
}

function boardLead(clauses: readonly Clause[]): Lead {
  const ids = `SELECT t.id FROM ${ON_BOARD} WHERE t.section > 0`
  return { ids, where: `t.section > 0 AND ${joined(clauses)}`, from: ON_BOARD, walks: true }
}

function leadOf(way: Way, own: readonly Clause[], clauses: readonly Clause[]): Lead {
  // A way may lead to more than its clause holds, unless it says the very same.
  const others = clauses.filter((clause) => !own.includes(clause) || clause.way?.exact !== true)
  return {
    ids: way.ids ?? `SELECT t.id FROM Ticket t WHERE ${way.sql}`,
    where: [way.sql, ...others.map(({ each }) => each)].join(' AND '),
    from: TICKETS,
  }
}

function single(term: Operator, ask: Ask): Place | null {
  const [first, ...more] = term.values
  return term.not || !first || first.not || more.length > 0 ? null : placeOf(term.name, first, ask)
}
