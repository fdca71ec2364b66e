import { z } from 'zod'
import { parseSearch } from '#domain/search/parse.ts'
import { holdsToken } from '#domain/search/match.ts'
import { isWords, operator, value, type Operator } from '#domain/search/terms.ts'
import { writeSearch } from '#domain/search/write.ts'
import { customOfAddress } from '#features/fields/filter/queries.ts'

/** How a list may be sorted; `urgency` is the board's order. */
export const SORTS = ['urgency', 'due', 'priority', 'updated', 'created'] as const
/** `match`: where words are looked for, what holds them in its title first. */
export type Sort = (typeof SORTS)[number] | 'match'

/** What the rows of a list may stand together by. */
export const GROUPS = ['assignee', 'status', 'priority', 'stage', 'site', 'project', 'requester'] as const
export type Group = (typeof GROUPS)[number]

/** Which way each sort goes when nothing else is said. */
export const USUAL_ORDER: Readonly<Record<Sort, 'asc' | 'desc'>> = {
  match: 'desc',
  urgency: 'desc',
  due: 'asc',
  priority: 'desc',
  updated: 'desc',
  created: 'desc',
}

const LONGEST = 200
// A saved view holds all of its filters as one text.
export const LONGEST_SEARCH = 1000

// Addresses are kept, sent and shortened by hand, so what cannot be read in one is as if it were not there.
const text = (longest: number) =>
  z
    .string()
    .catch('')
    .default('')
    .transform((typed) => typed.replaceAll('\0', '').trim().slice(0, longest))
const word = text(LONGEST)
const date = z.iso.date().catch('').default('')
const several = z
  .union([z.string(), z.array(z.string())])
  .catch('')
  .default('')
  .transform((value) => [value].flat().join(',').slice(0, 500))

/** Whether there are words to be ranked by. */
export const looksForWords = (q: string): boolean =>
  parseSearch(q).some((term) => isWords(term) && !term.not && holdsToken(term))

/** How a list stands when nothing else is asked for. */
export const usualSort = (q: string): Sort => (looksForWords(q) ? 'match' : 'urgency')

// The list's address: filters, order, and the place in the list.
const own = z
  .object({
    q: text(LONGEST_SEARCH),
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
    sort: z
      .enum([...SORTS, 'match'])
      .optional()
      .catch(undefined),
    order: z.enum(['asc', 'desc']).optional().catch(undefined),
    group: z
      .enum(['', ...GROUPS])
      .catch('')
      .default(''),
    /** The view this list was opened from, whatever was changed since. */
    view: z
      .string()
      .regex(/^[1-9]\d{0,14}$/)
      .catch('')
      .default(''),
    after: z.string().max(400).catch('').default(''),
    before: z.string().max(400).catch('').default(''),
    at: z.coerce.number().int().min(0).max(1e9).catch(0).default(0),
    end: z.literal('1').optional().catch(undefined),
  })
  .transform(({ tag, tags, sort, order, ...query }) => {
    const chosen = sort ?? usualSort(query.q)
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

/** What chooses tickets in an address. */
export type Filters = Pick<
  ListQuery,
  | 'q'
  | 'status'
  | 'priority'
  | 'assignee'
  | 'requester'
  | 'tags'
  | 'tagMode'
  | 'section'
  | 'site'
  | 'project'
  | 'source'
  | 'from'
  | 'to'
  | 'fields'
>

const NAMED = ['priority', 'assignee', 'requester', 'section', 'site', 'project', 'source'] as const

/** The filters of an address as terms of the language, without what is typed in words. */
export function addressTerms({ also, ...query }: Filters & { readonly also?: Operator }): readonly Operator[] {
  const { status, tags, tagMode, from, to, fields } = query
  const tagged = tags.map((name) => value(name, name === 'none' || name.endsWith('*')))
  return [
    ...(status === 'all' ? [] : [operator('status', value(status))]),
    ...NAMED.filter((name) => query[name] !== '').map((name) => operator(name, value(query[name]))),
    ...(tagMode === 'all' || tagged.length === 0
      ? tagged.map((tag) => operator('tag', tag))
      : [operator('tag', ...tagged)]),
    ...(from === '' ? [] : [operator('created', value(`>=${from}`))]),
    ...(to === '' ? [] : [operator('created', value(`<=${to}`))]),
    ...Object.entries(fields).map(([name, text]) => operator(name, value(text))),
    ...(also ? [also] : []),
  ]
}

/** The whole filter of an address as one text, without its order and place; the same tickets are found by it as `q`. */
export function searchText(query: Filters): string {
  const text = writeSearch([...parseSearch(query.q), ...addressTerms(query)])
  return text === '' ? 'status:all' : text
}
