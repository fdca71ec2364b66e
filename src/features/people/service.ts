import { foldName } from '#domain/text.ts'
import { mailKey, type TypedPerson } from '#domain/typed-person.ts'
import type { Tx } from '#db/database.ts'

export type Known = { readonly id: number; readonly name: string }

/** The person who was typed, found by mail, else by name; a person nobody knows yet is made. */
export async function findOrCreatePerson(tx: Tx, typed: TypedPerson, at: number): Promise<Known> {
  const found = typed.email === null ? await byName(tx, typed.name) : await byMail(tx, typed.email)
  if (found) return found

  const { name, email } = typed
  return tx.person.create({
    data: {
      name,
      nameKey: foldName(name),
      email,
      emailKey: email === null ? null : mailKey(email),
      createdAt: new Date(at),
    },
    select: { id: true, name: true },
  })
}

const byMail = (tx: Tx, email: string) =>
  tx.person.findUnique({ where: { emailKey: mailKey(email) }, select: { id: true, name: true } })

// Two people may share a name: the one who signs in comes first, then the one known longest.
const byName = (tx: Tx, name: string) =>
  tx.person.findFirst({
    where: { nameKey: foldName(name), mergedIntoId: null },
    orderBy: [{ active: 'desc' }, { id: 'asc' }],
    select: { id: true, name: true },
  })
