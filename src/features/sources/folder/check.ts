import { KNOWN_PRIORITIES, KNOWN_STATUSES } from '#domain/freshservice-lists.ts'
import type { RemoteChoice, RemoteTicket } from '#domain/remote.ts'
import { ticketFileName } from '#domain/ticket-file.ts'
import type { Clock } from '#lib/clock.ts'
import type { Choices, Finding } from '#features/sources/adapter.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import { peopleReader } from './people.ts'
import { findPlace, listTickets } from './place.ts'
import { readTicketFile, type Reading } from './read.ts'

const MOST_TRIED = 50
const MOST_LOOKED_AT = 2_000

const good = (text: string): Finding => ({ ok: true, text, remedy: null })
/** It works, and could be better. */
const fair = (text: string, remedy: string): Finding => ({ ok: true, text, remedy })

/** Tries what a poll needs; a folder that cannot be read ends it. */
export async function checkFolder(directory: string, clock: Clock): Promise<readonly Finding[]> {
  try {
    const place = await findPlace(directory)
    const people = await peopleReader(clock)(place)
    const ids = await listTickets(place)
    return [
      good(`${place.tickets} can be read and holds ${counted(ids.length, 'ticket')}.`),
      ...(await tried({ place, people: people.known, linkUrl: null }, ids.slice(0, MOST_TRIED))),
      listed('agents.txt', people.agents, 'assignees'),
      listed('requesters.txt', people.requesters, 'requesters'),
      ...people.problems.map((problem) => fair(problem, 'Correct it and the names follow.')),
    ]
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error
    return [{ ok: false, text: error.message, remedy: error.remedy }]
  }
}

async function tried(reading: Reading, ids: readonly string[]): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const id of ids) {
    const file = await readTicketFile(reading, id)
    if (file.kind === 'broken' || file.kind === 'refused')
      findings.push({
        ok: false,
        text: `${ticketFileName(id)} ${file.why.replace(/\.$/, '')}.`,
        remedy: 'If it is not just being written, have it written anew.',
      })
  }
  return findings.slice(0, 5)
}

const listed = (name: string, count: number | null, who: string): Finding =>
  count === null
    ? fair(
        `${name} was not found, so ${who} are shown by their numbers.`,
        'Put it beside the tickets: id:Name, a line each.',
      )
    : good(`${name} names ${count === 1 ? '1 person' : `${count} people`}.`)

const counted = (count: number, thing: string): string => (count === 1 ? `1 ${thing}` : `${count} ${thing}s`)

/** What the files use, by the names every account has; the rest is known by its number alone. */
export async function folderChoices(reading: Reading, signal: AbortSignal): Promise<Choices> {
  const tickets: RemoteTicket[] = []
  for (const id of (await listTickets(reading.place)).slice(0, MOST_LOOKED_AT)) {
    signal.throwIfAborted()
    const file = await readTicketFile(reading, id)
    if (file.kind === 'ticket') tickets.push({ ...file.ticket, description: '' })
  }
  return {
    statuses: used(
      KNOWN_STATUSES,
      tickets.map(({ status }) => status.id),
    ),
    priorities: used(
      KNOWN_PRIORITIES,
      tickets.map(({ priority }) => priority.id),
    ),
    types: [...new Set(tickets.flatMap(({ type }) => type ?? []))].toSorted(),
    groups: used(
      [],
      tickets.flatMap(({ group }) => group?.id ?? []),
    ),
    workspaces: [],
  }
}

function used(known: readonly RemoteChoice[], ids: readonly string[]): readonly RemoteChoice[] {
  const names = new Map(known.map(({ id, name }) => [id, name]))
  return [...new Set(ids)]
    .filter((id) => id !== '')
    .toSorted((one, other) => Number(one) - Number(other))
    .map((id) => ({ id, name: names.get(id) ?? null }))
}
