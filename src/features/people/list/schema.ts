import { z } from 'zod'
import { ROLES } from '#domain/roles.ts'
import { customOfAddress } from '#features/fields/filter/queries.ts'

const word = z
  .string()
  .catch('')
  .default('')
  .transform((text) => text.replaceAll('\0', '').trim().slice(0, 200))

// Addresses are shortened by hand: what cannot be read is as if it were not there.
const own = z.object({
  q: word,
  role: z
    .enum(['', ...ROLES])
    .catch('')
    .default(''),
  active: z.enum(['yes', 'no', 'all']).catch('yes').default('yes'),
  /** The name and the number of the person above the page. */
  after: z.string().max(400).catch('').default(''),
})

/** Filters by custom fields stand beside those that everybody has, as `field.KEY=VALUE`. */
export const peopleQuery = z
  .looseObject({})
  .transform((query) => ({ ...own.parse(query), fields: customOfAddress(query) }))

export type PeopleQuery = z.infer<typeof peopleQuery>
