import type { Texts } from '#domain/edits.ts'
import type { Field } from '#domain/fields.ts'
import { ROLE_WORDS } from '#domain/roles.ts'
import { initials } from '#domain/text.ts'
import { longTime, shortTime } from '#lib/zones.ts'
import { presentFacts } from '#features/fields/present.ts'
import { avatarUrl } from '#features/people/queries.ts'
import type { ShownPerson } from './queries.ts'

type Place = { readonly id: number; readonly name: string }
type Moment = { readonly zone: string; readonly now: number }

type Around = { readonly sites: readonly Place[]; readonly fields: readonly Field[]; readonly texts: Texts }

/** A person as the page shows them, and what may be done with them. */
export function presentPerson(
  person: ShownPerson,
  { sites, fields, texts }: Around,
  { zone, now, me, signIn }: Moment & { readonly me: number | null; readonly signIn: boolean },
) {
  const { id, role, anonymisedAt, active, signsIn, email } = person
  const alive = anonymisedAt === null
  const time = (at: number | null) => (at === null ? null : presentTime(at, { zone, now }))
  return {
    person: {
      ...person,
      initials: initials(person.name),
      avatar: avatarUrl(id, person.avatarSha),
      roleWord: ROLE_WORDS[role],
      createdAt: time(person.createdAt),
      deactivatedAt: time(person.deactivatedAt),
      anonymisedAt: time(anonymisedAt),
      lastSignInAt: time(person.lastSignInAt),
      isMe: id === me,
    },
    sites: sites.map(({ name, ...site }) => ({ name, href: `/sites/${site.id}` })),
    facts: presentFacts(fields, texts),
    tickets: ticketLinks(person),
    may: {
      edit: alive,
      link: alive && signIn && active === 1 && email !== null,
      endSessions: alive && signIn && signsIn === 1 && active === 1,
      deactivate: alive && active === 1,
      activate: alive && active === 0,
      merge: alive,
      anonymise: alive && (active === 0 || role === 'client'),
    },
  }
}

function ticketLinks({ id, requested, requestedOpen, assigned, assignedOpen }: ShownPerson) {
  const number = (count: number) => count.toLocaleString('en')
  return [
    { label: 'Asked for, in work', count: number(requestedOpen), href: `/tickets?requester=${id}` },
    { label: 'Asked for, ever', count: number(requested), href: `/tickets?requester=${id}&status=all` },
    { label: 'Assigned, in work', count: number(assignedOpen), href: `/tickets?assignee=${id}` },
    { label: 'Assigned, ever', count: number(assigned), href: `/tickets?assignee=${id}&status=all` },
  ]
}

const presentTime = (at: number, { zone, now }: Moment) => ({
  iso: new Date(at).toISOString(),
  text: shortTime(at, zone, now),
  full: longTime(at, zone),
})
