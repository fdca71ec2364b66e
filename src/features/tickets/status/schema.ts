import { z } from 'zod'
import { blankable, line } from '#lib/fields.ts'

/** What a move along the workflow needs; which moves there are is the workflow's affair. */
export const moveFields = {
  to: line(40).refine((key) => key !== '', 'Choose a status.'),
  holdReason: blankable(line(255)),
  resolution: blankable(line(120)),
}

export const moveForm = z.strictObject(moveFields)

export type MoveForm = z.infer<typeof moveForm>
