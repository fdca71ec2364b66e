import type { Desk } from '#src/desk.ts'

// The person is part of the purpose: what one person's row holds opens nothing in another's.
/** Seals the secrets of one person's authenticator app. */
export const authenticatorKey = ({ config }: Desk, personId: number) => ({
  secret: config.secret,
  purpose: `authenticator ${personId}`,
})

/** Hashes one person's recovery codes. */
export const recoveryKey = ({ config }: Desk, personId: number) => ({
  secret: config.secret,
  purpose: `recovery ${personId}`,
})
