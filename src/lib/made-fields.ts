import { z } from 'zod'

export type Fields = Readonly<Record<string, string>>
export type Made = { readonly fields: Fields; readonly context: z.RefinementCtx }

/** A form whose fields are made, one set a row, so that its names are known only when it arrives. */
export const madeForm = z.record(z.string(), z.string({ error: 'Give this once, as text.' }))

/** One field by its own schema; its problem stands beside it, and undefined comes back. */
export function madeField<Value>({ fields, context }: Made, name: string, schema: z.ZodType<Value>): Value | undefined {
  const result = schema.safeParse(fields[name] ?? '')
  if (result.success) return result.data
  wrong({ fields, context }, name, result.error.issues[0]?.message ?? 'This cannot be read.')
  return undefined
}

/** Says what is wrong with one field. */
export const wrong = ({ context }: Made, name: string, message: string): void =>
  context.addIssue({ code: 'custom', path: [name], message })
