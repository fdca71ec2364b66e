import { can } from '#domain/access.ts'
import type { Actor, Doer } from '#domain/actor.ts'
import { tooLong } from '#domain/search/hints.ts'
import { meansViewer } from '#domain/search/viewer.ts'
import { parseWatch } from '#domain/flag-watch.ts'
import type { Tx } from '#db/database.ts'
import { forbidden, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { auditIn } from '#features/audit/service.ts'
import { queryOfText } from '#features/tickets/list/href.ts'
import { LONGEST_SEARCH, searchText } from '#features/tickets/list/schema.ts'
import { listingOf } from '#features/tickets/list/memory/queries.ts'
import { forgetOrder, keepColumns } from '#features/tickets/list/memory/service.ts'
import { viewFor, watchedView, type View } from './queries.ts'
import type { Changes, NewView, ViewChange } from './schema.ts'

const MOST_VIEWS = 100

/** Whether views can be shared here: alone, everything is one's own. */
export const sharesViews = ({ config }: Desk, { role }: Pick<Actor, 'role'>): boolean =>
  config.access.signIn && can(role, 'views.share')

/** Whether this actor may change a view: their own, and as an admin those that are shared. */
export const mayChange = ({ personId, role }: Actor, { ownerId, shared }: View): boolean =>
  ownerId === personId || (shared && role === 'admin')

/** Keeps a list as a view, with its order and its columns, and answers its number. */
export async function saveView(desk: Desk, { actor, address }: Doer, form: NewView): Promise<number> {
  if (form.shared && !sharesViews(desk, actor)) throw forbidden('Shared views are for agents.')
  const from = form.from === '' ? null : viewFor(desk, actor, form.from)
  const columns = form.from === '' ? (listingOf(desk, actor).columns ?? []) : (from?.columns ?? [])
  return desk.db.write((tx) => {
    refuseTooMany(tx, actor)
    const at = desk.clock.now()
    const id = tx.hot.insert('View', {
      ...stored(form),
      name: form.name,
      shared: form.shared ? 1 : 0,
      ownerId: actor.personId,
      columns: JSON.stringify(columns),
      position: endOf(tx),
      createdAt: at,
    })
    if (form.shared) note(tx, at, { actor, address, subject: subjectOf(id, form.name), details: { made: true } })
    return id
  })
}

/** A search as it was typed, or the address of a list. */
function stored({ search, sort, order, group }: Changes) {
  const query = queryOfText(search)
  // What does not count would be gone from the view without a word.
  const problem = tooLong(query.q, LONGEST_SEARCH)
  if (problem !== null) throw invalid({ search: problem.text })
  return { query: searchText(query), sort, direction: order, grouping: group === '' ? null : group }
}

function refuseTooMany({ hot }: Tx, { personId }: Actor): void {
  const known = hot.get<{ count: number }>('SELECT count(*) AS count FROM "View" WHERE ownerId = @personId', { personId })
  if ((known?.count ?? 0) >= MOST_VIEWS)
    throw invalid({ name: `You have ${MOST_VIEWS} views already. Delete one that is not needed any more.` })
}

const endOf = ({ hot }: Tx): number =>
  (hot.get<{ last: number | null }>('SELECT max(position) AS last FROM "View"')?.last ?? 0) + 1

/** The view, if this actor may change it; not found where they do not see it. */
function changeable(desk: Desk, actor: Actor, id: number): View {
  const view = viewFor(desk, actor, id)
  if (view === null) throw notFound('view')
  if (!mayChange(actor, view)) throw forbidden(`Only ${view.owner ?? 'an admin'} and admins change this view.`)
  return view
}

type Change<Form> = { readonly id: number; readonly form: Form }

/** Renames a view, changes what it looks for, and shares it or takes it back. */
export async function changeView(desk: Desk, doer: Doer, { id, form }: Change<ViewChange>): Promise<void> {
  const view = changeable(desk, doer.actor, id)
  if (form.shared && !view.shared && !sharesViews(desk, doer.actor)) throw forbidden('Shared views are for agents.')
  const next = stored(form)
  refuseForFlag(desk, { view, next: { ...form, query: next.query } })
  await update(desk, doer, { view, row: { ...next, name: form.name, shared: form.shared ? 1 : 0 } })
}

/** Keeps what was changed on the list of a view. */
export async function keepChanges(desk: Desk, doer: Doer, { id, form }: Change<Changes>): Promise<void> {
  const view = changeable(desk, doer.actor, id)
  const next = stored(form)
  refuseForFlag(desk, { view, next: { name: view.name, shared: view.shared, query: next.query } })
  await update(desk, doer, { view, row: next })
  await forgetOrder(desk, doer.actor, id)
}

type Stored = { readonly view: View; readonly row: Readonly<Record<string, string | number | null>> }

async function update(desk: Desk, { actor, address }: Doer, { view, row }: Stored): Promise<void> {
  await desk.db.write((tx) => {
    tx.hot.update('View', view.id, row)
    if (!view.shared && row.shared !== 1) return
    const details = { name: row.name ?? view.name, search: row.query ?? view.query, shared: row.shared !== 0 }
    note(tx, desk.clock.now(), { actor, address, subject: subjectOf(view.id, view.name), details })
  })
}

/** Deletes a view; where the flag watches it, only on a second asking. */
export async function deleteView(
  desk: Desk,
  { actor, address }: Doer,
  { id, anyway }: { readonly id: number; readonly anyway: boolean },
): Promise<void> {
  const view = changeable(desk, actor, id)
  if (!anyway && isWatched(desk, view))
    throw invalid({ anyway: 'The flag watches this view. Without it the flag watches every ticket.' })
  await desk.db.write((tx) => {
    tx.hot.run('DELETE FROM "View" WHERE id = @id', { id })
    if (!view.shared) return
    note(tx, desk.clock.now(), { actor, address, subject: subjectOf(id, view.name), details: { deleted: true } })
  })
}

/** Whether the flag on the desk shows the worst of this view. */
export function isWatched(desk: Desk, { id }: Pick<View, 'id'>): boolean {
  const watch = parseWatch(desk.config.flag.watch)
  return watch.kind === 'saved' && watchedView(desk, watch.which)?.id === id
}

type Next = { readonly name: string; readonly shared: boolean; readonly query: string; readonly anyway?: '1' | undefined }

function refuseForFlag(desk: Desk, { view, next }: { readonly view: View; readonly next: Next }): void {
  if (!isWatched(desk, view)) return
  if (namesMe(next.query))
    throw invalid({ search: 'The flag watches this view, and the lamp is nobody: "me" finds nothing. Name the person.' })
  if (next.anyway === '1') return
  const watch = parseWatch(desk.config.flag.watch)
  const byName = watch.kind === 'saved' && watch.which !== String(view.id)
  const lost = (view.shared && !next.shared && desk.config.access.signIn) || (byName && next.name !== view.name)
  if (lost)
    throw invalid({ anyway: 'The flag watches this view by its name. After this change it watches every ticket.' })
}

/** Whether a search means whoever looks; the lamp is nobody. */
export const namesMe = (query: string): boolean => meansViewer(query)

/** Moves a view up or down among those of its kind; everybody sees shared ones in the same order. */
export async function moveView(
  desk: Desk,
  actor: Actor,
  { id, way }: { readonly id: number; readonly way: 'up' | 'down' },
): Promise<void> {
  const view = changeable(desk, actor, id)
  await desk.db.write(({ hot }) => {
    const among = hot.all<{ id: number }>(
      `SELECT id FROM "View" WHERE shared = @shared AND (shared = 1 OR ownerId = @me) ORDER BY position, id`,
      { shared: view.shared ? 1 : 0, me: actor.personId },
    )
    const ids = moved(
      among.map((one) => one.id),
      id,
      way,
    )
    for (const [position, one] of ids.entries()) hot.update('View', one, { position })
  })
}

/** The same with one of them a place further up or down; at the end nothing moves. */
export function moved<Item>(items: readonly Item[], item: Item, way: 'up' | 'down'): readonly Item[] {
  const at = items.indexOf(item)
  const to = way === 'up' ? at - 1 : at + 1
  if (at < 0 || to < 0 || to >= items.length) return items
  const next = [...items]
  next.splice(at, 1)
  next.splice(to, 0, item)
  return next
}

/** Gives a view, or without one all of somebody's own lists, these columns; none is the usual line. */
export async function chooseColumns(
  desk: Desk,
  { actor, address }: Doer,
  { view: id, columns }: { readonly view: number | null; readonly columns: readonly string[] },
): Promise<void> {
  if (id === null) return keepColumns(desk, actor, columns.length === 0 ? null : columns)
  const view = changeable(desk, actor, id)
  await desk.db.write((tx) => {
    tx.hot.update('View', id, { columns: JSON.stringify(columns) })
    if (!view.shared) return
    note(tx, desk.clock.now(), { actor, address, subject: subjectOf(id, view.name), details: { columns } })
  })
}

const subjectOf = (id: number, name: string): string => `View ${id}, ${name}`

type Noted = Doer & { readonly subject: string; readonly details: Readonly<Record<string, unknown>> }

function note(tx: Tx, at: number, noted: Noted): void {
  auditIn(tx, at, { ...noted, action: 'view.changed' })
}
