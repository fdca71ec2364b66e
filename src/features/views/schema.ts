import { z } from 'zod'
import { GROUPS, SORTS } from '#features/tickets/list/schema.ts'
import { id, line, requiredLine } from '#lib/fields.ts'

const name = requiredLine('Give the view a name.', 60)
const search = line(2000).default('')
const order = {
  sort: z.enum([...SORTS, 'match'], { error: 'Choose one of the list.' }).default('urgency'),
  order: z.enum(['asc', 'desc'], { error: 'Choose one.' }).default('desc'),
  group: z.enum(['', ...GROUPS], { error: 'Choose one of the list.' }).default(''),
}
const shared = z
  .enum(['me', 'all'], { error: 'Choose who sees it.' })
  .default('me')
  .transform((who) => who === 'all')

/** `from` is the view whose columns are taken along; without it they are one's own. */
export const newViewForm = z.strictObject({ name, search, ...order, shared, from: z.union([z.literal(''), id]).default('') })

/** Asked twice where the flag watches the view. */
const anyway = z.literal('1').optional()

export const viewForm = z.strictObject({ name, search, ...order, shared, anyway })

export const changesForm = z.strictObject({ search, ...order })

export const removalForm = z.strictObject({ anyway })

export const moveForm = z.strictObject({ way: z.enum(['up', 'down'], { error: 'Choose a way.' }) })

const keys = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => [value].flat().map((key) => key.slice(0, 60)).slice(0, 60))

/** The columns in their order, and perhaps one that goes up or down; `of` is the view they belong to. */
export const columnsForm = z.object({
  columns: keys,
  of: z.union([z.literal(''), id]).default(''),
  back: z.string().max(2000).default('/tickets'),
  up: z.string().optional(),
  down: z.string().optional(),
  usual: z.string().optional(),
})

export type NewView = z.infer<typeof newViewForm>
export type ViewChange = z.infer<typeof viewForm>
export type Changes = z.infer<typeof changesForm>
