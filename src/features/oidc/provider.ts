import type { Configuration } from 'openid-client'
import type { Oidc } from '#config/oidc.ts'

const PATIENCE_SECONDS = 10

/** What is remembered of a journey to the provider, to know its answer by. */
export type Journey = { readonly verifier: string; readonly state: string; readonly nonce: string }
export type Claims = { readonly email: string | null; readonly name: string }

// A large part, and only those who use a provider need it.
const library = () => import('openid-client')

/** A provider of OpenID Connect; what it publishes about itself is asked for once. */
export function openProvider() {
  let known: { readonly key: string; readonly found: Promise<Configuration> } | null = null

  const configuration = (oidc: Oidc): Promise<Configuration> => {
    const key = JSON.stringify(oidc)
    if (known?.key !== key) known = { key, found: discover(oidc) }
    // A provider that was away is asked again by the next person.
    known.found.catch(() => (known = null))
    return known.found
  }

  return {
    /** Where to send the browser, and what to remember meanwhile. */
    leave: async (oidc: Oidc, redirectUri: string): Promise<{ readonly url: string; readonly journey: Journey }> => {
      const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } =
        await library()
      const journey = { verifier: randomPKCECodeVerifier(), state: randomState(), nonce: randomNonce() }
      const url = buildAuthorizationUrl(await configuration(oidc), {
        redirect_uri: redirectUri,
        scope: oidc.scopes.join(' '),
        code_challenge: await calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
        state: journey.state,
        nonce: journey.nonce,
      })
      return { url: url.href, journey }
    },

    /** Who the provider says came back; fails when anything about the answer does not fit the journey. */
    welcome: async (oidc: Oidc, here: URL, { verifier, state, nonce }: Journey): Promise<Claims> => {
      const { authorizationCodeGrant } = await library()
      const tokens = await authorizationCodeGrant(await configuration(oidc), here, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const { email, email_verified: verified, name } = (tokens.claims() ?? {}) as Readonly<Record<string, unknown>>
      const proven = typeof email === 'string' && verified === true ? email : null
      return { email: proven, name: typeof name === 'string' && name.trim() !== '' ? name.trim() : (proven ?? '') }
    },
  }
}

/** What a provider publishes about itself, asked anew. */
export type Published = {
  readonly issuer: string
  readonly authorize: string
  readonly token: string
  /** Null where it does not say. */
  readonly pkce: boolean | null
  readonly scopes: readonly string[] | null
}

/** Asks a provider what it is; fails when it does not answer as one. */
export async function published(oidc: Oidc): Promise<Published> {
  const told = (await discover(oidc)).serverMetadata()
  return {
    issuer: told.issuer,
    authorize: told.authorization_endpoint ?? '',
    token: told.token_endpoint ?? '',
    pkce: told.code_challenge_methods_supported?.includes('S256') ?? null,
    scopes: told.scopes_supported ?? null,
  }
}

async function discover({ issuer, clientId, secret }: Oidc): Promise<Configuration> {
  // Only this machine may be asked in plain HTTP; the config refuses any other.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const { allowInsecureRequests, ClientSecretPost, discovery, enableNonRepudiationChecks, None } = await library()
  const insecure = issuer.startsWith('http:')
  return discovery(new URL(issuer), clientId, undefined, secret === null ? None() : ClientSecretPost(secret), {
    timeout: PATIENCE_SECONDS,
    // A signature is checked even where the way it came by would do.
    execute: insecure ? [enableNonRepudiationChecks, allowInsecureRequests] : [enableNonRepudiationChecks],
  })
}
