import { can } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { commandsLike, COMMANDS, SETTINGS_PAGES, type Command, type Need, type Page } from '#domain/commands.ts'
import type { Group, Item } from '#domain/found.ts'
import { statusOf } from '#domain/status.ts'
import { foldName } from '#domain/text.ts'
import type { Desk } from '#src/desk.ts'
import { presentRow } from '#features/tickets/list/present.ts'
import { totalText } from '#features/tickets/list/page.ts'
import type { TicketRow } from '#features/tickets/list/rows.ts'
import type { searchPeople } from '#features/people/queries.ts'
import type { View } from '#features/views/queries.ts'
import type { FoundTickets } from './queries.ts'

type Person = Pick<ReturnType<typeof searchPeople>[number], 'id' | 'name' | 'email'>

type Found = {
  readonly q: string
  readonly on: Page | null
  readonly tickets: FoundTickets
  readonly recent: readonly TicketRow[]
  readonly people: readonly Person[]
  readonly views: readonly View[]
}

const MOST_VIEWS = 6
const MOST_SETTINGS = 6

/** Everything that was found, in groups; what was typed as the name of a command stands before the tickets. */
export function presentFound(desk: Desk, actor: Actor, found: Found): readonly Group[] {
  const { q, on } = found
  const around = { role: actor.role, on, has: needsOf(desk) }
  const commands = commandsLike(COMMANDS, q, around)
  const settings = q === '' ? [] : commandsLike(SETTINGS_PAGES, q, around).slice(0, MOST_SETTINGS)
  const named = q !== '' && commands.some(({ label }) => foldName(label).startsWith(foldName(q)))
  const doing = { name: 'commands', title: 'Commands', items: commands.map(presentCommand) }
  const rest = [
    { name: 'tickets', title: 'Tickets', items: presentTickets(desk, actor, found) },
    { name: 'recent', title: 'Opened last', items: presentRows(desk, actor, found.recent) },
    { name: 'people', title: 'People', items: found.people.map((person) => presentPerson(person, actor)) },
    { name: 'views', title: 'Views', items: viewsLike(found.views, q).map(presentView) },
  ]
  const last = { name: 'settings', title: 'Settings', items: settings.map(presentCommand) }
  const groups = named ? [doing, ...rest, last] : [...rest, doing, last]
  return groups.filter(({ items }) => items.length > 0)
}

function needsOf({ config }: Desk): ReadonlySet<Need> {
  const { signIn, assignmentRequests } = config.access
  return new Set<Need>([...(signIn ? ['accounts' as const] : []), ...(assignmentRequests ? ['requests' as const] : [])])
}

const presentCommand = ({ label, keys, href, press }: Command): Item => ({
  label,
  ...(href === undefined ? {} : { href }),
  ...(press === undefined ? {} : { press }),
  ...(keys === undefined ? {} : { keys }),
})

function presentTickets(desk: Desk, actor: Actor, { q, tickets }: Found): readonly Item[] {
  const { rows, total, more } = tickets
  if (rows.length === 0) return []
  const all = { label: `All ${totalText(total, more)} tickets for “${q}”`, href: searchHref(q) }
  return [...presentRows(desk, actor, rows), ...(total > rows.length ? [all] : [])]
}

export const searchHref = (q: string): string => `/tickets?${new URLSearchParams({ q }).toString()}`

/** Tickets as lines. Urgency is the affair of those who work on them; clients read the status. */
export function presentRows(desk: Desk, actor: Actor, rows: readonly TicketRow[]): readonly Item[] {
  return rows.map((row) => {
    const { number, href, title, urgency, word, requester } = presentRow(row, desk.config, desk.clock.now())
    return actor.role === 'client'
      ? { label: title, href, number, word: statusOf(desk.config.workflow, row.status).label }
      : { label: title, href, number, urgency, word, detail: requester }
  })
}

/** Who may not open the page of a person sees what that person asked for. */
const presentPerson = ({ id, name, email }: Person, { role }: Actor): Item => ({
  label: name,
  ...(email === null ? {} : { detail: email }),
  href: can(role, 'people.edit') ? `/people/${id}` : `/tickets?status=all&requester=%23${id}`,
})

function viewsLike(views: readonly View[], q: string): readonly View[] {
  const typed = foldName(q)
  const fits = ({ name }: View) => ` ${foldName(name)}`.includes(` ${typed}`)
  return views.filter(fits).slice(0, MOST_VIEWS)
}

const presentView = ({ id, name, shared }: View): Item => ({
  label: name,
  href: `/views/${id}`,
  ...(shared ? { detail: 'shared' } : {}),
})
