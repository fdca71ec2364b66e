import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

const IV_BYTES = 12
const TAG_BYTES = 16

type Key = { readonly secret: string; readonly purpose: string }

// One secret, one key a purpose: what is sealed for one is no use to another.
const keyFor = ({ secret, purpose }: Key): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `pennant ${purpose}`, 32))

/** Encrypts a text (AES-256-GCM), so that the database alone does not tell it. */
export function seal(key: Key, text: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(key), iv, { authTagLength: TAG_BYTES })
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Null when it was sealed with another secret or for another purpose, or was changed since. */
export function unseal(key: Key, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < IV_BYTES + TAG_BYTES) return null
  const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)]
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(key), iv, { authTagLength: TAG_BYTES }).setAuthTag(tag)
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

/** A hash that nobody can search through without the secret, for codes too short for a plain one. */
export const keyedHash = (key: Key, text: string): string =>
  createHmac('sha256', keyFor(key)).update(text).digest('hex')
