import { z } from 'zod'
import { GROUPS, SORTS } from '#features/tickets/list/schema.ts'

const order = z.object({
  sort: z.enum([...SORTS, 'match']),
  order: z.enum(['asc', 'desc']),
  group: z.enum(['', ...GROUPS]),
})

/** What somebody chose for lists last; what cannot be read is as if it had never been chosen. */
export const listing = z.object({
  columns: z.array(z.string()).nullable().catch(null).default(null),
  order: order.nullable().catch(null).default(null),
  views: z.record(z.string(), order).catch({}).default({}),
})

export type Listing = z.infer<typeof listing>
