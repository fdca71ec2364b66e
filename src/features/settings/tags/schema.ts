import { z } from 'zod'
import { parseColor } from '#domain/palette.ts'
import { id, requiredLine, ticked } from '#lib/fields.ts'

/** A tag's name as it may be typed elsewhere too: no commas, which part them. */
export const tagForm = z.strictObject({
  name: requiredLine('Give it a name.', 40).refine((name) => !name.includes(','), 'Leave out commas: they part tags.'),
  own: ticked,
  color: z
    .string({ error: 'Choose a colour.' })
    .refine((text) => parseColor(text) !== null, 'Write the colour as #ff5000.')
    .transform((text) => parseColor(text) ?? text),
})

export const mergeForm = z.strictObject({ into: id })

export type TagForm = z.infer<typeof tagForm>
