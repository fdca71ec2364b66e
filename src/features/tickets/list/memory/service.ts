import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { sameOrder, type Order } from '#features/tickets/list/href.ts'
import { listingOf, readListing } from './queries.ts'
import type { Listing } from './schema.ts'

const MOST_VIEWS = 60

/** Keeps the order somebody chose for their lists, or for a view of theirs; nothing is written where nothing changed. */
export async function rememberOrder(
  desk: Desk,
  actor: Actor,
  { order, view, usual }: { readonly order: Order; readonly view: string; readonly usual: Order },
): Promise<void> {
  const known = listingOf(desk, actor)
  const before = (view === '' ? known.order : known.views[view]) ?? null
  const next = sameOrder(order, usual) ? null : order
  if (before === next || (before && next && sameOrder(before, next))) return
  await change(desk, actor, (kept) =>
    view === '' ? { ...kept, order: next } : { ...kept, views: viewsWith(kept.views, view, next) },
  )
}

function viewsWith(views: Listing['views'], view: string, order: Order | null): Listing['views'] {
  const others = Object.entries(views).filter(([id]) => id !== view)
  const newest = order === null ? others : [...others.slice(-MOST_VIEWS), [view, order] as const]
  return Object.fromEntries(newest)
}

/** Forgets the order somebody chose for a view, which then has its own again. */
export async function forgetOrder(desk: Desk, actor: Actor, view: number): Promise<void> {
  if (!(view in listingOf(desk, actor).views)) return
  await change(desk, actor, (kept) => ({ ...kept, views: viewsWith(kept.views, String(view), null) }))
}

/** Keeps which columns somebody's own lists have; null for the usual line. */
export const keepColumns = (desk: Desk, actor: Actor, columns: readonly string[] | null): Promise<void> =>
  change(desk, actor, (kept) => ({ ...kept, columns: columns === null ? null : [...columns] }))

async function change({ db }: Desk, { personId }: Actor, made: (kept: Listing) => Listing): Promise<void> {
  if (personId === null) return
  await db.write((tx) => {
    const row = tx.hot.get<{ listing: string }>('SELECT listing FROM Person WHERE id = @id', { id: personId })
    tx.hot.update('Person', personId, { listing: JSON.stringify(made(readListing(row?.listing ?? '{}'))) })
  })
}
