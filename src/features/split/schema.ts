import { z } from 'zod'
import type { Config } from '#config/config.ts'
import { blankable, id, lines, requiredLine } from '#lib/fields.ts'
import { personText } from '#features/tickets/schema.ts'

const MOST_UPDATES = 500

/** A new ticket, and the updates of another one that go over to it. */
export const splitForm = ({ priorities, tickets }: Config) =>
  z.strictObject({
    title: requiredLine('Give the new ticket a title.', 255),
    text: lines(100_000).default(''),
    requester: blankable(personText),
    priority: z
      .string()
      .default(tickets.defaultPriority)
      .refine((key) => priorities.some((one) => one.key === key), 'Choose a priority of the list.'),
    updates: z
      .preprocess(
        (value): unknown => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
        z.array(id).max(MOST_UPDATES, `At most ${MOST_UPDATES} at once.`),
      )
      .refine((updates) => updates.length > 0, 'Choose at least one update.'),
  })

export type SplitForm = z.infer<ReturnType<typeof splitForm>>
