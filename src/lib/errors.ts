const STATUS_CODES = {
  invalid: 422,
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
} as const

export type ErrorKind = keyof typeof STATUS_CODES
type Details = { readonly fields?: Readonly<Record<string, string>>; readonly cause?: unknown }

/** A failure we foresaw, in words the person at the keyboard may read. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly kind: ErrorKind
  readonly fields: Readonly<Record<string, string>>

  constructor(kind: ErrorKind, message: string, details: Details = {}) {
    super(message, { cause: details.cause })
    this.kind = kind
    this.fields = details.fields ?? {}
  }

  get status(): number {
    return STATUS_CODES[this.kind]
  }
}

export const notFound = (thing: string) => new AppError('not-found', `We could not find that ${thing}.`)
export const conflict = (message: string) => new AppError('conflict', message)
export const forbidden = (message = 'You may not do that here.') => new AppError('forbidden', message)

/** A wrong form: the words stand beside the field they concern. */
export const invalid = (fields: Readonly<Record<string, string>>) =>
  new AppError('invalid', Object.values(fields)[0] ?? 'Something in the form is not right.', { fields })

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
