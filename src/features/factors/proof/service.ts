import { keyedHash, unseal } from '#lib/sealed.ts'
import { auditIn } from '#features/audit/service.ts'
import { queueNotice } from '#features/mail/service.ts'
import { authenticatorKey, recoveryKey } from '#features/factors/keys.ts'
import {
  claimedId,
  countOf,
  requestOptions,
  type Challenge,
  type Passkey,
  type Place,
} from '#features/factors/passkeys.ts'
import { authenticatorOf, passkeyNamed, passkeysOf } from '#features/factors/queries.ts'
import { plainCode } from '#features/factors/recovery.ts'
import { stepOf } from '#features/factors/totp.ts'
import type { Desk } from '#src/desk.ts'

type Person = { readonly personId: number; readonly name: string }

/** Takes a code of the app, or a recovery code, once each; false for any other. */
export async function useCode(
  desk: Desk,
  { personId, name }: Person,
  { typed, address }: { readonly typed: string; readonly address: string },
): Promise<boolean> {
  const code = plainCode(typed)
  return /^\d{6}$/.test(code)
    ? useAppCode(desk, personId, code)
    : useRecoveryCode(desk, { personId, name }, { hash: keyedHash(recoveryKey(desk, personId), code), address })
}

async function useAppCode(desk: Desk, personId: number, code: string): Promise<boolean> {
  const kept = authenticatorOf(desk, personId)
  const secret = kept === null ? null : unseal(authenticatorKey(desk, personId), kept.secret)
  const step = secret === null ? null : stepOf(secret, code, desk.clock.now())
  return kept !== null && step !== null && (await countUp(desk, kept.id, { counter: step, least: step }))
}

/** Remembers how far a factor was counted; false when somebody else got there first. */
function countUp(
  desk: Desk,
  id: number,
  { counter, least }: { readonly counter: number; readonly least: number },
): Promise<boolean> {
  const usedAt = desk.clock.now()
  return desk.db.write(({ hot }) => {
    const fresh = hot.get('SELECT 1 FROM Credential WHERE id = @id AND counter < @least', { id, least })
    if (fresh) hot.update('Credential', id, { counter, usedAt })
    return fresh !== undefined
  })
}

async function useRecoveryCode(
  desk: Desk,
  { personId, name }: Person,
  { hash, address }: { readonly hash: string; readonly address: string },
): Promise<boolean> {
  const usedAt = desk.clock.now()
  return desk.db.write((tx) => {
    const found = tx.hot.get<{ id: number }>(
      `SELECT id FROM Credential WHERE personId = @personId AND kind = 'recovery' AND secret = @hash AND usedAt IS NULL`,
      { personId, hash },
    )
    if (!found) return false
    tx.hot.update('Credential', found.id, { usedAt })
    queueNotice(desk, tx, { personId, change: 'recovery.used' })
    auditIn(tx, usedAt, {
      actor: { personId, name },
      action: 'factor.used',
      subject: `Person ${personId}, ${name}`,
      address,
    })
    return true
  })
}

/** Whom an answer of a passkey signs in; null when it is not one of ours, was copied, or answers another challenge. */
export async function usePasskey(desk: Desk, answer: string, challenge: Challenge): Promise<Person | null> {
  const id = claimedId(answer)
  const kept = id === null ? null : passkeyNamed(desk, id)
  if (!kept) return null
  const passkey = readPasskey(kept)
  const counter =
    passkey.rpId === challenge.rpId ? await countOf(answer, challenge, { passkey, counter: kept.counter }) : null
  if (counter === null) return null
  // Many passkeys do not count at all: they stay at nought.
  const counted = await countUp(desk, kept.id, { counter, least: counter === 0 ? 1 : counter })
  return counted ? { personId: kept.personId, name: kept.name } : null
}

/** What a browser needs to ask for a passkey: for one of this person's, or for any where nobody is known yet. */
export const passkeyRequest = (desk: Desk, place: Place, personId: number | null) =>
  requestOptions(place, personId === null ? [] : passkeysOf(desk, personId).map(readPasskey))

const readPasskey = ({ secret }: { readonly secret: string }): Passkey => JSON.parse(secret) as Passkey
