import type { Role } from '#domain/access.ts'
import type { Column } from './columns/schema.ts'
import { listHref, sameOrder, type Order, type Place } from './href.ts'
import { GROUPS, type Group, type ListQuery, type Sort } from './schema.ts'

export const SORT_LABELS = {
  match: 'Best match',
  urgency: 'Urgency',
  due: 'Due',
  priority: 'Priority',
  updated: 'Updated',
  created: 'Created',
} as const
export const GROUP_LABELS: Readonly<Record<Group, string>> = {
  assignee: 'Assignee',
  status: 'Status',
  priority: 'Priority',
  stage: 'Urgency',
  site: 'Site',
  project: 'Project',
  requester: 'Requester',
}
/** An order in words: `Due`, `Urgency, by assignee`. */
export const orderWords = ({ sort, group }: Order): string =>
  group === '' ? SORT_LABELS[sort] : `${SORT_LABELS[sort]}, by ${GROUP_LABELS[group].toLowerCase()}`

const FOR_CLIENTS: readonly Group[] = ['status', 'priority', 'site', 'requester']

/** By what this actor may have a list in groups; what agents keep among themselves is not for clients. */
export const groupsFor = ({ role }: { readonly role: Role }): readonly Group[] =>
  role === 'client' ? FOR_CLIENTS : GROUPS

/** What leads from the heading of a group to a list of it alone; `value` is as its `Found` has it. */
export function narrowed({ group, q }: ListQuery, value: string): Readonly<Record<string, string>> {
  if (group === '' || value === '') return { group: '' }
  return group === 'stage' ? { group: '', q: `${q} ${value}`.trim() } : { group: '', [group]: value }
}

const chosen = { chosen: '1' }

/** The head of a column, with what sorts by it. */
export function headOf(query: ListQuery, { label, sort }: Column, place: Place) {
  if (sort === null || query.group === 'stage') return { label, href: null, active: null }
  const { href, active } = sortLink(query, sort, place)
  return { label, href, active }
}

/** The ways to group a list, the one in use marked. */
export const groupLinks = (query: ListQuery, place: Place, groups: readonly Group[]) =>
  (['', ...groups] as const).map((group) => ({
    value: group,
    label: group === '' ? 'Nothing' : GROUP_LABELS[group],
    current: group === query.group,
    href: listHref(query, { group, ...chosen }, place),
  }))

/** Leads back to the order that the view has of itself, or that lists have at first; null where it is in use. */
export function usualHref(query: ListQuery, place: Place): string | null {
  const first: Order = place.home?.order ?? place.first
  return sameOrder(query, first) ? null : listHref(query, { ...first, ...chosen }, place)
}

/** What sorts by a key, or the other way round where the list is sorted by it. */
export function sortLink(query: ListQuery, key: Sort, place: Place) {
  const active = query.sort === key ? query.order : null
  const order = active === null ? '' : active === 'asc' ? 'desc' : 'asc'
  return { key, label: SORT_LABELS[key], active, href: listHref(query, { sort: key, order, ...chosen }, place) }
}
