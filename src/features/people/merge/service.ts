import type { Actor } from '#domain/actor.ts'
import { isAbove, ROLE_WORDS } from '#domain/roles.ts'
import { mailKey } from '#domain/typed-person.ts'
import type { Tx } from '#db/database.ts'
import { conflict } from '#lib/errors.ts'
import { auditIn } from '#features/audit/service.ts'
import { refuseLastAdmin } from '#features/people/last-admin.ts'
import { personRow, subjectOf, type PersonRow } from '#features/people/store.ts'
import type { Desk } from '#src/desk.ts'
import { RELATIONS } from './relations.ts'

type Merge = { readonly from: number; readonly into: number; readonly address: string | null }

/** Makes two people one: everything that names the first names the second, and the first only leads there. */
export async function mergePeople(desk: Desk, actor: Actor, { from, into, address }: Merge): Promise<void> {
  await desk.db.write((tx) => {
    const at = desk.clock.now()
    const [gone, stays] = [personRow(tx.hot, from), personRow(tx.hot, into)]
    refuseUnlike(gone, stays)
    refuseLastAdmin(tx.hot, gone)
    for (const { steps } of RELATIONS) for (const step of steps) tx.hot.run(step, { from, to: into, at })
    handOver(tx.hot, gone, stays)
    tx.hot.run(
      `UPDATE Person SET mergedIntoId = @into, active = 0, deactivatedAt = coalesce(deactivatedAt, @at),
         passwordHash = NULL, avatarSha = NULL, sessionEpoch = sessionEpoch + 1 WHERE id = @from`,
      { from, into, at },
    )
    const details = { into: `${stays.id}, ${stays.name}` }
    auditIn(tx, at, { actor, action: 'person.merged', subject: subjectOf(gone), details, address })
  })
  await desk.bus.emit('sessions.ended', { personId: from, session: null })
}

/** Work must not end up with somebody who may not see it. */
function refuseUnlike(gone: PersonRow, stays: PersonRow): void {
  if (gone.id === stays.id) throw conflict('These are one person already.')
  if (isAbove(gone.role, stays.role))
    throw conflict(
      `${gone.name} is ${ROLE_WORDS[gone.role].toLowerCase()} and ${stays.name} is only ${ROLE_WORDS[stays.role].toLowerCase()}. Merge the other way round, or change the role first.`,
    )
}

/** Facts that only the one who goes had. An own mail address stays with its row, so that mails to it find the way. */
function handOver(hot: Tx['hot'], gone: PersonRow, stays: PersonRow): void {
  const email = stays.email ?? gone.email
  if (stays.email === null && gone.email !== null) hot.update('Person', gone.id, { email: null, emailKey: null })
  hot.update('Person', stays.id, {
    email,
    emailKey: email === null ? null : mailKey(email),
    company: stays.company ?? gone.company,
    jobTitle: stays.jobTitle ?? gone.jobTitle,
    phone: stays.phone ?? gone.phone,
    avatarSha: stays.avatarSha ?? gone.avatarSha,
  })
}
