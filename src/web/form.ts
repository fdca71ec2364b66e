import type { z } from 'zod'

export type Values = Readonly<Record<string, string>>

/** A form as a page shows it: what was typed, and what is wrong with it. */
export type Form = { readonly values: Values; readonly errors: Values }

export type ReadForm<Value> =
  | { readonly ok: true; readonly value: Value; readonly values: Values; readonly errors: Values }
  | { readonly ok: false; readonly values: Values; readonly errors: Values }

export const emptyForm: Form = { values: {}, errors: {} }

/** Reads what a form brought; what was typed stays, and each error stands by the field it concerns ('' for none). */
export function readForm<Value>(schema: z.ZodType<Value>, body: unknown): ReadForm<Value> {
  const typed = { ...(body as Record<string, unknown> | undefined) }
  delete typed._csrf
  const values = asTyped(typed)
  const result = schema.safeParse(typed)
  if (result.success) return { ok: true, value: result.data, values, errors: {} }

  return { ok: false, values, errors: problemsOf(result.error) }
}

/** One field of what a request brought, form or not; '' where it is missing or no text. */
export const fieldOf = (body: unknown, name: string): string =>
  textOf((body as Readonly<Record<string, unknown>> | undefined)?.[name])

/** The first problem of each field, in the words of the schema. */
export function problemsOf(error: z.ZodError): Values {
  const errors: Record<string, string> = {}
  for (const { path, message } of error.issues) {
    const field = path.length === 0 ? '' : String(path[0])
    errors[field] ??= message
  }
  return errors
}

/** What comes back when a service refuses: the same form, its errors from an AppError's fields. */
export const refused = (values: Values, errors: Values): Form => ({ values, errors })

function asTyped(body: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value),
    ]),
  )
}

/** Only what a form can bring is shown again. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
