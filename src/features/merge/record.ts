import type { Clock } from '#domain/clocks.ts'
import type { Tx } from '#db/database.ts'
import type { TicketState } from '#features/tickets/state.ts'

type Hot = Tx['hot']
/** From which ticket to which. */
export type Way = { readonly from: number; readonly to: number }

/** What a ticket has rows of, each of them its own: they go over as they are. */
const OWNED = ['Attachment', 'TicketLink', 'TimeEntry', 'Expense', 'Alarm', 'OutboxMessage', 'InboxMessage'] as const
/** What a ticket shares with others: the other side may have it already. */
const SHARED = { TicketTag: 'tagId', Watcher: 'personId', TicketAsset: 'assetId' } as const

type Owned = (typeof OWNED)[number]
type Shared = keyof typeof SHARED
const SHARED_TABLES = Object.keys(SHARED) as readonly Shared[]
/** Where what is shared is looked up: it may be gone, or be somebody else by now, when it comes back. */
const BEHIND: Readonly<Record<Shared, string>> = { TicketTag: 'Tag', Watcher: 'Person', TicketAsset: 'Asset' }

/** What a merge did, so that it can be taken back exactly; kept as JSON with the ticket that went over. */
export type MergeRecord = {
  readonly intoId: number
  readonly at: number
  readonly was: Pick<
    TicketState,
    'status' | 'holdReason' | 'resolution' | 'resolvedAt' | 'resolvedById' | 'closedAt' | 'snoozedUntil'
  >
  readonly clocks: readonly Clock[]
  readonly updates: readonly number[]
  /** Replies that became notes. */
  readonly hushed: readonly number[]
  readonly owned: Readonly<Record<Owned, readonly number[]>>
  /** Files and links that stood by no update before. */
  readonly loose: Readonly<Record<'Attachment' | 'TicketLink', readonly number[]>>
  readonly shared: Readonly<Record<Shared, { readonly had: readonly number[]; readonly added: readonly number[] }>>
  readonly items: readonly { readonly id: number; readonly position: number }[]
  readonly relations: readonly { readonly id: number; readonly end: 'fromId' | 'toId' }[]
  /** Updates that were written for the texts of the ticket itself. */
  readonly made: readonly number[]
  readonly requests: readonly number[]
  readonly move: number | null
}

export type Going = Pick<
  MergeRecord,
  'updates' | 'hushed' | 'owned' | 'loose' | 'shared' | 'items' | 'relations' | 'requests'
>

const ids = (hot: Hot, sql: string, values: Readonly<Record<string, number>>): readonly number[] =>
  hot.all<{ id: number }>(sql, values).map(({ id }) => id)

/** Everything that goes over; `hush` when the replies must become notes. */
export function goingOver(hot: Hot, { from, to }: Way, hush: boolean): Going {
  const of = (table: string, more = '') =>
    ids(hot, `SELECT id FROM "${table}" WHERE ticketId = @from ${more} ORDER BY id`, { from })
  return {
    updates: of('Update', `AND kind <> 'system'`),
    hushed: hush ? of('Update', `AND kind = 'reply'`) : [],
    owned: Object.fromEntries(OWNED.map((table) => [table, of(table)])) as Going['owned'],
    loose: {
      Attachment: of('Attachment', 'AND updateId IS NULL'),
      TicketLink: of('TicketLink', 'AND updateId IS NULL'),
    },
    shared: Object.fromEntries(
      SHARED_TABLES.map((table) => [table, sharing(hot, table, { from, to })]),
    ) as unknown as Going['shared'],
    items: hot.all('SELECT id, position FROM ActionItem WHERE ticketId = @from ORDER BY position, id', { from }),
    relations: relationsOf(hot, { from, to }),
    requests: of('AssignmentRequest', `AND state = 'open'`),
  }
}

function sharing(hot: Hot, table: Shared, { from, to }: Way) {
  const key = SHARED[table]
  const held = (ticketId: number) =>
    ids(hot, `SELECT ${key} AS id FROM ${table} WHERE ticketId = @ticketId ORDER BY ${key}`, { ticketId })
  const [had, there] = [held(from), held(to)]
  return { had, added: had.filter((id) => !there.includes(id)) }
}

/** Relations go along unless the other ticket has the same one already, or they would join it to itself. */
function relationsOf(hot: Hot, { from, to }: Way): Going['relations'] {
  const ends = [
    ['fromId', 'toId'],
    ['toId', 'fromId'],
  ] as const
  return ends.flatMap(([end, other]) =>
    ids(
      hot,
      `SELECT r.id FROM Relation r WHERE r.${end} = @from AND r.undoneAt IS NULL AND r.${other} <> @to AND NOT EXISTS (
         SELECT 1 FROM Relation x WHERE x.kind = r.kind AND x.undoneAt IS NULL
           AND (x.${end} = @to AND x.${other} = r.${other} OR x.${other} = @to AND x.${end} = r.${other})) ORDER BY r.id`,
      { from, to },
    ).map((id) => ({ id, end })),
  )
}

