import type { RemotePerson } from '#domain/remote.ts'
import { foldName } from '#domain/text.ts'
import { mailKey } from '#domain/typed-person.ts'
import type { Tx } from '#db/database.ts'

type Hot = Tx['hot']
type Known = { readonly id: number; readonly name: string; readonly role: string; readonly signsIn: number }
type Met = { readonly sourceId: number; readonly at: number }

const PERSON = 'p.id, p.name, p.role, (p.passwordHash IS NOT NULL OR p.anonymisedAt IS NOT NULL) AS signsIn'

/** The person a mirrored system means: known by their number there, else by mail, else made. Null for nobody. */
export function mirroredPerson(
  { hot }: Tx,
  person: RemotePerson | null,
  { sourceId, at }: Met,
): { readonly id: number; readonly name: string } | null {
  if (person === null) return null
  const { externalId } = person
  const known = hot.get<Known>(
    `SELECT ${PERSON} FROM PersonExternal e JOIN Person p ON p.id = e.personId WHERE e.sourceId = @sourceId AND e.externalId = @externalId`,
    { sourceId, externalId },
  )
  if (known) return brought(hot, known, person)

  const found = byMail(hot, person.email)
  const id = found?.id ?? insertPerson(hot, person, at)
  hot.insert('PersonExternal', { sourceId, externalId, personId: id })
  return found ? brought(hot, found, person) : { id, name: nameOf(person) }
}

const byMail = (hot: Hot, email: string | null): Known | undefined =>
  email === null
    ? undefined
    : hot.get<Known>(
        `SELECT ${PERSON} FROM Person m JOIN Person p ON p.id = coalesce(m.mergedIntoId, m.id) WHERE m.emailKey = @key`,
        { key: mailKey(email) },
      )

function insertPerson(hot: Hot, person: RemotePerson, createdAt: number): number {
  const { email, phone } = person
  const name = nameOf(person)
  const emailKey = email === null ? null : mailKey(email)
  const role = person.agent ? 'agent' : 'client'
  return hot.insert('Person', { name, nameKey: foldName(name), email, emailKey, phone, role, createdAt })
}

/** A name that became known, or changed. Whoever signs in here names themselves, and is given no role from outside; the anonymised stay so. */
function brought(hot: Hot, known: Known, person: RemotePerson): { readonly id: number; readonly name: string } {
  if (known.signsIn === 1) return known
  const name = person.name ?? known.name
  const role = person.agent && known.role === 'client' ? 'agent' : known.role
  if (name !== known.name || role !== known.role)
    hot.update('Person', known.id, { name, nameKey: foldName(name), role })
  return { id: known.id, name }
}

const nameOf = ({ name, email, externalId, agent }: RemotePerson): string =>
  name ?? email ?? `${agent ? 'Agent' : 'Requester'} ${externalId}`
