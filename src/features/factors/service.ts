import type { Actor } from '#domain/actor.ts'
import { conflict, invalid, notFound } from '#lib/errors.ts'
import { keyedHash, seal, unseal } from '#lib/sealed.ts'
import { nameOf } from '#features/people/queries.ts'
import { auditIn } from '#features/audit/service.ts'
import type { Tx } from '#db/database.ts'
import { queueNotice } from '#features/mail/service.ts'
import type { Desk } from '#src/desk.ts'
import { authenticatorKey, recoveryKey } from './keys.ts'
import { madePasskey, type Challenge, type Passkey } from './passkeys.ts'
import { factorsOf, passkeyNamed, passkeysOf, type FactorKind } from './queries.ts'
import { newRecoveryCodes, plainCode } from './recovery.ts'
import { stepOf } from './totp.ts'

type Here = { readonly address: string }
type Added = {
  readonly kind: FactorKind
  readonly name: string
  readonly secret: string
  readonly counter: number
}

const ownerOf = ({ personId }: Actor): number => {
  if (personId === null) throw notFound('person')
  return personId
}
const subjectOf = ({ personId, name }: Actor): string => `Person ${personId ?? 0}, ${name}`

/** Seals a secret that is being set up, for the session. */
export const sealAuthenticator = (desk: Desk, actor: Actor, secret: string): string =>
  seal(authenticatorKey(desk, ownerOf(actor)), secret)

export const unsealAuthenticator = (desk: Desk, actor: Actor, sealed: string): string | null =>
  unseal(authenticatorKey(desk, ownerOf(actor)), sealed)

/** Adds an authenticator app once it shows the right code; answers recovery codes when this is the first factor. */
export async function addAuthenticator(
  desk: Desk,
  actor: Actor,
  { secret, code, address }: Here & { readonly secret: string; readonly code: string },
): Promise<readonly string[] | null> {
  const step = stepOf(secret, plainCode(code), desk.clock.now())
  if (step === null)
    throw invalid({
      code: 'This is not the code of this half minute. Check the clock of your phone, and try the next one.',
    })
  return add(desk, actor, {
    address,
    added: { kind: 'totp', name: 'Authenticator app', secret: sealAuthenticator(desk, actor, secret), counter: step },
  })
}

/** Adds the passkey a browser made; answers recovery codes when this is the first factor. */
export async function addPasskey(
  desk: Desk,
  actor: Actor,
  {
    answer,
    challenge,
    name,
    address,
  }: Here & { readonly answer: string; readonly challenge: Challenge; readonly name: string },
): Promise<readonly string[] | null> {
  const made = await madePasskey(answer, challenge)
  if (!made) throw invalid({ '': 'This passkey could not be verified. Try again.' })
  if (passkeyNamed(desk, made.passkey.id)) throw conflict('This passkey is known already.')
  const { passkey, counter } = made
  return add(desk, actor, { address, added: { kind: 'passkey', name, secret: JSON.stringify(passkey), counter } })
}

async function add(
  desk: Desk,
  actor: Actor,
  { added, address }: Here & { readonly added: Added },
): Promise<readonly string[] | null> {
  const [personId, createdAt] = [ownerOf(actor), desk.clock.now()]
  const codes = newRecoveryCodes()
  return desk.db.write((tx) => {
    const kinds = kindsOf(tx, personId)
    if (added.kind === 'totp' && kinds.includes('totp')) throw conflict('An authenticator app is set up already.')
    tx.hot.insert('Credential', { personId, createdAt, ...added })
    queueNotice(desk, tx, { personId, change: 'factor.added' })
    auditIn(tx, createdAt, {
      actor,
      action: 'factor.added',
      subject: subjectOf(actor),
      details: { kind: added.kind },
      address,
    })
    if (kinds.length > 0) return null
    storeCodes(
      tx,
      codes.map((code) => keyedHash(recoveryKey(desk, personId), plainCode(code))),
      { personId, createdAt },
    )
    return codes
  })
}

const kindsOf = ({ hot }: Tx, personId: number): readonly string[] =>
  hot
    .all<{ kind: string }>(`SELECT kind FROM Credential WHERE personId = @personId AND kind <> 'recovery'`, {
      personId,
    })
    .map(({ kind }) => kind)

function storeCodes(
  { hot }: Tx,
  hashes: readonly string[],
  { personId, createdAt }: { readonly personId: number; readonly createdAt: number },
): void {
  hot.run(`DELETE FROM Credential WHERE personId = @personId AND kind = 'recovery'`, { personId })
  for (const secret of hashes)
    hot.insert('Credential', { personId, kind: 'recovery', name: 'Recovery code', secret, createdAt })
}

/** Makes new recovery codes; the old ones end with that. */
export async function renewRecoveryCodes(desk: Desk, actor: Actor, { address }: Here): Promise<readonly string[]> {
  const [personId, createdAt] = [ownerOf(actor), desk.clock.now()]
  if (factorsOf(desk, personId).length === 0) throw conflict('Set up a second factor first.')
  const codes = newRecoveryCodes()
  await desk.db.write((tx) => {
    storeCodes(
      tx,
      codes.map((code) => keyedHash(recoveryKey(desk, personId), plainCode(code))),
      { personId, createdAt },
    )
    queueNotice(desk, tx, { personId, change: 'recovery.renewed' })
    auditIn(tx, createdAt, {
      actor,
      action: 'factor.added',
      subject: subjectOf(actor),
      details: { kind: 'recovery' },
      address,
    })
  })
  return codes
}

/** Removes one of one's own factors; with the last one the recovery codes go too. */
export async function removeFactor(
  desk: Desk,
  actor: Actor,
  { id, address }: Here & { readonly id: number },
): Promise<void> {
  const personId = ownerOf(actor)
  const factor = factorsOf(desk, personId).find((known) => known.id === id)
  if (!factor) throw notFound('second factor')
  const at = desk.clock.now()
  await desk.db.write((tx) => {
    tx.hot.run('DELETE FROM Credential WHERE id = @id AND personId = @personId', { id, personId })
    queueNotice(desk, tx, { personId, change: 'factor.removed' })
    if (kindsOf(tx, personId).length === 0)
      tx.hot.run('DELETE FROM Credential WHERE personId = @personId', { personId })
    auditIn(tx, at, {
      actor,
      action: 'factor.removed',
      subject: subjectOf(actor),
      details: { kind: factor.kind },
      address,
    })
  })
}

/** Takes every second factor from a person who lost theirs; for admins. */
export async function removeFactors(desk: Desk, actor: Actor, personId: number): Promise<void> {
  const name = nameOf(desk, personId)
  if (name === null) throw notFound('person')
  const at = desk.clock.now()
  await desk.db.write((tx) => {
    tx.hot.run('DELETE FROM Credential WHERE personId = @personId', { personId })
    queueNotice(desk, tx, { personId, change: 'factor.removed' })
    auditIn(tx, at, {
      actor,
      action: 'factor.removed',
      subject: `Person ${personId}, ${name}`,
      details: { kind: 'all' },
    })
  })
}

/** The passkeys of a person, as far as a browser may hear of them. */
export const knownPasskeys = (desk: Desk, personId: number): readonly Passkey[] =>
  passkeysOf(desk, personId).map(({ secret }) => JSON.parse(secret) as Passkey)
