export type FailureKind = 'auth' | 'forbidden' | 'not-found' | 'rate-limited' | 'transient' | 'permanent'

/** Why a mirrored system could not be read, in words a person can act on. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure'
  readonly kind: FailureKind
  /** How long the other side asks us to wait. */
  readonly retryAfterSeconds: number | null
  /** What a person can do about it, where there is something. */
  readonly remedy: string | null

  constructor(
    kind: FailureKind,
    message: string,
    details: { retryAfterSeconds?: number | null; remedy?: string | null; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause })
    this.kind = kind
    this.retryAfterSeconds = details.retryAfterSeconds ?? null
    this.remedy = details.remedy ?? null
  }
}
