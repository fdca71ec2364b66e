import { z } from 'zod'
import type { SnoozeChoice } from '#domain/snooze.ts'
import { blankable, line } from '#lib/fields.ts'
import { localTime } from '#features/tickets/schema.ts'

/** When a ticket shall wake: one of the choices offered, or a date and time in the zone of who chooses. */
export const snoozeForm = (zone: string, choices: readonly SnoozeChoice[]) =>
  z
    .strictObject({ preset: blankable(line(20)), at: blankable(localTime(zone)) })
    .transform(({ preset, at }, context) => {
      const until = choices.find(({ key }) => key === preset)?.at ?? at
      if (until !== null) return { until }
      context.addIssue({ code: 'custom', path: ['at'], message: 'Choose when the ticket comes back.' })
      return z.NEVER
    })
