import { z } from 'zod'
import { customOfAddress } from './custom.ts'

/** How a list may be sorted; `urgency` is the board's order. */
export const SORTS = ['urgency', 'due', 'priority', 'updated', 'created'] as const
export type Sort = (typeof SORTS)[number]

const USUAL_ORDER: Readonly<Record<Sort, 'asc' | 'desc'>> = {
  urgency: 'desc',
  due: 'asc',
  priority: 'desc',
  updated: 'desc',
  created: 'desc',
}

const LONGEST = 200

// Addresses are kept, sent and shortened by hand, so what cannot be read in one is as if it were not there.
const word = z
  .string()
  .catch('')
  .default('')
  .transform((text) => text.replaceAll('\0', '').trim().slice(0, LONGEST))
const date = z.iso.date().catch('').default('')
const several = z
  .union([z.string(), z.array(z.string())])
  .catch('')
  .default('')
  .transform((value) => [value].flat().join(',').slice(0, 500))

// The list's address: filters, order, and the place in the list.
const own = z
  .object({
    q: word,
    status: word,
    priority: word,
    assignee: word,
    requester: word,
    tags: several,
    tag: several,
    tagMode: z.enum(['any', 'all']).catch('any').default('any'),
    section: z
      .string()
      .regex(/^[123]$/)
      .catch('')
      .default(''),
    site: word,
    project: word,
    source: word,
    from: date,
    to: date,
    sort: z.enum(SORTS).optional().catch(undefined),
    order: z.enum(['asc', 'desc']).optional().catch(undefined),
    after: z.string().max(400).catch('').default(''),
    before: z.string().max(400).catch('').default(''),
    at: z.coerce.number().int().min(0).max(1e9).catch(0).default(0),
    end: z.literal('1').optional().catch(undefined),
  })
  .transform(({ tag, tags, sort, order, ...query }) => {
    const chosen = sort ?? 'urgency'
    const names = `${tags},${tag}`
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
    return {
      ...query,
      tags: [...new Set(names)],
      sort: chosen,
      order: order ?? USUAL_ORDER[chosen],
      status: query.status === '' && query.q === '' ? 'active' : query.status || 'all',
    }
  })

/** Filters by custom fields stand beside those that every ticket has, as `field.KEY=VALUE`. */
export const listQuery = z
  .looseObject({})
  .transform((query) => ({ ...own.parse(query), fields: customOfAddress(query) }))

export type ListQuery = z.infer<typeof listQuery>
