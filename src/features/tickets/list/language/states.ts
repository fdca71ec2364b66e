import { foldName } from '#domain/text.ts'
import { isFinal, type StatusKind } from '#domain/status.ts'
import { rankOf } from '#domain/priority.ts'
import { stageIndex, type State } from '#domain/search/operators.ts'
import type { Value } from '#domain/search/terms.ts'
import { allOf, among, EVERYTHING, holds, isNull, isSet, type Ask, type Clause } from './clause.ts'
import type { Place } from '#features/tickets/list/order.ts'
import { personIn, watchedBy } from './people.ts'

const plain = (text: string): string => foldName(text).replace(/[\s_-]+/g, '')

/** A status by its key or its label, `active` or `all`; null where the workflow has none of that name. */
export function status({ text, quoted }: Value, ask: Ask): Clause | null {
  if (!quoted && text === 'active') return active(ask)
  if (!quoted && text === 'snoozed') return ask.actor.role === 'client' ? active(ask) : RESTING
  if (!quoted && text === 'all') return EVERYTHING
  const { workflow } = ask.config
  const found = workflow.find(({ key }) => key === text) ?? workflow.find((one) => fits(one, text))
  return found ? holds('status', ask.bind(found.key), 5) : null
}

const fits = ({ key, label }: { key: string; label: string }, text: string): boolean =>
  plain(key) === plain(text) || plain(label) === plain(text)

const ON_BOARD: Clause = { each: 't.section > 0', way: { sql: 't.section > 0', exact: true, rank: 4 } }
const RESTING: Clause = {
  each: '+t.snoozedUntil IS NOT NULL',
  way: { sql: 't.snoozedUntil IS NOT NULL', exact: true, rank: 2 },
}

// That a ticket rests is the affair of those who work on it: who asked goes on seeing it among the open ones.
const active = ({ actor }: Ask): Clause =>
  actor.role === 'client' ? { each: '(t.section > 0 OR t.snoozedUntil IS NOT NULL)' } : ON_BOARD

/** A priority, or from one on: `>=high`. By its rank, which the indexes of the board hold. */
export function priority({ text, quoted }: Value, ask: Ask): Clause | null {
  const [, sign, name = text] = quoted ? [] : (/^(>=|<=|>|<)(.+)$/.exec(text) ?? [])
  const { priorities } = ask.config
  const found = priorities.find(({ key }) => key === name) ?? priorities.find((one) => fits(one, name))
  if (!found) return null
  const rank = ask.bind(rankOf(priorities, found.key))
  return sign === undefined ? holds('priorityRank', rank, 7) : { each: `+t.priorityRank ${sign} ${rank}` }
}

/** A section of the board, or several: `1..2`. */
export function section({ text }: Value, ask: Ask): Clause | null {
  const [, first, last = first] = /^([123])(?:\.\.([123]))?$/.exec(text) ?? []
  if (first === undefined || last === undefined) return null
  if (first === last) {
    const bound = ask.bind(Number(first))
    return { each: `t.section = ${bound}`, way: { sql: `t.section = ${bound}`, rank: 3 } }
  }
  const [from, to] = [first, last].map(Number).toSorted() as [number, number]
  const list = [1, 2, 3].filter((one) => one >= from && one <= to).join(', ')
  return among('section', list, 4)
}

/** How urgent a ticket is now; what is over or has no clock is on no stage but the first. */
export function stage({ text }: Value, ask: Ask): Clause | null {
  const index = stageIndex(text)
  if (index < 0) return null
  const now = ask.bind(ask.now)
  const begun = (column: string) => `t.${column} <= ${now}`
  const ahead = (column: string) => `(t.${column} IS NULL OR t.${column} > ${now})`
  const columns = ['stage1At', 'stage2At', 'stage3At', 'overdueAt']
  const parts = [...columns.slice(index - 1, index).map(begun), ...columns.slice(index).map(ahead)]
  if (index === 4) return overdue(ask)
  return { each: `t.section > 0 AND ${parts.join(' AND ')}`, way: { sql: 't.section > 0', rank: 4 } }
}

function overdue(ask: Ask): Clause {
  const now = ask.bind(ask.now)
  return { each: `t.section > 0 AND t.overdueAt <= ${now}`, way: { sql: `t.overdueAt <= ${now}`, rank: 3 } }
}

const NOT_YET: readonly StatusKind[] = ['open', 'active', 'hold']

const STATE: Readonly<Record<State, (ask: Ask) => Clause>> = {
  overdue,
  open: (ask) => allOf([active(ask), { each: `+t.statusKind IN (${NOT_YET.map((kind) => `'${kind}'`).join(', ')})` }]),
  mine: (ask) => personIn('assigneeId')({ text: 'me', not: false, quoted: false }, ask),
  unassigned: () => isNull('assigneeId'),
  unanswered: (ask) => section({ text: '1', not: false, quoted: false }, ask) ?? EVERYTHING,
  waiting: (ask) => section({ text: '2', not: false, quoted: false }, ask) ?? EVERYTHING,
  hold: (ask) => ofKind('hold', ask),
  resolved: (ask) => ofKind('resolved', ask),
  closed: (ask) => ofKind('closed', ask),
  cancelled: (ask) => ofKind('cancelled', ask),
  snoozed: () => RESTING,
  merged: () => isSet('mergedIntoId'),
  watched: (ask) => watchedBy(ask.actor, ask),
  mirrored: () => isSet('sourceId'),
}

function ofKind(kind: StatusKind, ask: Ask): Clause {
  const keys = ask.config.workflow.filter((one) => one.kind === kind).map(({ key }) => ask.bind(key))
  const each = `+t.statusKind = '${kind}'`
  return keys.length === 0 ? { each } : { each, way: { sql: `t.status IN (${keys.join(', ')})`, rank: 5 } }
}

/** `is:` and one of the states. */
export function is({ text }: Value, ask: Ask): Clause | null {
  const state = text.toLowerCase()
  return Object.hasOwn(STATE, state) ? STATE[state as State](ask) : null
}

/** Whether only tickets are meant that are over, on the board, or on it unless they rest. */
export function placeOf(name: string, { text, quoted }: Value, { config, actor }: Ask): Place | null {
  const onBoard = actor.role === 'client' ? 'work' : 'board'
  if (name === 'section' || name === 'stage') return 'board'
  if (name === 'is') {
    if (text === 'closed' || text === 'cancelled') return 'over'
    if (text === 'hold' || text === 'resolved') return 'work'
    return ['overdue', 'unanswered', 'waiting'].includes(text) ? 'board' : text === 'open' ? onBoard : null
  }
  if (name !== 'status') return null
  if (!quoted && text === 'snoozed') return 'work'
  if (!quoted && (text === 'active' || text === 'all')) return text === 'active' ? onBoard : null
  const found = config.workflow.find(({ key }) => key === text) ?? config.workflow.find((one) => fits(one, text))
  return found ? (isFinal(found.kind) ? 'over' : 'work') : null
}
