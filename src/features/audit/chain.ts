import { createHash } from 'node:crypto'

/** What one entry of the audit log says; times are milliseconds, details JSON. */
export type Link = {
  readonly createdAt: number
  readonly actorId: number | null
  readonly actorName: string
  readonly address: string | null
  readonly action: string
  readonly subject: string
  readonly details: string
}

/** Before the first entry there is nothing. */
export const BEGINNING = '0'.repeat(64)

/** Each entry vouches for the one before it: SHA-256 over its hash and everything this one says. */
export function hashOf(previousHash: string, entry: Link): string {
  const { createdAt, actorId, actorName, address, action, subject, details } = entry
  const said = JSON.stringify([previousHash, createdAt, actorId, actorName, address, action, subject, details])
  return createHash('sha256').update(said).digest('hex')
}
