import { ROLES, ROLE_WORDS } from '#domain/roles.ts'
import { initials } from '#domain/text.ts'
import { offeredFields } from '#features/fields/filter/queries.ts'
import type { FieldFor } from '#features/fields/queries.ts'
import { avatarUrl } from '#features/people/queries.ts'
import type { ListedPerson } from './queries.ts'
import type { PeopleQuery } from './schema.ts'

type Page = {
  readonly fields: readonly FieldFor[]
  readonly people: readonly ListedPerson[]
  readonly total: number
  readonly size: number
}

/** A page of people; one more than fits says that there is a next page. */
export function presentPeople(query: PeopleQuery, { people, total, size, fields }: Page) {
  const shown = people.slice(0, size)
  const last = people.length > size ? shown.at(-1) : undefined
  return {
    people: shown.map(presentListed),
    total: total.toLocaleString('en'),
    query,
    fields: offeredFields(fields).map((field) => ({ ...field, value: query.fields[field.name] ?? '' })),
    others: Object.entries(query.fields).filter(([name]) => !offeredNames(fields).includes(name)),
    roles: ROLES.toReversed().map((value) => ({ value, label: `${ROLE_WORDS[value]}s` })),
    next: last ? address(query, `${last.id}.${last.nameKey}`) : null,
    first: query.after === '' ? null : address(query, ''),
    exportHref: address(query, '').replace('/people', '/people/export'),
    narrowed: query.q !== '' || query.role !== '' || query.active !== 'yes' || Object.keys(query.fields).length > 0,
  }
}

const offeredNames = (fields: readonly FieldFor[]) => offeredFields(fields).map(({ name }) => name)

const presentListed = ({ id, role, requested, assigned, avatarSha, ...person }: ListedPerson) => ({
  ...person,
  id,
  href: `/people/${id}`,
  initials: initials(person.name),
  avatar: avatarUrl(id, avatarSha),
  role: ROLE_WORDS[role],
  state: stateOf(person),
  requested: counted(requested),
  assigned: counted(assigned),
  requestedHref: `/tickets?requester=${id}&status=all`,
  assignedHref: `/tickets?assignee=${id}`,
})

function stateOf({ active, signsIn, anonymisedAt }: Pick<ListedPerson, 'active' | 'signsIn' | 'anonymisedAt'>): string {
  if (anonymisedAt !== null) return 'Anonymised'
  if (active === 0) return 'Deactivated'
  return signsIn === 1 ? 'Signs in' : ''
}

const counted = (count: number): string => (count === 0 ? '' : count.toLocaleString('en'))

function address({ q, role, active, fields }: PeopleQuery, after: string): string {
  const given = Object.entries({ q, role, active: active === 'yes' ? '' : active, ...fields, after })
  const search = new URLSearchParams(given.filter(([, value]) => value !== '')).toString()
  return search === '' ? '/people' : `/people?${search}`
}
