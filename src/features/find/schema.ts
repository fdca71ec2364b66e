import { z } from 'zod'

const LONGEST = 200
const MOST_RECENT = 8

const text = z
  .string()
  .catch('')
  .default('')
  .transform((typed) => typed.replaceAll('\0', '').slice(0, LONGEST))

/** What is looked for, the kind of page it is asked on, and the tickets that were open last, the latest first. */
export const findQuery = z.object({
  q: text.transform((typed) => typed.trim()),
  on: z.enum(['ticket', 'list']).nullable().catch(null).default(null),
  recent: z
    .string()
    .catch('')
    .default('')
    .transform((ids) => ids.split(',').filter((id) => /^[1-9]\d{0,14}$/.test(id)))
    .transform((ids) => [...new Set(ids.map(Number))].slice(0, MOST_RECENT)),
})

/** A search as far as it is typed, and where the caret stands; without the caret, at its end. */
export const completionQuery = z.object({
  q: text,
  at: z.coerce.number().int().min(0).max(LONGEST).catch(LONGEST).default(LONGEST),
  /** A list that follows what is typed needs no tickets beside it. */
  tickets: z.enum(['yes', 'no']).catch('yes').default('yes'),
})
