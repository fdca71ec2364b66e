import type { Actor } from '#domain/actor.ts'
import type { AuditAction } from '#domain/audit.ts'
import type { Tx } from '#db/database.ts'
import type { Desk } from '#src/desk.ts'
import { BEGINNING, hashOf } from './chain.ts'

export type Audited = {
  /** Null for what nobody did who is known here, such as a sign-in that failed. */
  readonly actor: Pick<Actor, 'personId' | 'name'> | null
  readonly action: AuditAction
  /** What it was done to, as a person would name it: `Person 12, Ada Agent`. */
  readonly subject: string
  /** Never a secret: passwords, keys and tokens have no place here. */
  readonly details?: Readonly<Record<string, unknown>>
  /** Where the request came from. */
  readonly address?: string | null
}

/** Writes down, in the same transaction, what is being done. */
export function auditIn({ hot }: Tx, at: number, { actor, action, subject, details, address }: Audited): void {
  const last = hot.get<{ hash: string }>('SELECT hash FROM AuditEntry ORDER BY id DESC LIMIT 1')
  const previousHash = last?.hash ?? BEGINNING
  const entry = {
    createdAt: at,
    actorId: actor?.personId ?? null,
    actorName: actor?.name ?? 'Nobody known',
    address: address ?? null,
    action,
    subject,
    details: JSON.stringify(details ?? {}),
  }
  hot.insert('AuditEntry', { ...entry, previousHash, hash: hashOf(previousHash, entry) })
}

/** Writes down what was done outside of any transaction. */
export const audit = (desk: Desk, audited: Audited): Promise<void> =>
  desk.db.write((tx) => auditIn(tx, desk.clock.now(), audited))
