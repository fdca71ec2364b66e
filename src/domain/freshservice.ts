import type { RemoteChoice, RemotePerson, RemoteTicket } from './remote.ts'

/** A ticket as the API gives it, read but not yet in our words; instants are milliseconds by the server's clock. */
export type FreshserviceTicket = {
  readonly id: string
  readonly subject: string | null
  readonly description: string
  readonly status: string
  readonly priority: string | null
  readonly type: string | null
  readonly categories: readonly (string | null)[]
  readonly groupId: string | null
  readonly workspaceId: string | null
  readonly requesterId: string | null
  readonly responderId: string | null
  readonly requester: RemotePerson | null
  readonly tags: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
  readonly firstRespondedAt: number | null
  readonly resolvedAt: number | null
  readonly closedAt: number | null
  readonly firstResponseDueAt: number | null
  readonly dueAt: number | null
  readonly deleted: boolean
  readonly spam: boolean
}

/** What the API calls all workspaces together. */
export const EVERY_WORKSPACE = '0'

/** Which tickets are mirrored; an empty list lets everything through. */
export type Scope = {
  readonly workspaces: readonly string[]
  readonly types: readonly string[]
  /** By id. */
  readonly groups: readonly string[]
}

type Names = ReadonlyMap<string, string>

/** What a ticket names only by its id. */
export type Known = {
  readonly statuses: Names
  readonly priorities: Names
  readonly groups: Names
  readonly workspaces: Names
  readonly people: ReadonlyMap<string, RemotePerson>
}

type Place = { readonly linkBase: string; readonly scope: Scope }

export function remoteTicketOf(ticket: FreshserviceTicket, known: Known, place: Place): RemoteTicket {
  return {
    externalId: ticket.id,
    url: `${place.linkBase}/a/tickets/${ticket.id}`,
    title: ticket.subject ?? '(no subject)',
    description: ticket.description,
    status: named(ticket.status, known.statuses),
    priority: ticket.priority === null ? { id: '', name: null } : named(ticket.priority, known.priorities),
    type: ticket.type,
    category: ticket.categories.filter((part) => part !== null).join(' / ') || null,
    group: namedOrNull(ticket.groupId, known.groups),
    workspace: namedOrNull(ticket.workspaceId, known.workspaces),
    ...peopleOf(ticket, known.people),
    tags: ticket.tags,
    ...instantsOf(ticket),
    // A ticket that moved to a group we do not mirror has left as surely as one that was deleted.
    gone: ticket.deleted || ticket.spam || !isWithin(ticket, place.scope),
  }
}

type Placed = Pick<FreshserviceTicket, 'type' | 'groupId' | 'workspaceId'>

/** Whether a ticket is one of those that are mirrored; a workspace it does not name is the one that was asked for. */
export const isWithin = ({ type, groupId, workspaceId }: Placed, { types, groups, workspaces }: Scope): boolean =>
  isListed(type, types) &&
  isListed(groupId, groups) &&
  (workspaceId === null || workspaces.includes(EVERY_WORKSPACE) || isListed(workspaceId, workspaces))

const isListed = (value: string | null, list: readonly string[]): boolean =>
  list.length === 0 || (value !== null && list.includes(value))

const named = (id: string, names: Names): RemoteChoice => ({ id, name: names.get(id) ?? null })
const namedOrNull = (id: string | null, names: Names): RemoteChoice | null => (id === null ? null : named(id, names))

function peopleOf({ requester, requesterId, responderId }: FreshserviceTicket, people: Known['people']) {
  const bare = (id: string, agent: boolean): RemotePerson => ({
    externalId: id,
    name: null,
    email: null,
    phone: null,
    agent,
  })
  return {
    // An agent who asks for something is embedded like anybody else, so the list of agents comes first.
    requester: requesterId === null ? requester : (people.get(requesterId) ?? requester ?? bare(requesterId, false)),
    assignee: responderId === null ? null : (people.get(responderId) ?? bare(responderId, true)),
  }
}

const instantsOf = (ticket: FreshserviceTicket) => ({
  createdAt: ticket.createdAt,
  updatedAt: ticket.updatedAt,
  firstRespondedAt: ticket.firstRespondedAt,
  resolvedAt: ticket.resolvedAt,
  closedAt: ticket.closedAt,
  firstResponseDueAt: ticket.firstResponseDueAt,
  dueAt: ticket.dueAt,
})
