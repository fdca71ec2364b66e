import { KNOWN_PRIORITIES, KNOWN_STATUSES, namesOf } from '#domain/freshservice-lists.ts'
import { remoteTicketOf, type FreshserviceTicket } from '#domain/freshservice.ts'
import type { RemotePerson, RemoteTicket } from '#domain/remote.ts'
import { ticketFileName } from '#domain/ticket-file.ts'
import { parseLossless } from '#lib/lossless-json.ts'
import { readTicket } from '#features/sources/freshservice/payload.ts'
import { readWithin } from './files.ts'
import type { Place } from './place.ts'

export type TicketFile =
  | { readonly kind: 'ticket'; readonly ticket: RemoteTicket; readonly changedAt: number }
  | { readonly kind: 'missing' }
  /** Perhaps only half-written yet; the words follow the name of the file. */
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }

export type Reading = {
  readonly place: Place
  readonly people: ReadonlyMap<string, RemotePerson>
  /** What a ticket's number is appended to. */
  readonly linkUrl: string | null
}

/** One ticket file in our words. */
export async function readTicketFile({ place, people, linkUrl }: Reading, id: string): Promise<TicketFile> {
  const found = await readWithin(place.tickets, ticketFileName(id), place.within)
  if (found.kind !== 'text') return found

  const { ticket, unread } = readTicket(parsed(found.text))
  if (!ticket) return { kind: 'broken', why: found.text.trim() === '' ? 'is empty' : `is not whole: ${unread.text}` }
  if (ticket.id !== id) return { kind: 'broken', why: `holds ticket ${ticket.id}; a file is named after its ticket` }
  return { kind: 'ticket', ticket: translated(ticket, people, linkUrl), changedAt: found.stamp.changedAt }
}

const KNOWN = {
  statuses: namesOf(KNOWN_STATUSES),
  priorities: namesOf(KNOWN_PRIORITIES),
  groups: new Map<string, string>(),
  workspaces: new Map<string, string>(),
}
const EVERYTHING = { workspaces: [], types: [], groups: [] }

function translated(
  ticket: FreshserviceTicket,
  people: ReadonlyMap<string, RemotePerson>,
  linkUrl: string | null,
): RemoteTicket {
  const remote = remoteTicketOf(ticket, { ...KNOWN, people }, { linkBase: '', scope: EVERYTHING })
  const { id, name } = remote.status
  return {
    ...remote,
    url: linkUrl === null ? null : `${linkUrl}${ticket.id}`,
    status: { id, name: name ?? `Status ${id}` },
  }
}

function parsed(text: string): unknown {
  try {
    return parseLossless(text)
  } catch {
    return undefined
  }
}
