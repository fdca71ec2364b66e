import { z } from 'zod'
import { requiredLine } from '#lib/fields.ts'

export const anonymiseForm = z.strictObject({
  name: requiredLine('Type the name, so that it is the right person.', 200),
})
