import { AGENTS_FILE, parsePeople, REQUESTERS_FILE } from '#domain/ticket-file.ts'
import type { RemotePerson } from '#domain/remote.ts'
import type { Clock } from '#lib/clock.ts'
import { readWithin, type FileText } from './files.ts'
import type { Place } from './place.ts'

const PATIENCE_MS = 60_000
const STILL_WRITTEN_MS = 2_000
const MOST_LINES_NAMED = 3

export type People = {
  readonly known: ReadonlyMap<string, RemotePerson>
  /** Changes with the lists. */
  readonly print: string
  readonly problems: readonly string[]
  /** How many each list names; null for a list that is not there. */
  readonly agents: number | null
  readonly requesters: number | null
}

type List = {
  readonly people: readonly RemotePerson[] | null
  readonly print: string
  readonly problems: readonly string[]
  readonly doubtedAt: number | null
}

const NO_LIST: List = { people: null, print: '', problems: [], doubtedAt: null }

/** Reads the lists beside the tickets, and remembers them: names must not come and go while somebody saves a list. */
export function peopleReader(clock: Clock): (place: Place) => Promise<People> {
  let agents = NO_LIST
  let requesters = NO_LIST
  return async (place) => {
    agents = await readList(place, { name: AGENTS_FILE, agent: true, before: agents, now: clock.now() })
    requesters = await readList(place, { name: REQUESTERS_FILE, agent: false, before: requesters, now: clock.now() })
    // Whoever is on both lists works here.
    const everybody = [...(requesters.people ?? []), ...(agents.people ?? [])]
    return {
      known: new Map(everybody.map((person) => [person.externalId, person])),
      print: `${agents.print} | ${requesters.print}`,
      problems: [...agents.problems, ...requesters.problems],
      agents: agents.people?.length ?? null,
      requesters: requesters.people?.length ?? null,
    }
  }
}

type Wanted = { readonly name: string; readonly agent: boolean; readonly before: List; readonly now: number }

async function readList(place: Place, { name, agent, before, now }: Wanted): Promise<List> {
  const found = await findList(place, name)
  if (found.kind === 'text' && found.stamp.print === before.print) return { ...before, doubtedAt: null }

  const list = listOf(found, name, agent)
  const doubtedAt = before.doubtedAt ?? now
  if (isDoubtful(found, list, now) && before.people?.length && now - doubtedAt < PATIENCE_MS)
    return { ...before, doubtedAt }
  return list
}

async function findList({ lists }: Place, name: string): Promise<FileText> {
  for (const folder of lists) {
    const found = await readWithin(folder, name, folder)
    if (found.kind !== 'missing') return found
  }
  return { kind: 'missing' }
}

function isDoubtful(found: FileText, { people }: List, now: number): boolean {
  return found.kind !== 'text' || people?.length === 0 || Math.abs(now - found.stamp.changedAt) < STILL_WRITTEN_MS
}

function listOf(found: FileText, name: string, agent: boolean): List {
  if (found.kind === 'missing') return NO_LIST
  if (found.kind === 'refused') return { ...NO_LIST, problems: [`${name} ${found.why}.`] }

  const { people, skipped } = parsePeople(found.text, agent)
  const named = skipped.slice(0, MOST_LINES_NAMED).join(', ')
  const more = skipped.length > MOST_LINES_NAMED ? ` and ${skipped.length - MOST_LINES_NAMED} more` : ''
  const problem = `${name}: line ${named}${more} is not id:Name and was skipped.`
  return { people, print: found.stamp.print, problems: skipped.length > 0 ? [problem] : [], doubtedAt: null }
}
