import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '#lib/errors.ts'

const SECRET_FILE = 'oidc-secret'
// Plain HTTP would show everybody on the way who signs in, so only this machine may speak it.
const ISSUER = /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$))/

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

type Places = {
  readonly home: string
  readonly credentialsFolder: string | null
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The secret of the provider: a systemd credential, else config/oidc-secret, else the environment. */
export function oidcSecret({ home, credentialsFolder, env }: Places): string | null {
  const places = [...(credentialsFolder === null ? [] : [credentialsFolder]), path.join(home, 'config')]
  const found = places.map((folder) => secretIn(path.join(folder, SECRET_FILE))).find((secret) => secret !== null)
  const given = env.PENNANT_OIDC_SECRET?.trim() ?? ''
  return found ?? (given === '' ? null : given)
}

function secretIn(file: string): string | null {
  try {
    const secret = readFileSync(file, 'utf8').trim()
    return secret === '' ? null : secret
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new AppError('invalid', `${file} cannot be read, so nobody can sign in through it. Check who may read it.`, {
      cause,
    })
  }
}
