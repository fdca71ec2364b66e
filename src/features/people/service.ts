import { foldName } from '#domain/text.ts'
import { mailKey, type TypedPerson } from '#domain/typed-person.ts'
import type { Tx } from '#db/database.ts'

export type Known = { readonly id: number; readonly name: string }

/** The person who was typed, found by mail, else by name. */
export const findPerson = ({ hot }: Tx, { name, email }: TypedPerson): Known | undefined =>
  email === null ? byName(hot, name) : byMail(hot, email)

/** The same; a person nobody knows yet is made. */
export function findOrCreatePerson(tx: Tx, typed: TypedPerson, at: number): Known {
  const found = findPerson(tx, typed)
  if (found) return found

  const { hot } = tx
  const { name, email } = typed
  const emailKey = email === null ? null : mailKey(email)
  return { name, id: hot.insert('Person', { name, nameKey: foldName(name), email, emailKey, createdAt: at }) }
}

// Somebody who was merged is the one who stayed.
const byMail = (hot: Tx['hot'], email: string): Known | undefined =>
  hot.get(
    'SELECT p.id, p.name FROM Person m JOIN Person p ON p.id = coalesce(m.mergedIntoId, m.id) WHERE m.emailKey = @emailKey',
    { emailKey: mailKey(email) },
  )

// Two people may share a name: the one who signs in comes first, then the one known longest.
const byName = (hot: Tx['hot'], name: string): Known | undefined =>
  hot.get(
    `SELECT p.id, p.name FROM Person m JOIN Person p ON p.id = coalesce(m.mergedIntoId, m.id)
     WHERE m.nameKey = @nameKey ORDER BY m.mergedIntoId IS NOT NULL, m.active DESC, m.id LIMIT 1`,
    { nameKey: foldName(name) },
  )
