import { generate } from 'selfsigned'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

type Wish = {
  /** The first one is what the certificate is called. */
  readonly names: readonly string[]
  readonly addresses: readonly string[]
  readonly fromAt: number
  readonly days: number
}

/** A server certificate that vouches for itself, and its key (EC P-256), both as PEM. It cannot sign others. */
export async function selfSigned({ names, addresses, fromAt, days }: Wish): Promise<{ cert: string; key: string }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // Clocks on a LAN differ a little.
    notBeforeDate: new Date(fromAt - HOUR_MS),
    notAfterDate: new Date(fromAt + days * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  })
  return { cert, key }
}
