import { sightOf, type Actor } from '#domain/actor.ts'
import { rankOf } from '#domain/priority.ts'
import { operator, value } from '#domain/search/terms.ts'
import { Memo } from '#lib/memo.ts'
import type { Desk } from '#src/desk.ts'
import { SORTED, sortedOf, type Sorted, type SortedColumns } from '#features/tickets/list/order.ts'
import {
  countTickets,
  listFilter,
  ticketPage,
  type Page,
  type Piece,
  type Within,
} from '#features/tickets/list/queries.ts'
import type { TicketRow } from '#features/tickets/list/rows.ts'
import type { ListQuery } from '#features/tickets/list/schema.ts'
import { stagedPage } from '#features/tickets/list/stages/queries.ts'
import type { Found, GroupedPage } from './schema.ts'

/** More groups than this are not told apart: the rest is not shown in groups. */
const MOST_GROUPS = 5000
/** So many tickets are sorted into their groups here; in longer lists each group is walked along its own index. */
const MOST_AT_HAND = 5000

/** Reads pages in groups, each once a second at most. */
export function groupedReader(desk: Desk): (actor: Actor, query: ListQuery) => GroupedPage {
  const memo = new Memo<GroupedPage>(1000, 20)
  return (actor, query) => {
    const version = desk.db.sql.version()
    const key = JSON.stringify([sightOf(actor), actor.personId, actor.role, actor.zone, query])
    return memo.get(key, { version, now: desk.clock.now() }, () =>
      query.group === 'stage' ? stagedPage(desk, actor, query) : groupedPage(desk, actor, query),
    )
  }
}

type Place = { readonly index: number; readonly inner: string }
type Part = { readonly index: number; readonly group: Found; readonly page: Page }

/** Each group is the list narrowed to it, in the list's own order; a page is filled from one after the other. */
function groupedPage(desk: Desk, actor: Actor, query: ListQuery): GroupedPage {
  const { groups, few, total } = groupsOf(desk, actor, query)
  const backwards = query.before !== '' || query.end === '1'
  const parts: Part[] = []
  let wanted = desk.config.tickets.pageSize
  let place: Place | null = startOf(query, groups)
  while (place !== null && wanted > 0) {
    const { index, inner } = place
    const group = groups[index]
    if (!group) break
    const piece = pieceOf(query, { group, inner, wanted, backwards })
    const page = ticketPage(desk, actor, { ...piece, few: few === null ? null : (few.get(group.key) ?? []) })
    parts.push({ index, group, page })
    wanted -= page.rows.length
    place = nextPlace(index, backwards, groups.length)
  }
  return joined(backwards ? parts.toReversed() : parts, { groups, total })
}

const nextPlace = (index: number, backwards: boolean, count: number): Place | null => {
  const next = backwards ? index - 1 : index + 1
  return next < 0 || next >= count ? null : { index: next, inner: '' }
}

type Asked = { readonly group: Found; readonly inner: string; readonly wanted: number; readonly backwards: boolean }

function pieceOf(query: ListQuery, { group, inner, wanted, backwards }: Asked): Piece {
  const way = backwards ? { after: '', before: inner } : { after: inner, before: '' }
  return {
    ...query,
    ...way,
    end: backwards && inner === '' ? '1' : undefined,
    within: withinOf(query.group as Keyed, group.key),
    most: wanted,
  }
}

/** A place says the group by its key, and where it stood, for when nothing is left of it. */
function startOf({ after, before, end }: ListQuery, groups: readonly Found[]): Place {
  const last = groups.length - 1
  if (end === '1') return { index: last, inner: '' }
  const [at = '', key, inner = ''] = (before === '' ? after : before).split('~')
  if (key === undefined) return { index: 0, inner: '' }
  const index = groups.findIndex((group) => encodeURIComponent(group.key) === key)
  if (index >= 0) return { index, inner }
  return { index: Math.min(Math.max(Number.parseInt(at, 10) || 0, 0), Math.max(last, 0)), inner: '' }
}

const placeText = (index: number, { key }: Found, inner: string): string =>
  `${index}~${encodeURIComponent(key)}~${inner}`

type Whole = { readonly groups: readonly Found[]; readonly total: number }

function joined(parts: readonly Part[], { groups, total }: Whole): GroupedPage {
  const shown = parts.filter(({ page }) => page.rows.length > 0)
  const rows: TicketRow[] = []
  const headings = shown.map(({ group, page }) => {
    const heading = { ...group, at: rows.length, total: page.total, more: page.more }
    rows.push(...page.rows)
    return heading
  })
  const [first, last] = [shown[0], shown.at(-1)]
  return {
    ...{ rows, headings, total },
    more: shown.some(({ page }) => page.more),
    hints: shown[0]?.page.hints ?? [],
    snippets: new Map(shown.flatMap(({ page }) => [...page.snippets])),
    before: first ? edge(first, groups, 'before') : null,
    after: last ? edge(last, groups, 'after') : null,
  }
}

