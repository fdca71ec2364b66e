import { isMail, mailKey } from '#domain/typed-person.ts'
import { auditIn } from '#features/audit/service.ts'
import { accountOf } from '#features/people/queries.ts'
import { findOrCreatePerson } from '#features/people/service.ts'
import type { Desk } from '#src/desk.ts'
import type { Claims } from './provider.ts'

const LONGEST_NAME = 120

/** The person a provider's verified mail address belongs to; a new client where the config allows it, else null. */
export async function personFor(desk: Desk, { email, name }: Claims, address: string): Promise<number | null> {
  const known = email === null ? null : accountOf(desk, email)
  if (known) return known.id

  const createdAt = desk.clock.now()
  const makes = email !== null && isMail(email) && desk.config.access.oidc?.create === 'client'
  return desk.db.write((tx) => {
    // Somebody who was deactivated keeps the address, and stays outside.
    const taken = tx.hot.get('SELECT 1 FROM Person WHERE emailKey = @key', { key: mailKey(email ?? '') })
    if (!makes || taken) {
      const subject = email === null ? 'Somebody without a verified mail address' : 'Nobody by that mail address'
      auditIn(tx, createdAt, { actor: null, action: 'session.refused', subject, details: { at: 'provider' }, address })
      return null
    }
    const person = findOrCreatePerson(tx, { name: name.slice(0, LONGEST_NAME), email }, createdAt)
    const actor = { personId: person.id, name: person.name }
    const subject = `Person ${person.id}, ${person.name}`
    auditIn(tx, createdAt, { actor, action: 'person.created', subject, details: { by: 'provider' }, address })
    return person.id
  })
}

/** Writes down that the provider's answer did not fit. */
export const refuseAnswer = ({ db, clock }: Desk, address: string): Promise<void> =>
  db.write((tx) =>
    auditIn(tx, clock.now(), {
      actor: null,
      action: 'session.refused',
      subject: 'An answer of the provider that does not fit',
      details: { at: 'provider' },
      address,
    }),
  )
