import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export const CLIENT_ID = 'pennant'
export const CLIENT_SECRET = 'the secret of the provider'

type Claims = Readonly<Record<string, unknown>>
type Asked = { readonly query: URLSearchParams; readonly claims: Claims }

/** A provider of OpenID Connect for tests: it asks nobody anything, but it checks what real ones check. */
export type FakeProvider = {
  readonly issuer: string
  /** Who comes back from there; also what is forged of the claims. */
  readonly become: (claims: Claims) => void
  /** Signs with a key that is not published. */
  readonly forge: () => void
  /** What a person's browser does there: from the address we sent it to, to the address it is sent back to. */
  readonly visit: (address: string) => string
  readonly refusals: string[]
}

export async function fakeProvider(): Promise<FakeProvider> {
  const published = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const forged = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const codes = new Map<string, Asked>()
  const refusals: string[] = []
  const state = { claims: {} as Claims, key: published.privateKey }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', issuer)
    const send = (value: object, status = 200) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (pathname === '/.well-known/openid-configuration') return send(described(issuer))
    if (pathname === '/keys')
      return send({
        keys: [{ ...published.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
      })
    if (pathname !== '/token') return send({}, 404)

    const body = new URLSearchParams(await textOf(request))
    const asked = codes.get(body.get('code') ?? '')
    codes.delete(body.get('code') ?? '')
    const reason = asked ? whyNot(body, asked.query) : 'an unknown code'
    if (!asked || reason !== null) {
      refusals.push(reason ?? '')
      return send({ error: 'invalid_grant' }, 400)
    }
    const id_token = signed({ ...usual(issuer, asked.query), ...asked.claims }, state.key)
    send({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token })
  }

  return {
    issuer,
    become: (claims) => void (state.claims = claims),
    forge: () => void (state.key = forged.privateKey),
    visit: (address) => {
      const { searchParams: query } = new URL(address)
      const code = randomBytes(8).toString('hex')
      codes.set(code, { query, claims: state.claims })
      const back = new URL(query.get('redirect_uri') ?? '')
      back.search = new URLSearchParams({ code, state: query.get('state') ?? '', iss: issuer }).toString()
      return `${back.pathname}${back.search}`
    },
    refusals,
  }
}

const described = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  authorization_response_iss_parameter_supported: true,
})

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

function whyNot(body: URLSearchParams, query: URLSearchParams): string | null {
  if (body.get('client_id') !== CLIENT_ID || body.get('client_secret') !== CLIENT_SECRET) return 'a wrong client'
  if (body.get('redirect_uri') !== query.get('redirect_uri')) return 'another address to return to'
  if (query.get('code_challenge_method') !== 'S256') return 'no challenge'
  return challengeOf(body.get('code_verifier') ?? '') === query.get('code_challenge') ? null : 'a wrong verifier'
}

// The library asks the machine's own clock.
const seconds = () => Math.floor(Date.now() / 1000)

const usual = (issuer: string, query: URLSearchParams) => ({
  iss: issuer,
  aud: CLIENT_ID,
  sub: 'somebody',
  iat: seconds(),
  exp: seconds() + 300,
  nonce: query.get('nonce'),
})

function signed(claims: Claims, key: KeyObject): string {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${encoded({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${encoded(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