/** Where the page beyond this part begins: within the same group, or at the next one. */
function edge({ index, group, page }: Part, groups: readonly Found[], side: 'before' | 'after'): string | null {
  const inner = page[side]
  if (inner !== null) return placeText(index, group, inner)
  const beyond = side === 'before' ? index - 1 : index + 1
  const next = groups[beyond]
  return next ? placeText(beyond, next, '') : null
}

const NAMED = { assignee: 'Person', requester: 'Person', site: 'Site', project: 'Project' } as const
const COLUMNS = {
  assignee: 't.assigneeId',
  requester: 't.requesterId',
  site: 't.siteId',
  project: 't.projectId',
  status: 't.status',
  priority: 't.priorityRank',
} as const
const NONE = { assignee: 'Nobody', requester: 'No requester', site: 'No site', project: 'No project' } as const

type Keyed = keyof typeof COLUMNS
type Key = string | number | null
type Groups = {
  readonly groups: readonly Found[]
  /** The tickets of each group, where all of them are few enough to sort here. */
  readonly few: ReadonlyMap<string, readonly Sorted[]> | null
  readonly total: number
}

const keyText = (key: Key): string => (key === null ? '' : String(key))

/** The groups that a list has now, in their order. */
function groupsOf(desk: Desk, actor: Actor, query: ListQuery): Groups {
  const filter = listFilter(desk, actor, query)
  const by = query.group as Keyed
  const rows = desk.db.sql.rows<[...SortedColumns, Key]>(
    `SELECT ${SORTED}, ${COLUMNS[by]} FROM ${filter.whole.from} WHERE ${filter.whole.where} LIMIT ${MOST_AT_HAND + 1}`,
    filter.bind,
  )
  if (rows.length > MOST_AT_HAND) {
    const distinct = `SELECT DISTINCT ${COLUMNS[by]} FROM ${filter.whole.from} WHERE ${filter.whole.where}`
    const keys = desk.db.sql.rows<[Key]>(distinct, filter.bind).map(([key]) => key)
    return { groups: named(desk, by, keys), few: null, total: countTickets(desk, filter) }
  }
  const few = new Map<string, Sorted[]>()
  const keys = new Set<Key>()
  for (const row of rows) {
    const key = row[10]
    keys.add(key)
    const text = keyText(key)
    const known = few.get(text)
    // The key stands behind what is sorted by.
    const ticket = sortedOf(row as unknown as SortedColumns)
    if (known) known.push(ticket)
    else few.set(text, [ticket])
  }
  return { groups: named(desk, by, [...keys]), few, total: rows.length }
}

function named(desk: Desk, by: Keyed, keys: readonly Key[]): readonly Found[] {
  if (by === 'status' || by === 'priority') return inOrder(desk, by, keys)
  const rows = desk.db.sql.rows<[number, string]>(
    `SELECT n.id, n.name FROM json_each(@ids) wanted JOIN ${NAMED[by]} n ON n.id = wanted.value ORDER BY n.nameKey, n.id LIMIT ${MOST_GROUPS}`,
    { ids: JSON.stringify(keys.filter((key) => key !== null)) },
  )
  const mark = by === 'requester' ? '#' : ''
  const found = rows.map(([id, name]) => ({ key: String(id), label: name, value: `${mark}${id}` }))
  return keys.includes(null) ? [...found, { key: '', label: NONE[by], value: 'none' }] : found
}

/** Statuses as the workflow has them, priorities from the highest on; what the config does not know stands last. */
function inOrder({ config }: Desk, by: 'status' | 'priority', keys: readonly Key[]): readonly Found[] {
  const listed =
    by === 'status'
      ? config.workflow.map(({ key, label }) => ({ key, label, value: key }))
      : config.priorities
          .map(({ key, label }) => ({ key: String(rankOf(config.priorities, key)), label, value: key }))
          .toReversed()
  const texts = keys.map(keyText)
  const others = texts.filter((text) => !listed.some(({ key }) => key === text))
  return [
    ...listed.filter(({ key }) => texts.includes(key)),
    ...others
      .toSorted()
      .map((key) => ({ key, label: by === 'status' ? key : 'Other', value: by === 'status' ? key : '' })),
  ]
}

function withinOf(by: Keyed, key: string): Within {
  if (by === 'status') return { where: `+${COLUMNS[by]} = @within`, bind: { within: key } }
  if (by === 'priority') return { where: `+${COLUMNS[by]} = @within`, bind: { within: Number(key) } }
  return operator(by, value(key === '' ? 'none' : key))
}
