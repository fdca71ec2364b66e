import { z } from 'zod'
import { actionLines, LONGEST_ACTION, MOST_ACTIONS, tooLong } from '#domain/template-actions.ts'
import { blankable, id, lines, requiredLine } from '#lib/fields.ts'
import { localTime } from '#features/tickets/schema.ts'

/** New action items, one a line. */
export const newActions = z.strictObject({
  items: lines(50_000).transform((text, context) => {
    const items = actionLines(text)
    const problem = items.map(tooLong).find((found) => found !== null)
    const wrong = (message: string) => context.addIssue({ code: 'custom', message })
    if (items.length === 0) wrong('Write what is to be done, one item a line.')
    if (items.length > MOST_ACTIONS) wrong(`At most ${MOST_ACTIONS} items at once.`)
    if (problem != null) wrong(problem)
    return items
  }),
})

export const actionForm = (zone: string) =>
  z.strictObject({
    text: requiredLine('Write what is to be done.', LONGEST_ACTION),
    assignee: blankable(id),
    dueAt: blankable(localTime(zone)),
  })

export type ActionForm = z.infer<ReturnType<typeof actionForm>>

export const tickForm = z.strictObject({ done: z.enum(['0', '1']).transform((text) => text === '1') })

/** A step, or the place it was dragged to, counted from 1. */
export const moveForm = z.strictObject({
  to: z.union([
    z.enum(['up', 'down']),
    z
      .string()
      .regex(/^[1-9]\d{0,4}$/)
      .transform(Number),
  ]),
})
