import { z } from 'zod'
import { readRelation } from '#domain/relations.ts'
import { line, requiredLine } from '#lib/fields.ts'

/** Two tickets and what they are to each other, as a form says it. */
export const relationForm = z.strictObject({
  kind: line(40).transform((text, context) => {
    const relation = readRelation(text)
    if (relation) return relation
    context.addIssue({ code: 'custom', message: 'Choose what the two have to do with each other.' })
    return z.NEVER
  }),
  other: requiredLine('Write the number of the other ticket, or words of its title.', 300),
})
