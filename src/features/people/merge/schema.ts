import { z } from 'zod'
import { id } from '#lib/fields.ts'

export const mergeForm = z.strictObject({ into: id })

// Typed by hand or followed from the list of twins.
export const mergeQuery = z.object({
  into: id.optional().catch(undefined),
  q: z
    .string()
    .catch('')
    .default('')
    .transform((text) => text.replaceAll('\0', '').trim().slice(0, 200)),
})
