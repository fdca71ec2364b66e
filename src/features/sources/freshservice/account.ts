import { namesOf } from '#domain/freshservice-lists.ts'
import { remoteTicketOf, type FreshserviceTicket, type Known, type Scope } from '#domain/freshservice.ts'
import { linkBase } from '#domain/freshservice-address.ts'
import type { RemoteChoice, RemoteTicket } from '#domain/remote.ts'
import type { Clock } from '#lib/clock.ts'
import type { Connection } from './connection.ts'
import { keep, type Kept } from './keep.ts'
import { KNOWN_FIELDS, readFields, readNamed, type Fields } from './lists.ts'
import { peopleFinder } from './people.ts'

export type Settings = {
  /** `acme`, `acme.freshservice.com` or its URL. */
  readonly baseUrl: string
  /** Where people open tickets, when it is not the API's address. */
  readonly linkUrl: string | null
  readonly apiKey: string | null
  readonly scope: Scope
  /** How far back the first pull reads. */
  readonly horizonDays: number
  /** Ids of the statuses in which a ticket is in work; empty for all but Resolved and Closed. */
  readonly activeStatuses: readonly string[]
}

/** One account with what is known of its people and lists, kept for some hours. */
export type Account = {
  readonly connection: Connection
  readonly settings: Settings
  readonly fields: Kept<Fields>
  /** Tickets in our words, with every name that can be had. */
  readonly translate: (tickets: readonly FreshserviceTicket[], signal: AbortSignal) => Promise<readonly RemoteTicket[]>
}

type Choices = readonly RemoteChoice[]
type Lists = { readonly fields: Kept<Fields>; readonly groups: Kept<Choices>; readonly workspaces: Kept<Choices> }

export function openAccount(connection: Connection, settings: Settings, clock: Clock): Account {
  const fallback: Choices = []
  const lists: Lists = {
    fields: keep({ load: (signal) => readFields(connection, signal), fallback: KNOWN_FIELDS, clock }),
    groups: keep({ load: (signal) => readNamed(connection, 'groups', signal), fallback, clock }),
    workspaces: keep({ load: (signal) => readNamed(connection, 'workspaces', signal), fallback, clock }),
  }
  const findPeople = peopleFinder(connection, clock)
  const place = { linkBase: linkBase(settings.linkUrl, connection.origin ?? ''), scope: settings.scope }

  return {
    connection,
    settings,
    fields: lists.fields,
    translate: async (tickets, signal) => {
      if (tickets.length === 0) return []
      const people = await findPeople(tickets, signal)
      const known = { ...(await namesFor(lists, tickets, signal)), people }
      return tickets.map((ticket) => remoteTicketOf(ticket, known, place))
    },
  }
}

async function namesFor(
  lists: Lists,
  tickets: readonly FreshserviceTicket[],
  signal: AbortSignal,
): Promise<Omit<Known, 'people'>> {
  const statuses = tickets.map(({ status }) => status)
  const groups = tickets.flatMap(({ groupId }) => groupId ?? [])
  const workspaces = tickets.flatMap(({ workspaceId }) => workspaceId ?? [])
  const fields = await lists.fields(signal, (known) => lacksOne(known.statuses, statuses))
  // An account without groups or workspaces is not asked for them.
  const named = async (kept: Kept<Choices>, ids: readonly string[]) =>
    ids.length === 0 ? new Map<string, string>() : namesOf(await kept(signal, (known) => lacksOne(known, ids)))
  return {
    statuses: namesOf(fields.statuses),
    priorities: namesOf(fields.priorities),
    groups: await named(lists.groups, groups),
    workspaces: await named(lists.workspaces, workspaces),
  }
}

function lacksOne(choices: Choices, ids: readonly string[]): boolean {
  const known = new Set(choices.map(({ id }) => id))
  return ids.some((id) => !known.has(id))
}
