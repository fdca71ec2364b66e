import { createHash, randomBytes } from 'node:crypto'

/** A new secret of 256 bits, for an address. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token, so that whoever reads the database cannot use it. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')
