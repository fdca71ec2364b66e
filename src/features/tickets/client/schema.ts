import { z } from 'zod'
import { lines } from '#lib/fields.ts'

/** A reply as a client writes it: words, or files alone. */
export const replyForm = z.strictObject({ body: lines(100_000).default('') })

export const reopenForm = z.strictObject({
  why: lines(100_000).refine((text) => text !== '', 'Say what is still wrong.'),
})
