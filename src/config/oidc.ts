import { rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { keepSecret, keptSecret, type SecretPlaces } from './kept-secret.ts'

// Plain HTTP would show everybody on the way who signs in, so only this machine may speak it.
export const ISSUER = /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$))/

/** The key `access.oidc` of config.json. */
export const oidcSchema = z
  .strictObject({
    issuer: z.url().regex(ISSUER, 'must begin with https://').describe('The address of the provider.'),
    client_id: z.string().trim().min(1).max(200).describe('What the provider knows Pennant as.'),
    label: z.string().trim().min(1).max(60).default('Single sign-on').describe('What the button says.'),
    scopes: z
      .array(z.string().regex(/^[\w:./-]{1,100}$/, 'must be a scope such as "email"'))
      .default(['openid', 'email', 'profile'])
      .describe('What is asked of the provider.'),
    create: z
      .enum(['never', 'client'])
      .default('never')
      .describe('Whether somebody with an unknown mail address becomes a client.'),
  })
  .optional()
  .describe('Signing in through OpenID Connect; the secret stands in config/oidc-secret.')

export type Oidc = {
  readonly issuer: string
  readonly clientId: string
  readonly label: string
  readonly scopes: readonly string[]
  readonly create: 'never' | 'client'
  /** Null makes a public client, which PKCE alone protects. */
  readonly secret: string | null
}

/** What the file says; the secret is read apart from it. */
export const oidcOf = (written: z.infer<typeof oidcSchema>): Oidc | null =>
  written
    ? {
        issuer: written.issuer,
        clientId: written.client_id,
        label: written.label,
        scopes: [...new Set(['openid', ...written.scopes])],
        create: written.create,
        secret: null,
      }
    : null

const SECRET_FILE = 'oidc-secret'

/** Keeps the secret in a file of its own, which only the owner of the process may read; null forgets it. */
export function saveOidcSecret(home: string, secret: string | null): void {
  if (secret === null) rmSync(path.join(home, 'config', SECRET_FILE), { force: true })
  else keepSecret(home, SECRET_FILE, secret)
}

/** The secret of the provider. */
export const oidcSecret = (places: SecretPlaces): string | null =>
  keptSecret(places, {
    file: SECRET_FILE,
    variable: 'PENNANT_OIDC_SECRET',
    consequence: 'nobody can sign in through it',
  })
