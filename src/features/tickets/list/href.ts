import { addressIn } from '#domain/search/address.ts'
import { GROUPS, listQuery, SORTS, USUAL_ORDER, type ListQuery } from './schema.ts'

/** How a list is sorted and grouped. */
export type Order = Pick<ListQuery, 'sort' | 'order' | 'group'>

/** What a list does when its address says nothing. */
export const USUAL: Order = { sort: 'urgency', order: 'desc', group: '' }

/** A saved view as lists know it: its address, what it looks for, and its own order. */
export type Home = { readonly href: string; readonly text: string; readonly order: Order }

/** Where a list stands: the order it has when its address names none, and the view that it shows. */
export type Place = {
  readonly usual: Order
  /** The order that nobody chose. */
  readonly first: Order
  readonly home: Home | null
}

const NOWHERE: Place = { usual: USUAL, first: USUAL, home: null }

export const sameOrder = (one: Order, other: Order): boolean =>
  one.sort === other.sort && one.order === other.order && one.group === other.group

const NOT_KEPT = { after: '', before: '', end: '', at: '', sort: '', order: '', group: '', view: '' }

type Changes = Readonly<Record<string, string>>

/** What a list looks for, as the part of an address that says it. */
export const addressOfQuery = (query: ListQuery): string => searchOf(query, NOT_KEPT).toString()

/** The list that a search looks for, in the language or as a list's address. */
export const queryOfText = (text: string, more: Changes = {}): ListQuery => {
  const address = addressIn(text)
  return listQuery.parse({
    ...(address === null ? { q: text } : Object.fromEntries(new URLSearchParams(address))),
    ...more,
  })
}

function searchOf({ fields, ...query }: ListQuery, change: Changes): URLSearchParams {
  const values: Record<string, string | number | undefined> = {
    ...query,
    ...fields,
    tags: query.tags.join(','),
    ...change,
  }
  // Without words a list shows what is in work, with words everything.
  const worded = (change.q ?? '') !== '' || query.q !== ''
  const usual: Changes = { tagMode: 'any', status: worded ? 'all' : 'active' }
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '' && value !== usual[name]) search.set(name, String(value))
  return search
}

/** An address of the list: what differs from this one, the rest as it is; paging begins anew unless it is named. */
export function listHref(query: ListQuery, change: Changes = {}, { usual, first, home }: Place = NOWHERE): string {
  const order = orderOf(query, change)
  const search = searchOf(query, {
    ...NOT_KEPT,
    ...placeIn(change),
    ...without(change),
    view: change.view ?? query.view,
  })
  // What somebody chose for themselves is said all the same: others may be sent this address.
  if (!sameOrder(order, usual) || (home === null && !sameOrder(order, first))) {
    search.set('sort', order.sort)
    if (order.order !== USUAL_ORDER[order.sort]) search.set('order', order.order)
    if (order.group !== '') search.set('group', order.group)
  }
  const text = search.toString()
  const short = home === null ? null : shortened(search, home)
  return short ?? (text === '' ? '/tickets' : `/tickets?${text}`)
}

function orderOf(query: ListQuery, change: Changes): Order {
  const sort = [...SORTS, 'match' as const].find((one) => one === change.sort) ?? query.sort
  const usual = change.sort === undefined ? query.order : USUAL_ORDER[sort]
  const order = change.order === 'asc' || change.order === 'desc' ? change.order : usual
  return { sort, order, group: change.group === undefined ? query.group : groupIn(change.group) }
}

const groupIn = (text: string): Order['group'] => GROUPS.find((one) => one === text) ?? ''

const PAGING = ['after', 'before', 'end', 'at'] as const

const placeIn = (change: Changes): Changes =>
  Object.fromEntries(PAGING.flatMap((name) => (change[name] === undefined ? [] : [[name, change[name]]])))

const without = (change: Changes): Changes =>
  Object.fromEntries(Object.entries(change).filter(([name]) => !['sort', 'order', 'group'].includes(name)))

/** The address of the view itself, where nothing was changed but the page. */
function shortened(search: URLSearchParams, { href, text }: Home): string | null {
  const rest = new URLSearchParams(search)
  const paging = new URLSearchParams()
  rest.delete('view')
  for (const name of PAGING) {
    const value = rest.get(name)
    if (value !== null) paging.set(name, value)
    rest.delete(name)
  }
  if (rest.toString() !== text) return null
  return paging.size === 0 ? href : `${href}?${paging.toString()}`
}
