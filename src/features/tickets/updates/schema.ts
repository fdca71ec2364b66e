import { z } from 'zod'
import { blankable, line, lines, ticked } from '#lib/fields.ts'
import { links } from '#features/tickets/schema.ts'

const body = lines(100_000)

/** A reply or a note, with whatever else happens in the same act. */
export const updateForm = z.strictObject({
  kind: z.enum(['reply', 'note'], { error: 'Choose reply or note.' }).default('reply'),
  body: body.default(''),
  status: blankable(line(40)),
  holdReason: blankable(line(255)),
  resolution: blankable(line(120)),
  links: links.default([]),
  reage: ticked.default(false),
})

export type UpdateForm = z.infer<typeof updateForm>

export const updateText = z.strictObject({
  body: body.refine((text) => text !== '', 'Write something, or remove the update.'),
})
