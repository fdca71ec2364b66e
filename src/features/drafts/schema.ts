import { z } from 'zod'
import { parseRef, type DraftFields } from '#domain/drafts.ts'

const LONGEST = 1_000_000
const MOST_FIELDS = 200

const fields = z.record(z.string().max(100), z.array(z.string().max(LONGEST)).max(MOST_FIELDS))

/** Fields as JSON, in which a text arrives to the letter: no line end changes, and no character is lost on the way. */
const asJson = z
  .string()
  .max(LONGEST, 'This is too long to be kept as a draft.')
  .transform((text, context) => {
    try {
      return fields.parse(JSON.parse(text))
    } catch {
      context.addIssue({ code: 'custom', message: 'This draft could not be read.' })
      return z.NEVER
    }
  })

/** What a page's script saves. */
export const savedDraft = z.object({
  fields: asJson,
  draft: z
    .string()
    .default('..')
    .transform((text) => parseRef(text) ?? { slot: null, rev: null, window: '' }),
  older: z.string().optional(),
})

/** What a draft is of: the composer, the editing of the ticket, the editing of one update, or a new ticket. */
export const draftKind = z.string().regex(/^(?:update|edit|new|update-[1-9]\d{0,14})$/)

/** An entry of a draft that a button names. */
export const draftSlot = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** What a form carries besides what is typed into it. */
const UNTYPED = new Set(['_csrf', 'draft', 'seen', 'kept', 'act', 'slot', 'older'])

/** What was typed into a posted form; a form without a script writes a line end as two characters. */
export function typedFields(body: unknown): DraftFields {
  const texts = (value: unknown) => (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')
  return Object.fromEntries(
    Object.entries((body ?? {}) as Readonly<Record<string, unknown>>)
      .filter(([name]) => !UNTYPED.has(name))
      .map(([name, value]) => [name, texts(value).map((text) => text.replace(/\r\n?/g, '\n'))]),
  )
}