const SOME = 'id IN (SELECT value FROM json_each(@some))'
const listed = (some: readonly number[]): { readonly some: string } => ({ some: JSON.stringify(some) })

/** Carries it all over; `textId` is the update by which the ticket's own files and links stand from now on. */
export function carryOver(hot: Hot, { from, to }: Way, { going, textId }: { going: Going; textId: number }): void {
  moveRows(hot, { from, to }, going)
  hot.run(`UPDATE "Update" SET kind = 'note' WHERE ${SOME}`, listed(going.hushed))
  for (const table of ['Attachment', 'TicketLink'] as const)
    hot.run(`UPDATE ${table} SET updateId = @textId WHERE ${SOME}`, { textId, ...listed(going.loose[table]) })
  for (const table of SHARED_TABLES) {
    const { had, added } = going.shared[table]
    unshare(hot, table, { ticketId: from, some: had })
    share(hot, table, { ticketId: to, some: added })
  }
  const last = hot.get<{ last: number }>(
    'SELECT coalesce(max(position) + 1, 0) AS last FROM ActionItem WHERE ticketId = @to',
    { to },
  )
  for (const [index, { id }] of going.items.entries())
    hot.run('UPDATE ActionItem SET ticketId = @to, position = @at WHERE id = @id', {
      id,
      to,
      at: (last?.last ?? 0) + index,
    })
  for (const { id, end } of going.relations) hot.run(`UPDATE Relation SET ${end} = @to WHERE id = @id`, { id, to })
}

/** Carries back what is still there; what went elsewhere meanwhile stays where it is. */
export function carryBack(hot: Hot, { from, to }: Way, record: MergeRecord): void {
  moveRows(hot, { from: to, to: from }, record)
  hot.run(
    `UPDATE "Update" SET kind = 'reply' WHERE ticketId = @from AND kind = 'note' AND (editedAt IS NULL OR editedAt < @at) AND ${SOME}`,
    { from, at: record.at, ...listed(record.hushed) },
  )
  for (const table of ['Attachment', 'TicketLink'] as const)
    hot.run(`UPDATE ${table} SET updateId = NULL WHERE ticketId = @from AND ${SOME}`, {
      from,
      ...listed(record.loose[table]),
    })
  hot.run(`DELETE FROM "Update" WHERE ticketId = @to AND ${SOME}`, { to, ...listed(record.made) })
  for (const table of SHARED_TABLES) {
    const { had, added } = record.shared[table]
    unshare(hot, table, { ticketId: to, some: added })
    share(hot, table, { ticketId: from, some: had })
  }
  for (const { id, position } of record.items)
    hot.run('UPDATE ActionItem SET ticketId = @from, position = @position WHERE id = @id AND ticketId = @to', {
      id,
      position,
      from,
      to,
    })
  for (const { id, end } of record.relations)
    hot.run(`UPDATE Relation SET ${end} = @from WHERE id = @id AND ${end} = @to`, { id, from, to })
}

function moveRows(hot: Hot, { from, to }: Way, { updates, owned }: Pick<Going, 'updates' | 'owned'>): void {
  const move = (table: string, some: readonly number[]) =>
    hot.run(`UPDATE "${table}" SET ticketId = @to WHERE ticketId = @from AND ${SOME}`, { from, to, ...listed(some) })
  move('Update', updates)
  for (const table of OWNED) move(table, owned[table])
}

type Held = { readonly ticketId: number; readonly some: readonly number[] }

function share(hot: Hot, table: Shared, { ticketId, some }: Held): void {
  hot.run(
    `INSERT OR IGNORE INTO ${table} (ticketId, ${SHARED[table]}) SELECT @ticketId, ${table === 'Watcher' ? 'coalesce(b.mergedIntoId, b.id)' : 'b.id'} FROM ${BEHIND[table]} b WHERE b.id IN (SELECT value FROM json_each(@some))`,
    { ticketId, ...listed(some) },
  )
}

function unshare(hot: Hot, table: Shared, { ticketId, some }: Held): void {
  hot.run(
    `DELETE FROM ${table} WHERE ticketId = @ticketId AND ${SHARED[table]} IN (SELECT value FROM json_each(@some))`,
    { ticketId, ...listed(some) },
  )
}
