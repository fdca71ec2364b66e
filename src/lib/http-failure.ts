export type HttpProblem = 'timeout' | 'network' | 'too-large' | 'redirect' | 'not-allowed'
export type NetworkReason = 'name' | 'refused' | 'unreachable' | 'certificate' | 'cut' | 'other'

/** Why no whole answer came, in words that name the host and nothing that was sent to it. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure'
  readonly kind: HttpProblem
  /** Set where the kind is `network`. */
  readonly reason: NetworkReason | null

  constructor(kind: HttpProblem, message: string, details: { reason?: NetworkReason; cause?: unknown } = {}) {
    super(message, { cause: details.cause })
    this.kind = kind
    this.reason = details.reason ?? null
  }
}

const CODES: Readonly<Record<string, NetworkReason>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
  UND_ERR_SOCKET: 'cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'cut',
}

const CERTIFICATE = /^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/
const TIMEOUT = /^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/

const WORDS: Readonly<Record<NetworkReason, (host: string) => string>> = {
  name: (host) => `The name ${host} could not be looked up.`,
  refused: (host) => `${host} refuses the connection.`,
  unreachable: (host) => `There is no way to ${host} from here.`,
  certificate: (host) => `The certificate of ${host} is not accepted.`,
  cut: (host) => `The connection to ${host} broke off.`,
  other: (host) => `${host} could not be reached.`,
}

/** What `fetch` threw, as one of our own; the system's code decides, because its texts change. */
export function httpFailureOf(error: unknown, host: string): HttpFailure {
  const code = codeOf(error)
  if (TIMEOUT.test(code)) return new HttpFailure('timeout', `${host} did not answer in time.`, { cause: error })

  const reason = CERTIFICATE.test(code) ? 'certificate' : (CODES[code] ?? 'other')
  const shown = reason === 'certificate' || (reason === 'other' && code !== '') ? ` (${code})` : ''
  const message = WORDS[reason](host).replace(/\.$/, `${shown}.`)
  return new HttpFailure('network', message, { reason, cause: error })
}

/** The innermost code: `fetch` wraps the error of the socket, several attempts wrap each other. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const inner = codeOf(error.cause)
  if (inner !== '') return inner
  if ('code' in error && typeof error.code === 'string') return error.code
  return error instanceof AggregateError ? codeOf(error.errors[0]) : ''
}
