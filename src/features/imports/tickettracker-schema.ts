import { z } from 'zod'
import { splitList, storable } from './values.ts'

const blank = (value: unknown) => (value === null || value === '' ? undefined : value)
const scalar = z
  .union([z.string(), z.number(), z.boolean()], { error: 'must be text' })
  .transform((value) => storable(String(value)))
const text = z.preprocess(blank, scalar.default(''))
const word = z
  .preprocess((value) => blank(typeof value === 'string' ? value.trim() : value), scalar.nullish())
  .transform((value) => value ?? null)

/** A list, or a string with commas, semicolons or line breaks between the values. */
const words = z.preprocess(
  (value) => (typeof value === 'string' ? splitList(value) : (blank(value) ?? [])),
  z.array(scalar, { error: 'must be a list or a text with commas' }),
)

const tag = z.preprocess(
  (value) => (typeof value === 'object' ? value : { name: value }),
  z.object({ name: scalar, color: word }),
)

const tags = z.preprocess(
  (value) => (typeof value === 'string' ? splitList(value) : (blank(value) ?? [])),
  z.array(tag, { error: 'must be a list of tags' }),
)

const attachment = z.object({
  original_filename: word,
  mimetype: word,
  content: z.preprocess(blank, scalar.optional()),
})

const update = z.object({
  body: text,
  author: word,
  created_at: word,
  status_from: word,
  status_to: word,
  is_system: z.boolean().nullish(),
  attachments: z.array(attachment).nullish(),
})

/** One ticket of a TicketTracker file, as that program writes it and as people write it by hand. */
export const trackedTicket = z.object({
  title: text,
  description: text,
  requester: word,
  watchers: words,
  priority: word,
  status: word,
  on_hold_reason: word,
  due_date: word,
  age_reference_date: word,
  created_at: word,
  updated_at: word,
  notes: text,
  links: words,
  tags,
  updates: z.array(update).nullish(),
  attachments: z.array(attachment).nullish(),
})

export type TrackedTicket = z.infer<typeof trackedTicket>
export type TrackedUpdate = z.infer<typeof update>
export type TrackedFile = z.infer<typeof attachment>

/** The colours of the tags stand apart from the tickets that wear them. */
export const tagColors = z.array(tag).catch([])
