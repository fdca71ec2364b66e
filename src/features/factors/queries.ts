import type { Desk } from '#src/desk.ts'

export type FactorKind = 'totp' | 'passkey'

export type Factor = {
  readonly id: number
  readonly kind: FactorKind
  readonly name: string
  readonly createdAt: number
  readonly usedAt: number | null
}

export type Kept = { readonly id: number; readonly secret: string; readonly counter: number }
export type KeptPasskey = Kept & { readonly personId: number; readonly name: string }

/** The second factors of a person, the oldest first; their secrets stay where they are. */
export const factorsOf = ({ db }: Desk, personId: number): readonly Factor[] =>
  db.sql.all(
    `SELECT id, kind, name, createdAt, usedAt FROM Credential
     WHERE personId = @personId AND kind IN ('totp', 'passkey') ORDER BY id`,
    { personId },
  )

export const hasFactor = ({ db }: Desk, personId: number): boolean =>
  db.sql.get(`SELECT 1 FROM Credential WHERE personId = @personId AND kind IN ('totp', 'passkey') LIMIT 1`, {
    personId,
  }) !== undefined

export const recoveryCodesLeft = ({ db }: Desk, personId: number): number =>
  db.sql.get<{ count: number }>(
    `SELECT count(*) AS count FROM Credential WHERE personId = @personId AND kind = 'recovery' AND usedAt IS NULL`,
    { personId },
  )?.count ?? 0

export const authenticatorOf = ({ db }: Desk, personId: number): Kept | null =>
  db.sql.get<Kept>(`SELECT id, secret, counter FROM Credential WHERE personId = @personId AND kind = 'totp'`, {
    personId,
  }) ?? null

export const passkeysOf = ({ db }: Desk, personId: number): readonly Kept[] =>
  db.sql.all(`SELECT id, secret, counter FROM Credential WHERE personId = @personId AND kind = 'passkey'`, { personId })

/** The passkey with this id of its own, as long as its person may sign in. */
export const passkeyNamed = ({ db }: Desk, credentialId: string): KeptPasskey | null =>
  db.sql.get<KeptPasskey>(
    `SELECT c.id, c.personId, c.secret, c.counter, p.name FROM Credential c JOIN Person p ON p.id = c.personId
     WHERE c.kind = 'passkey' AND c.secret ->> '$.id' = @credentialId AND p.active = 1`,
    { credentialId },
  ) ?? null
