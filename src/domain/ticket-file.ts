import { KNOWN_PRIORITIES } from './freshservice-lists.ts'
import { localPriority, type Mapping } from './mirror.ts'
import { rankOf, type Priority } from './priority.ts'
import type { RemotePerson } from './remote.ts'
import type { StatusKind } from './status.ts'

const TICKET_FILE = /^(\d{1,20})\.txt$/

export const AGENTS_FILE = 'agents.txt'
export const REQUESTERS_FILE = 'requesters.txt'

/** The ticket a file is named after; null for every other file. */
export const filedTicketId = (fileName: string): string | null => TICKET_FILE.exec(fileName)?.[1] ?? null

export const ticketFileName = (id: string): string => `${id}.txt`

export type PeopleList = {
  readonly people: readonly RemotePerson[]
  /** The lines that name nobody, counted from 1. */
  readonly skipped: readonly number[]
}

/** People as `id:Name`, one a line; a name may hold colons. Empty lines do not count as skipped. */
export function parsePeople(text: string, agent: boolean): PeopleList {
  const read = text
    .split(/\r\n|\r|\n/)
    .map((line) => (line.trim() === '' ? null : (personOf(line, agent) ?? 'skipped')))
  return {
    people: read.filter((one) => one !== null && one !== 'skipped'),
    skipped: read.flatMap((one, index) => (one === 'skipped' ? [index + 1] : [])),
  }
}

function personOf(line: string, agent: boolean): RemotePerson | null {
  const [, externalId, written] = /^\s*(\d{1,20})\s*:(.*)$/.exec(line) ?? []
  const name = written?.trim() ?? ''
  if (externalId === undefined || name === '') return null
  return { externalId, name, email: null, phone: null, agent }
}

export const writePeople = (people: readonly { readonly id: number; readonly name: string }[]): string =>
  people.map(({ id, name }) => `${id}:${name.replace(/\s+/g, ' ').trim()}\n`).join('')

/** A ticket as its file holds it. Instants are milliseconds; a file knows seconds. */
export type FiledTicket = {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly status: number
  readonly priority: number
  readonly type: string | null
  readonly category: string | null
  readonly requesterId: number | null
  readonly assigneeId: number | null
  readonly tags: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
  readonly firstResponseDueAt: number | null
  readonly dueAt: number | null
  readonly firstRespondedAt: number | null
  readonly agentRespondedAt: number | null
  readonly resolvedAt: number | null
  readonly closedAt: number | null
}

/** The text of a ticket's file, with the field names of a Freshservice ticket. */
export function writeTicket(ticket: FiledTicket): string {
  const rest = JSON.stringify(
    {
      subject: ticket.title,
      description_text: ticket.description,
      status: ticket.status,
      priority: ticket.priority,
      type: ticket.type,
      category: ticket.category,
      requester_id: ticket.requesterId,
      responder_id: ticket.assigneeId,
      tags: ticket.tags,
      created_at: isoOf(ticket.createdAt),
      updated_at: isoOf(ticket.updatedAt),
      fr_due_by: isoOf(ticket.firstResponseDueAt),
      due_by: isoOf(ticket.dueAt),
      stats: {
        first_responded_at: isoOf(ticket.firstRespondedAt),
        agent_responded_at: isoOf(ticket.agentRespondedAt),
        resolved_at: isoOf(ticket.resolvedAt),
        closed_at: isoOf(ticket.closedAt),
      },
    },
    null,
    4,
  )
  // Written by hand: as a number of ours, an id past 2^53 would be rounded.
  return `{\n    "id": ${BigInt(ticket.id)},${rest.slice(1)}\n`
}

const isoOf = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')

const STATUS_IDS: Readonly<Record<StatusKind, number>> = {
  open: 2,
  active: 2,
  hold: 3,
  resolved: 4,
  closed: 5,
  cancelled: 5,
}

export const filedStatus = (kind: StatusKind): number => STATUS_IDS[kind]

const UNMAPPED: Mapping = { statuses: {}, priorities: {} }

/** From 1 to 4: the one that would be read as this priority again, else the one as far up the list. */
export function filedPriority(key: string, priorities: readonly Priority[]): number {
  const same = KNOWN_PRIORITIES.find((remote) => localPriority(remote, UNMAPPED, { priorities }).key === key)
  if (same) return Number(same.id)

  const rank = rankOf(priorities, key)
  return rank === 0 ? 2 : 1 + Math.floor((3 * (rank - 1)) / (priorities.length - 1))
}
