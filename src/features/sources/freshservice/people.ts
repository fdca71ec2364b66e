import { z } from 'zod'
import type { FreshserviceTicket } from '#domain/freshservice.ts'
import type { RemotePerson } from '#domain/remote.ts'
import type { Clock } from '#lib/clock.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import type { Connection } from './connection.ts'
import { keep } from './keep.ts'
import { isRefused, readAgents } from './lists.ts'
import { readPerson } from './payload.ts'

const MOST_LOOKUPS = 20
const MOST_KEPT = 5_000

type People = ReadonlyMap<string, RemotePerson>
/** Everybody a page of tickets names, as far as they can be known; never fails for a missing name. */
export type FindPeople = (tickets: readonly FreshserviceTicket[], signal: AbortSignal) => Promise<People>

const REQUESTERS = {
  path: '/requesters',
  shape: z.looseObject({ requester: z.unknown() }).transform((body) => body.requester),
}
const AGENTS = { path: '/agents', shape: z.looseObject({ agent: z.unknown() }).transform((body) => body.agent) }
const MAYBE_AGENT = [REQUESTERS, AGENTS]
const SURELY_AGENT = [AGENTS]

export function peopleFinder(connection: Connection, clock: Clock): FindPeople {
  const agents = keep<People>({ load: (signal) => readAgents(connection, signal), fallback: new Map(), clock })
  const cards = new Map<string, RemotePerson | null>()

  return async (tickets, signal) => {
    const assignees = new Set(tickets.flatMap(({ responderId }) => responderId ?? []))
    const staff = await agents(signal, (known) => [...assignees].some((id) => !known.has(id) && !cards.has(id)))
    const strangers = [...strangersOf(tickets)].filter(([id]) => !staff.has(id))
    await lookUp(connection, { cards, wanted: strangers.filter(([id]) => !cards.has(id)) }, signal)
    const found = strangers.flatMap(([id]) => cards.get(id) ?? [])
    return new Map([...staff, ...found.map((person) => [person.externalId, person] as const)])
  }
}

type Books = readonly (typeof REQUESTERS | typeof AGENTS)[]
type Stranger = readonly [id: string, books: Books]

/** Those of whom a ticket tells no more than an id, and where they may stand; an agent who asks is no requester. */
function strangersOf(tickets: readonly FreshserviceTicket[]): ReadonlyMap<string, Books> {
  const unnamed = tickets.filter(({ requester }) => requester?.name == null)
  return new Map<string, Books>([
    ...unnamed.flatMap(({ requesterId }): Stranger[] => (requesterId === null ? [] : [[requesterId, MAYBE_AGENT]])),
    ...tickets.flatMap(({ responderId }): Stranger[] => (responderId === null ? [] : [[responderId, SURELY_AGENT]])),
  ])
}

type Search = { readonly cards: Map<string, RemotePerson | null>; readonly wanted: readonly Stranger[] }

/** A few a page: the rest comes with the next ticket that names them. */
async function lookUp(connection: Connection, { cards, wanted }: Search, signal: AbortSignal): Promise<void> {
  if (cards.size > MOST_KEPT) cards.clear()
  try {
    for (const stranger of wanted.slice(0, MOST_LOOKUPS))
      cards.set(stranger[0], await findPerson(connection, stranger, signal))
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof SourceFailure)) throw error
    // Freshservice is busy: names can wait, tickets cannot.
  }
}

async function findPerson(
  connection: Connection,
  [id, books]: Stranger,
  signal: AbortSignal,
): Promise<RemotePerson | null> {
  for (const { path, shape } of books) {
    try {
      const { body } = await connection.get({ path: `${path}/${id}`, shape, tries: 1 }, signal)
      const person = readPerson(body, path === AGENTS.path)
      if (person) return person
    } catch (error) {
      if (!(error instanceof SourceFailure && isRefused(error))) throw error
    }
  }
  return null
}
