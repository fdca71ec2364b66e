import type { Actor } from '#domain/actor.ts'
import type { Texts } from '#domain/edits.ts'
import { invalid } from '#lib/errors.ts'
import { auditIn } from '#features/audit/service.ts'
import { queueNotice } from '#features/mail/service.ts'
import { allFields } from '#features/fields/queries.ts'
import { editValues, saveNewValues } from '#features/fields/values/service.ts'
import { refuseLastAdmin } from '#features/people/last-admin.ts'
import type { PersonFacts } from '#features/people/schema.ts'
import { insertPerson, personRow, renamePerson, subjectOf, updatePerson } from '#features/people/store.ts'
import type { Desk } from '#src/desk.ts'

type From = { readonly address: string | null }
type Facts = From & {
  readonly facts: PersonFacts
  /** What was typed into custom fields, by their names; left out, a new person begins with their defaults alone. */
  readonly custom?: Texts
}

export const createPerson = (
  desk: Desk,
  actor: Actor,
  { facts, custom, address }: Facts,
): Promise<{ readonly id: number }> =>
  desk.db.write((tx) => {
    const at = desk.clock.now()
    const id = insertPerson(tx.hot, facts, at)
    const owner = { entity: 'person', id } as const
    saveNewValues(tx, { fields: allFields(desk), owner, role: actor.role, typed: custom })
    const details = { role: facts.role }
    auditIn(tx, at, {
      actor,
      action: 'person.created',
      subject: subjectOf({ id, name: facts.name }),
      details,
      address,
    })
    return { id }
  })

/** Writes what a person is, the role included; nobody takes the last admin's away. */
export const editPerson = (
  desk: Desk,
  actor: Actor,
  { id, facts, custom = {}, address }: Facts & { readonly id: number },
): Promise<void> =>
  desk.db.write((tx) => {
    const before = personRow(tx.hot, id)
    if (facts.role !== 'admin') refuseLastAdmin(tx.hot, before)
    const changed = updatePerson(tx.hot, before, facts)
    const said = { actor, subject: subjectOf({ id, name: facts.name }), address }
    const values = editValues(desk, tx, { actor, owner: { entity: 'person', id }, brought: custom })
    const others = [...changed.filter((field) => field !== 'role'), ...values.map(({ field }) => field)]
    if (changed.includes('role'))
      auditIn(tx, desk.clock.now(), {
        ...said,
        action: 'person.role',
        details: { from: before.role, to: facts.role },
      })
    if (changed.includes('email') && before.signsIn === 1)
      queueNotice(desk, tx, { personId: id, change: 'address', email: before.email })
    // Which facts, never what they were: the log outlives a wish to be forgotten.
    if (others.length > 0)
      auditIn(tx, desk.clock.now(), { ...said, action: 'person.edited', details: { fields: others } })
  })

/** Lets somebody in again or no more. Their history stays; their sessions are over at the next request. */
export async function setActive(
  desk: Desk,
  actor: Actor,
  { id, active, address }: From & { readonly id: number; readonly active: boolean },
): Promise<void> {
  const changed = await desk.db.write((tx) => {
    const at = desk.clock.now()
    const person = personRow(tx.hot, id)
    if (person.active === Number(active)) return false
    if (!active) refuseLastAdmin(tx.hot, person)
    tx.hot.run(
      `UPDATE Person SET active = @active, deactivatedAt = @deactivatedAt, sessionEpoch = sessionEpoch + 1 WHERE id = @id`,
      { id, active: Number(active), deactivatedAt: active ? null : at },
    )
    const action = active ? 'person.activated' : 'person.deactivated'
    auditIn(tx, at, { actor, action, subject: subjectOf(person), address })
    return true
  })
  if (changed) await desk.bus.emit('sessions.ended', { personId: id, session: null })
}

/** Lets somebody fill in their own custom fields, as far as their role may. */
export const editOwnFields = (
  desk: Desk,
  actor: Actor,
  { custom, address }: From & { readonly custom: Texts },
): Promise<void> =>
  desk.db.write((tx) => {
    const person = personRow(tx.hot, actor.personId ?? 0)
    const owner = { entity: 'person', id: person.id } as const
    const fields = editValues(desk, tx, { actor, owner, brought: custom }).map(({ field }) => field)
    if (fields.length === 0) return
    const subject = subjectOf(person)
    auditIn(tx, desk.clock.now(), { actor, action: 'person.edited', subject, details: { fields }, address })
  })

type OwnNames = From & { readonly name: string; readonly email: string | null }

/** Lets somebody change their own name and mail address; whoever signs in keeps an address to do so with. */
export const renameSelf = (desk: Desk, actor: Actor, { name, email, address }: OwnNames): Promise<void> =>
  desk.db.write((tx) => {
    const before = personRow(tx.hot, actor.personId ?? 0)
    if (email === null && before.signsIn === 1)
      throw invalid({ email: 'You sign in with your mail address: give one.' })
    const fields = renamePerson(tx.hot, before, { name, email })
    if (fields.length === 0) return
    if (fields.includes('email') && before.signsIn === 1)
      queueNotice(desk, tx, { personId: before.id, change: 'address', email: before.email })
    const subject = subjectOf({ id: before.id, name })
    auditIn(tx, desk.clock.now(), { actor, action: 'person.edited', subject, details: { fields }, address })
  })
