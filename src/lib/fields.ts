import { z } from 'zod'

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

// What the database would store otherwise than it was sent is refused at the door.
const text = z
  .string({ error: 'Give this once, as text.' })
  .refine(
    (value) => !value.includes('\0') && !LONE_SURROGATE.test(value),
    'This holds characters that cannot be stored.',
  )

// Too long a text is looked at no further: what would read it may take its time.

/** One line, as people type it: trimmed, inner runs of blanks and of characters nobody sees folded; nothing in it turns the rest of a page around. */
export const line = (longest: number) =>
  text
    .transform((value) => value.replace(/[\s\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim())
    .refine((value) => value.length <= longest, { error: `Keep this to ${longest} characters.`, abort: true })

/** A line that must not be empty; `missing` says so. */
export const requiredLine = (missing: string, longest: number) => line(longest).refine((value) => value !== '', missing)

/** Several lines, ends trimmed, line ends as one character. */
export const lines = (longest: number) =>
  text
    .transform((value) => value.replace(/\r\n?/g, '\n').trim())
    .refine((value) => value.length <= longest, {
      error: `Keep this to ${longest.toLocaleString('en')} characters.`,
      abort: true,
    })

/** Browsers send an empty box as `''`; in here an empty box is null. */
export const blankable = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional())
    .transform((value) => value ?? null)

/** Several values in one box, parted by commas; empty ones fall away and doubles fold. `item` matches one of them. */
export const commaList = (most: number, longest: number, item = /[^,\n]+/g) =>
  lines(most * (longest + 2)).transform((value, context) => {
    const items = [
      ...new Set(
        [...value.matchAll(item)].map(([found]) => found.replace(/\s+/g, ' ').trim()).filter((found) => found !== ''),
      ),
    ]
    if (items.length > most) context.addIssue({ code: 'custom', message: `At most ${most}, parted by commas.` })
    if (items.some((found) => found.length > longest))
      context.addIssue({ code: 'custom', message: `Each at most ${longest} characters.` })
    return items
  })

/** A number of ours in a form. */
export const id = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'Choose one of the list.')
  .transform(Number)

/** A box that is ticked or absent. */
export const ticked = z.preprocess((value) => value === 'on' || value === '1' || value === 'true', z.boolean())
