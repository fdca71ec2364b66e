import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'

/** Where a passkey holds: for one name, over one origin. */
export type Place = { readonly rpId: string; readonly origin: string }
export type Challenge = Place & { readonly challenge: string }
export type Passkey = {
  readonly id: string
  readonly publicKey: string
  readonly rpId: string
  readonly transports: readonly string[]
}

type Person = { readonly name: string; readonly email: string }

// A large part, and only those who use passkeys need it.
const library = () => import('@simplewebauthn/server')

/** What the browser needs to make a passkey that is found without a name and asks for a finger, a face or a PIN. */
export async function creationOptions(place: Place, { name, email }: Person, known: readonly Passkey[]) {
  const { generateRegistrationOptions } = await library()
  return generateRegistrationOptions({
    rpName: 'Pennant',
    rpID: place.rpId,
    userName: email,
    userDisplayName: name,
    excludeCredentials: known.filter(({ rpId }) => rpId === place.rpId).map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** What the browser needs to ask for a passkey; with `known` only for one of these. */
export async function requestOptions(place: Place, known: readonly Passkey[] = []) {
  const { generateAuthenticationOptions } = await library()
  return generateAuthenticationOptions({
    rpID: place.rpId,
    userVerification: 'required',
    allowCredentials: known.filter(({ rpId }) => rpId === place.rpId).map(({ id }) => ({ id })),
  })
}

/** The passkey a browser made; null when it does not fit the challenge, the origin or the name. */
export async function madePasskey(answer: string, { challenge, origin, rpId }: Challenge) {
  const response = parsed(answer) as RegistrationResponseJSON | null
  if (response === null) return null
  const { verifyRegistrationResponse } = await library()
  const result = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
  }).catch(() => null)
  if (!result?.verified) return null
  const { id, publicKey, counter } = result.registrationInfo.credential
  const transports = response.response.transports ?? []
  return { counter, passkey: { id, publicKey: Buffer.from(publicKey).toString('base64url'), rpId, transports } }
}

/** The id an answer claims to be of; null when it is no answer. */
export function claimedId(answer: string): string | null {
  const { id } = (parsed(answer) ?? {}) as Partial<AuthenticationResponseJSON>
  return typeof id === 'string' && id.length <= 1400 ? id : null
}

/** The new counter, once the answer was signed with this passkey for this challenge; null when it was not. */
export async function countOf(
  answer: string,
  { challenge, origin, rpId }: Challenge,
  { passkey, counter }: { passkey: Passkey; counter: number },
): Promise<number | null> {
  const response = parsed(answer) as AuthenticationResponseJSON | null
  if (response === null) return null
  const { verifyAuthenticationResponse } = await library()
  // A counter that does not rise is a copy; the library refuses it.
  const result = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    credential: { id: passkey.id, publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')), counter },
  }).catch(() => null)
  return result?.verified ? result.authenticationInfo.newCounter : null
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
