import { fieldName } from '#domain/fields.ts'
import { fieldTest } from '#domain/field-filters.ts'
import { HOLDINGS, type Holding } from '#domain/search/operators.ts'
import { readSpan, type Span } from '#domain/search/spans.ts'
import type { Value } from '#domain/search/terms.ts'
import { customClause } from '#features/fields/filter/queries.ts'
import { anyOf, EVERYTHING, isNull, isSet, listed, within, type Ask, type Clause } from './clause.ts'

const OPEN_TO_CLIENTS = `(u.id IS NULL OR u.kind = 'reply' AND u.removedAt IS NULL)`

/** `has:` and one of the things a ticket may hold; clients do not hear of what hangs on a note. */
export function has({ text }: Value, { actor }: Ask): Clause | null {
  const thing = text.toLowerCase().replace(/s$/, '')
  const held = HOLDINGS.find(({ text: known }) => known === thing)?.text
  if (held === undefined) return null
  return held === 'due' ? isSet('dueAt') : HELD[held](actor.role === 'client')
}

const HELD: Readonly<Record<Exclude<Holding, 'due'>, (forClient: boolean) => Clause>> = {
  attachment: (forClient) => hanging('Attachment', forClient),
  link: (forClient) => hanging('TicketLink', forClient),
  reply: () => ({
    each: 'NOT EXISTS (SELECT 1 FROM Unreplied WHERE Unreplied.ticketId = t.id)',
    other: within('FROM Unreplied WHERE 1', 'Unreplied.ticketId', 2),
  }),
  // Among any number of tickets some have one, so this leads nowhere in particular.
  note: () => ({
    each: `EXISTS (SELECT 1 FROM "Update" u WHERE u.ticketId = t.id AND u.kind = 'note' AND u.removedAt IS NULL)`,
  }),
  watcher: () => within('FROM Watcher w WHERE 1', 'w.ticketId', 8),
  relation: () => ({
    each: `(EXISTS (SELECT 1 FROM Relation r WHERE r.fromId = t.id AND r.undoneAt IS NULL) OR EXISTS (SELECT 1 FROM Relation r WHERE r.toId = t.id AND r.undoneAt IS NULL))`,
    way: listed(
      `SELECT r.fromId FROM Relation r WHERE r.undoneAt IS NULL UNION SELECT r.toId FROM Relation r WHERE r.undoneAt IS NULL`,
      3,
    ),
  }),
  action: () => within('FROM ActionItem a WHERE 1', 'a.ticketId', 3),
}

function hanging(table: 'Attachment' | 'TicketLink', forClient: boolean): Clause {
  if (!forClient) return within(`FROM ${table} h WHERE h.ticketId IS NOT NULL`, 'h.ticketId', 3)
  const rows = `FROM ${table} h LEFT JOIN "Update" u ON u.id = h.updateId WHERE ${OPEN_TO_CLIENTS}`
  return { each: `EXISTS (SELECT 1 ${rows} AND h.ticketId = t.id)` }
}

/** A day, a stretch or an age of one of the ticket's instants; `none` where there is none. */
export const instantIn =
  (column: 'createdAt' | 'updatedAt' | 'dueAt' | 'resolvedAt' | 'closedAt') =>
  (value: Value, ask: Ask): Clause | null => {
    if (value.text === 'none') return isNull(column)
    const span = readSpan(value.text, { zone: ask.actor.zone, now: ask.now, ahead: column === 'dueAt' })
    return span === null ? null : inSpan(column, span, ask)
  }

function inSpan(column: string, { from, to }: Span, ask: Ask): Clause {
  const [begin, end] = [from === null ? null : ask.bind(from), to === null ? null : ask.bind(to)]
  const sides = (name: string) =>
    [begin === null ? null : `${name} >= ${begin}`, end === null ? null : `${name} < ${end}`]
      .filter((side) => side !== null)
      .join(' AND ')
  if (begin === null && end === null) return EVERYTHING
  const clause = (holds: (name: string) => string): Clause => ({
    each: holds(`+t.${column}`),
    way: { sql: holds(`t.${column}`), exact: true, rank: column === 'dueAt' ? 4 : 8 },
  })
  return {
    ...clause(sides),
    // All others lie before it, after it, or nowhere.
    other: anyOf([
      ...(begin === null ? [] : [clause((name) => `${name} < ${begin}`)]),
      ...(end === null ? [] : [clause((name) => `${name} >= ${end}`)]),
      ...(ALWAYS_SET.includes(column) ? [] : [isNull(column)]),
    ]),
  }
}

const ALWAYS_SET: readonly string[] = ['createdAt', 'updatedAt']

/** A custom field, as far as this actor sees it; null where the value is nothing it could hold. */
export function custom(name: string, value: Value, ask: Ask): Clause | null {
  const field = ask.fields.find((one) => fieldName(one) === name)
  const test = field ? fieldTest(field, value.text) : null
  if (!field || !test) return null
  const filter = { fieldId: field.id, test }
  const over = { role: ask.actor.role, index: ask.count(), entity: 'ticket', id: 't.id' } as const
  const { sql, each, bind } = customClause(filter, over)
  ask.take(bind)
  return test.kind === 'unticked' ? { each } : { each, way: { sql, rank: 2 } }
}
