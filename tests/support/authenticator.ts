import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const PRESENT = 0x01
const VERIFIED = 0x04
const WITH_KEY = 0x40

type Asked = { readonly challenge: string; readonly rpId?: string; readonly rp?: { readonly id?: string } }
type Way = { readonly origin: string; readonly verified?: boolean }

export type Authenticator = {
  readonly id: string
  /** How often it was used; a copy of it would lag behind. */
  count: number
  readonly create: (asked: Asked, way: Way) => string
  readonly get: (asked: Asked, way: Way) => string
}

/** A security key in software: one passkey, and no finger to ask for. */
export function authenticator(): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const rawId = randomBytes(32)
  const id = rawId.toString('base64url')

  const dataFor = (rpId: string, { verified = true }: Way, flags = 0) => {
    self.count += 1
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(self.count)
    return Buffer.concat([hash(rpId), Buffer.from([PRESENT | (verified ? VERIFIED : 0) | flags]), counter])
  }
  const clientData = (type: string, { challenge }: Asked, { origin }: Way) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const answer = (response: object) =>
    JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response })

  const self: Authenticator = {
    id,
    count: 0,
    create: (asked, way) => {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
      const key = [...cborMap(5), 1, 2, 3, 0x26, 0x20, 1, 0x21, ...cborBytes(bytes(x)), 0x22, ...cborBytes(bytes(y))]
      const length = Buffer.from([0, rawId.length])
      const head = dataFor(asked.rp?.id ?? '', way, WITH_KEY)
      const authData = Buffer.concat([head, Buffer.alloc(16), length, rawId, Buffer.from(key)])
      const attestation = Buffer.from([
        ...[...cborMap(3), ...cborText('fmt'), ...cborText('none'), ...cborText('attStmt'), ...cborMap(0)],
        ...[...cborText('authData'), ...cborBytes(authData)],
      ])
      return answer({
        clientDataJSON: clientData('webauthn.create', asked, way).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      })
    },
    get: (asked, way) => {
      const authenticatorData = dataFor(asked.rpId ?? '', way)
      const client = clientData('webauthn.get', asked, way)
      const signature = sign('sha256', Buffer.concat([authenticatorData, hash(client)]), privateKey)
      return answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
      })
    },
  }
  return self
}

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest()
const bytes = (text: string) => Buffer.from(text, 'base64url')
const cborMap = (size: number) => [0xa0 + size]
const cborText = (text: string) => [0x60 + text.length, ...Buffer.from(text)]
const cborBytes = (data: Buffer) =>
  data.length < 256 ? [0x58, data.length, ...data] : [0x59, data.length >> 8, data.length & 0xff, ...data]
