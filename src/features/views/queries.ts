import { meansViewer } from '#domain/search/viewer.ts'
import { sightOf, type Actor } from '#domain/actor.ts'
import { foldName } from '#domain/text.ts'
import type { Desk } from '#src/desk.ts'
import { queryOfText, USUAL, type Order } from '#features/tickets/list/href.ts'
import { countList, listFilter } from '#features/tickets/list/queries.ts'
import { listQuery, type ListQuery } from '#features/tickets/list/schema.ts'

/** A search that was saved. */
export type View = {
  readonly id: number
  readonly ownerId: number | null
  readonly owner: string | null
  readonly name: string
  /** What it looks for, in the language of searches. */
  readonly query: string
  /** Empty for the usual line. */
  readonly columns: readonly string[]
  readonly order: Order
  readonly shared: boolean
}

type Row = Omit<View, 'columns' | 'order' | 'shared'> & {
  readonly columns: string
  readonly sort: string | null
  readonly direction: string | null
  readonly grouping: string | null
  readonly shared: number
}

const COLUMNS = `v.id, v.ownerId, p.name AS owner, v.name, v.query, v.columns, v.sort, v.direction, v.grouping, v.shared
  FROM "View" v LEFT JOIN Person p ON p.id = v.ownerId`

/** A row of the table as a view; what cannot be read of it is as usual. */
export function viewOf({ columns, sort, direction, grouping, shared, ...row }: Row): View {
  const read = listQuery.parse({ sort: sort ?? USUAL.sort, order: direction ?? undefined, group: grouping ?? '' })
  const order = { sort: read.sort, order: read.order, group: read.group }
  return { ...row, columns: columnsIn(columns), order, shared: shared === 1 }
}

function columnsIn(text: string): readonly string[] {
  try {
    const read: unknown = JSON.parse(text)
    return Array.isArray(read) ? read.filter((key) => typeof key === 'string') : []
  } catch {
    return []
  }
}

/** Own views, and what is shared among those who work on tickets: what a search says may be theirs alone. */
const SEEN = '(v.ownerId = @me OR (v.shared = 1 AND @staff = 1))'
const seenBy = ({ personId, role }: Actor) => ({ me: personId, staff: role === 'client' ? 0 : 1 })

/** The views this actor sees: their own first, then the shared ones, each in its order. */
export const viewsFor = ({ db }: Desk, actor: Actor): readonly View[] =>
  db.sql
    .all<Row>(`SELECT ${COLUMNS} WHERE ${SEEN} ORDER BY v.shared, v.position, v.id LIMIT 500`, seenBy(actor))
    .map(viewOf)

/** A view this actor sees; null for every other. */
export function viewFor({ db }: Desk, actor: Actor, id: number): View | null {
  const row = db.sql.get<Row>(`SELECT ${COLUMNS} WHERE v.id = @id AND ${SEEN}`, { id, ...seenBy(actor) })
  return row ? viewOf(row) : null
}

/** Every view the flag may watch: shared ones, or any where nobody signs in. */
export const watchableViews = ({ db, config }: Desk): readonly View[] =>
  db.sql
    .all<Row>(`SELECT ${COLUMNS} WHERE v.shared = 1 OR @alone = 1 ORDER BY v.position, v.id LIMIT 500`, {
      alone: config.access.signIn ? 0 : 1,
    })
    .map(viewOf)

/** The view that the flag was told to watch, by number or by name; null where there is none to watch. */
export function watchedView(desk: Desk, which: string): View | null {
  const views = watchableViews(desk)
  const name = foldName(which)
  return views.find(({ id }) => String(id) === which) ?? views.find((view) => foldName(view.name) === name) ?? null
}

/** What a view looks for, as the list reads it. */
export const queryOfView = ({ query, order }: Pick<View, 'query' | 'order'>): ListQuery => queryOfText(query, order)

/** Beyond this a count says "more than". */
export const MOST_IN_VIEW = 1000
const PAUSE_MS = 1000
const LASTING_MS = 60_000
const MOST_KEPT = 2000

type Counted = { readonly count: number; readonly version: string; readonly at: number }

/** Counts what views find. Each is counted at most once a second, for all who see the same, and once a minute anyway. */
export function viewCounter(desk: Desk): (actor: Actor, view: View) => number {
  const kept = new Map<string, Counted>()
  return (actor, view) => {
    const now = desk.clock.now()
    const version = desk.db.sql.version()
    const me = meansViewer(view.query) ? (actor.personId ?? 0) : ''
    const key = `${actor.role} ${sightOf(actor)} ${me} ${actor.zone} ${view.query}`
    const known = kept.get(key)
    const age = known ? now - known.at : Infinity
    if (known && age >= 0 && age < (known.version === version ? LASTING_MS : PAUSE_MS)) return known.count

    if (kept.size >= MOST_KEPT) kept.clear()
    const count = countList(desk, listFilter(desk, actor, queryOfView(view)), MOST_IN_VIEW + 1)
    kept.set(key, { count, version, at: now })
    return count
  }
}
