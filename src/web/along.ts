import type { RequestHandler } from 'express'

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 100) : '')

const numbersOf = (value: unknown): number[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => /^[1-9]\d{0,14}$/.test(textOf(one))).map(Number)

/** Sets aside what a form says besides its fields, so that schemas need not know of it. */
export const takeAlong: RequestHandler = (request, _response, next) => {
  const { draft, seen, kept, ...fields } = (request.body ?? {}) as Readonly<Record<string, unknown>>
  request.along = { draft: textOf(draft), seen: textOf(seen), kept: numbersOf(kept) }
  request.body = fields
  next()
}
