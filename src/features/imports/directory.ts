import { parseColor } from '#domain/palette.ts'
import { foldName } from '#domain/text.ts'
import type { Model } from '#db/database.ts'
import { newcomers, type Visit } from './guests.ts'
import { createAll } from './numbering.ts'
import { findPeople, type People } from './people.ts'
import type { Added } from './tally.ts'
import type { IncomingTag, IncomingTicket } from './types.ts'

/** What the names in a batch of tickets stand for; nothing stands for a name while it is only a preview. */
export type Directory = {
  readonly people: People
  readonly tags: ReadonlyMap<string, number>
  readonly sites: ReadonlyMap<string, number>
  readonly projects: ReadonlyMap<string, number>
}

export const tagNameOf = ({ name }: IncomingTag): string => name.replace(/[,\s]+/g, ' ').trim()

export const projectKey = (siteId: number | null, name: string): string => `${siteId ?? ''}:${foldName(name)}`

/** Finds everybody and everything the tickets name; who is missing is made, or in a preview only counted. */
export async function directoryOf(
  tx: Model,
  tickets: readonly IncomingTicket[],
  visit: Visit,
): Promise<[Directory, Added]> {
  const people = await findPeople(tx, tickets, visit)
  const [tags, newTags] = await findTags(
    tx,
    tickets.flatMap((ticket) => ticket.tags),
    visit,
  )
  const [sites, newSites] = await findSites(
    tx,
    tickets.flatMap(({ site }) => site ?? []),
    visit,
  )
  const [projects, newProjects] = await findProjects(tx, tickets, { ...visit, sites })
  return [
    { people, tags, sites, projects },
    { people: people.count, tags: newTags, sites: newSites, projects: newProjects },
  ]
}

type Found = [known: Map<string, number>, added: number]

async function findTags(tx: Model, tags: readonly IncomingTag[], { guests, preview }: Visit): Promise<Found> {
  const wanted = firstOfEach(tags, (tag) => foldName(tagNameOf(tag)))
  const rows = await tx.tag.findMany({
    where: { nameKey: { in: [...wanted.keys()] } },
    select: { id: true, nameKey: true },
  })
  const known = new Map(rows.map(({ id, nameKey }) => [nameKey, id]))
  const missing = [...wanted].filter(([nameKey]) => nameKey !== '' && !known.has(nameKey))
  if (preview)
    return [
      known,
      newcomers(
        guests,
        'tag',
        missing.map(([key]) => key),
      ),
    ]

  const data = missing.map(([nameKey, tag]) => ({ name: tagNameOf(tag), nameKey, color: parseColor(tag.color ?? '') }))
  const ids = await createAll(data, {
    one: (row) => tx.tag.create({ data: row }),
    many: (all) => tx.tag.createMany({ data: all }),
  })
  for (const [index, { nameKey }] of data.entries()) known.set(nameKey, ids + index)
  return [known, data.length]
}

async function findSites(tx: Model, names: readonly string[], { guests, at, preview }: Visit): Promise<Found> {
  const wanted = firstOfEach(names, foldName)
  const rows = await tx.site.findMany({
    where: { nameKey: { in: [...wanted.keys()] } },
    select: { id: true, nameKey: true },
  })
  const known = new Map(rows.map(({ id, nameKey }) => [nameKey, id]))
  const missing = [...wanted].filter(([nameKey]) => !known.has(nameKey))
  if (preview)
    return [
      known,
      newcomers(
        guests,
        'site',
        missing.map(([key]) => key),
      ),
    ]

  const data = missing.map(([nameKey, name]) => ({ name, nameKey, createdAt: new Date(at) }))
  const ids = await createAll(data, {
    one: (row) => tx.site.create({ data: row }),
    many: (all) => tx.site.createMany({ data: all }),
  })
  for (const [index, { nameKey }] of data.entries()) known.set(nameKey, ids + index)
  return [known, data.length]
}

type ProjectVisit = Visit & { readonly sites: ReadonlyMap<string, number> }

async function findProjects(tx: Model, tickets: readonly IncomingTicket[], visit: ProjectVisit): Promise<Found> {
  const places = tickets.flatMap(({ project, site }) =>
    project === null ? [] : [{ name: project, siteKey: site && foldName(site) }],
  )
  const wanted = firstOfEach(places, ({ name, siteKey }) => `${siteKey ?? ''}:${foldName(name)}`)
  const names = [...wanted.values()].map(({ name }) => foldName(name))
  const rows = await tx.project.findMany({
    where: { nameKey: { in: names } },
    select: { id: true, nameKey: true, siteId: true },
  })
  const known = new Map(rows.map(({ id, nameKey, siteId }) => [projectKey(siteId, nameKey), id]))

  const siteOf = (siteKey: string | null) => (siteKey === null ? null : (visit.sites.get(siteKey) ?? null))
  const missing = [...wanted].filter(([, { name, siteKey }]) => !known.has(projectKey(siteOf(siteKey), name)))
  if (visit.preview)
    return [
      known,
      newcomers(
        visit.guests,
        'project',
        missing.map(([key]) => key),
      ),
    ]

  const data = missing.map(([, { name, siteKey }]) => ({
    name,
    nameKey: foldName(name),
    siteId: siteOf(siteKey),
    createdAt: new Date(visit.at),
  }))
  const ids = await createAll(data, {
    one: (row) => tx.project.create({ data: row }),
    many: (all) => tx.project.createMany({ data: all }),
  })
  for (const [index, { siteId, name }] of data.entries()) known.set(projectKey(siteId, name), ids + index)
  return [known, data.length]
}

/** The first spelling of each. */
function firstOfEach<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value> {
  const first = new Map<string, Value>()
  for (const value of values) if (!first.has(keyOf(value))) first.set(keyOf(value), value)
  return first
}
