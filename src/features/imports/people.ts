import { foldName } from '#domain/text.ts'
import { mailKey } from '#domain/typed-person.ts'
import type { Model } from '#db/database.ts'
import { newcomers, personKey, type Visit } from './guests.ts'
import { createAll } from './numbering.ts'
import type { IncomingPerson, IncomingTicket } from './types.ts'

export type People = {
  readonly idOf: (person: IncomingPerson | null) => number | null
  /** Null for someone who is a client of the desk: a file must not make an agent of them. */
  readonly staffIdOf: (person: IncomingPerson | null) => number | null
  readonly madeIds: readonly number[]
  readonly count: number
}

type Row = { readonly id: number; readonly nameKey: string; readonly emailKey: string | null; readonly role: string }
type Wanted = ReadonlyMap<string, IncomingPerson>

/** Looks up everybody in the tickets and makes who is missing: assignees as agents, all others as clients. */
export async function findPeople(tx: Model, tickets: readonly IncomingTicket[], visit: Visit): Promise<People> {
  const staff = keyed(tickets.flatMap(({ assignee }) => assignee ?? []))
  const anyone = keyed(tickets.flatMap(({ requester, watchers }) => [...(requester ? [requester] : []), ...watchers]))
  const known = await rowsOf(tx, new Map([...anyone, ...staff]))

  const agents = await madeAgents(tx, known, { visit, staff })
  const everybody = [...known, ...agents.rows]
  const strangers = [...anyone].filter(([, person]) => !match(everybody, person))
  const clients = await made(tx, strangers, { visit, role: 'client' })
  const all = [...everybody, ...clients.rows]
  const allStaff = all.filter(isStaff)
  return {
    idOf: (person) => (person ? (match(all, person)?.id ?? null) : null),
    staffIdOf: (person) => (person ? (match(allStaff, person)?.id ?? null) : null),
    madeIds: [...agents.madeIds, ...clients.madeIds],
    count: agents.count + clients.count,
  }
}

const keyed = (people: readonly IncomingPerson[]): Wanted =>
  new Map(people.map((person) => [personKey(person), person]))

const isStaff = ({ role }: Row) => role !== 'client'

/** Those who may be meant; whoever was merged is the one who stayed. */
async function rowsOf(tx: Model, wanted: Wanted): Promise<Row[]> {
  const people = [...wanted.values()]
  const rows = await tx.person.findMany({
    where: {
      OR: [
        { emailKey: { in: people.flatMap(({ email }) => (email === null ? [] : [mailKey(email)])) } },
        { nameKey: { in: people.flatMap(({ name, email }) => (email === null ? [foldName(name)] : [])) } },
      ],
    },
    orderBy: [{ active: 'desc' }, { id: 'asc' }],
    select: { id: true, nameKey: true, emailKey: true, role: true, mergedInto: { select: { id: true, role: true } } },
  })
  return rows.map(({ mergedInto, ...row }) => ({ ...row, ...mergedInto }))
}

/** An address names one person; a name alone means the one who signs in, or has been known longest. */
function match(rows: readonly Row[], { name, email }: IncomingPerson): Row | undefined {
  if (email !== null) return rows.find(({ emailKey }) => emailKey === mailKey(email))
  return rows.find(({ nameKey }) => nameKey === foldName(name))
}

type Making = { readonly visit: Visit; readonly role: 'agent' | 'client' }
type Made = { readonly rows: readonly Row[]; readonly madeIds: readonly number[]; readonly count: number }

/** Somebody this very import made as a client, a moment ago, may turn out to be an agent; nobody else may. */
async function madeAgents(
  tx: Model,
  known: readonly Row[],
  { visit, staff }: { visit: Visit; staff: Wanted },
): Promise<Made> {
  const missing = [...staff].filter(([, person]) => !match(known.filter(isStaff), person))
  const ours = known.filter(({ id, role }) => role === 'client' && visit.guests.made.has(id))
  const risen = missing.flatMap(([, person]) => match(ours, person) ?? [])
  if (risen.length > 0)
    await tx.person.updateMany({ where: { id: { in: risen.map(({ id }) => id) } }, data: { role: 'agent' } })

  const strangers = missing.filter(
    ([, person]) => !match(ours, person) && !(person.email !== null && match(known, person)),
  )
  const agents = await made(tx, strangers, { visit, role: 'agent' })
  return { ...agents, rows: [...risen.map((row) => ({ ...row, role: 'agent' })), ...agents.rows] }
}

async function made(
  tx: Model,
  strangers: readonly (readonly [string, IncomingPerson])[],
  { visit, role }: Making,
): Promise<Made> {
  if (visit.preview) {
    return {
      rows: [],
      madeIds: [],
      count: newcomers(
        visit.guests,
        'person',
        strangers.map(([key]) => key),
      ),
    }
  }

  const data = strangers.map(([, { name, email }]) => ({
    name,
    nameKey: foldName(name),
    email,
    emailKey: email === null ? null : mailKey(email),
    role,
    createdAt: new Date(visit.at),
  }))
  const first = await createAll(data, {
    one: (row) => tx.person.create({ data: row }),
    many: (all) => tx.person.createMany({ data: all }),
  })
  const rows = data.map((row, index) => ({ ...row, id: first + index }))
  return { rows, madeIds: rows.map(({ id }) => id), count: rows.length }
}
