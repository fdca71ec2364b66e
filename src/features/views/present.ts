import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { columnsFor, columnsOf, FIRST_COLUMNS, MOST_COLUMNS } from '#features/tickets/list/columns/schema.ts'
import { listHref, sameOrder, type Order } from '#features/tickets/list/href.ts'
import { listingOf } from '#features/tickets/list/memory/queries.ts'
import { GROUP_LABELS, groupsFor, orderWords, SORT_LABELS } from '#features/tickets/list/order-links.ts'
import { searchText, type ListQuery } from '#features/tickets/list/schema.ts'
import type { Form } from '#web/form.ts'
import { MOST_IN_VIEW, viewFor, viewsFor, type View } from './queries.ts'
import { isWatched, mayChange, sharesViews } from './service.ts'

type Open = { readonly view: View | null; readonly query: ListQuery }

/** What a list shows of the view it is, or could become. */
export function presentOpenView(desk: Desk, actor: Actor, { view, query }: Open) {
  const columnsHref = view === null || mayChange(actor, view) ? columnsAddress(view, query) : null
  const tools = { columnsHref, canShare: sharesViews(desk, actor), from: view?.id ?? '' }
  if (view === null) return { heading: null, view: null, tools }
  const order: Order = { sort: query.sort, order: query.order, group: query.group }
  const [searched, ordered] = [searchText(query) !== view.query, !sameOrder(order, view.order)]
  const own = view.ownerId === actor.personId
  return {
    heading: view.name,
    view: {
      ...{ id: view.id, name: view.name, changed: searched || ordered, href: `/views/${view.id}` },
      // An order of one's own comes back with the view, so that nothing would change by going there.
      away: searched || (ordered && !own),
      mine: mayChange(actor, view),
      whose: own ? (view.shared ? 'Shared' : '') : `Shared by ${view.owner ?? 'nobody'}`,
    },
    tools,
  }
}

const columnsAddress = (view: View | null, query: ListQuery): string =>
  `/views/columns?${new URLSearchParams({ of: String(view?.id ?? ''), back: listHref(query) }).toString()}`

type Count = (actor: Actor, view: View) => number

export const countText = (count: number): string =>
  count > MOST_IN_VIEW ? `${MOST_IN_VIEW.toLocaleString('en')}+` : count.toLocaleString('en')

/** The views of the sidebar, with how many tickets each finds. */
export const presentLinks = (views: readonly View[], actor: Actor, count: Count) =>
  views.map((view) => {
    const found = count(actor, view)
    return { label: view.name, href: `/views/${view.id}`, count: found === 0 ? undefined : countText(found) }
  })

/** All views somebody sees, their own and the shared ones. */
export function presentViews(desk: Desk, actor: Actor, count: Count) {
  const views = viewsFor(desk, actor)
  const shown = (view: View) => ({
    ...{ id: view.id, name: view.name, href: `/views/${view.id}`, count: countText(count(actor, view)) },
    owner: view.ownerId === actor.personId ? 'you' : (view.owner ?? 'nobody'),
    search: view.query,
    order: orderWords(view.order),
    flag: isWatched(desk, view),
    editHref: mayChange(actor, view) ? `/views/${view.id}/edit` : null,
  })
  return {
    own: views.filter(({ shared }) => !shared).map(shown),
    shared: views.filter(({ shared }) => shared).map(shown),
    canShare: sharesViews(desk, actor),
  }
}

/** The form of a view, new or known. */
export function presentViewForm(desk: Desk, actor: Actor, { view, form }: { view: View | null; form: Form }) {
  return {
    form,
    view: view === null ? null : { id: view.id, name: view.name, href: `/views/${view.id}`, flag: isWatched(desk, view) },
    canShare: sharesViews(desk, actor),
    sorts: Object.entries(SORT_LABELS).map(([value, label]) => ({ value, label })),
    groups: groupsFor(actor).map((value) => ({ value, label: GROUP_LABELS[value] })),
    columnsHref: view === null ? null : `/views/columns?of=${view.id}&back=${encodeURIComponent(`/views/${view.id}`)}`,
  }
}

/** A view as its form shows it. */
export const valuesOf = ({ name, query, order, shared }: View) => ({
  ...{ name, search: query, sort: order.sort, order: order.order, group: order.group },
  shared: shared ? 'all' : 'me',
})

/** What the form of a new view begins with: the list it was opened from. */
export const firstValues = (query: Readonly<Record<string, unknown>>): Form['values'] => {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].slice(0, 2000) : '')
  return Object.fromEntries(['name', 'search', 'sort', 'order', 'group', 'from'].map((name) => [name, text(name)]))
}

type Chosen = { readonly of: number | null; readonly back: string; readonly keys?: readonly string[] }

/** The columns of a view or of one's own lists: those chosen in their order, then all others. */
export function presentColumns(desk: Desk, actor: Actor, { of, back, keys }: Chosen) {
  const view = of === null ? null : viewFor(desk, actor, of)
  const offered = columnsFor(actor.role, fieldsFor(desk, actor, 'ticket'))
  const held = keys ?? (view === null ? (listingOf(desk, actor).columns ?? []) : view.columns)
  const chosen = columnsOf(held.length === 0 ? FIRST_COLUMNS : held, offered)
  const rest = offered.filter((column) => !chosen.includes(column))
  return {
    of: of ?? '',
    back,
    usual: held.length === 0,
    name: view?.name ?? null,
    most: MOST_COLUMNS,
    items: [...chosen.map((one) => ({ ...one, on: true })), ...rest.map((one) => ({ ...one, on: false }))],
  }
}
