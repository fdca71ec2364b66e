import { z } from 'zod'
import { blankable, line } from '#lib/fields.ts'
import { positive, positives } from '#lib/number-fields.ts'
import type { Desk } from '#src/desk.ts'
import { only, reading, type SettingsPage } from '#features/settings/page.ts'
import { calendarLinks } from './calendar-words.ts'

const form = (desk: Desk) =>
  z.strictObject({
    due_stage_days: positives(12, 3650),
    clock_stage_hours: positives(12, 8760),
    default_due_days: blankable(positive(3650)),
    calendar: line(80).refine((name) => known(desk, name), 'Choose a calendar of the list.'),
  })

const known = (desk: Desk, name: string) => calendarLinks(desk).some((one) => one.name === name)

export const targetsPage: SettingsPage = {
  slug: 'targets',
  title: 'Urgency and calendars',
  sentence: 'When a ticket turns from On track to Overdue, and the hours in which its clocks run.',
  template: 'settings/targets.njk',
  below: 'settings/calendars.njk',
  keys: ['due_stage_days', 'clock_stage_hours', 'default_due_days', 'calendar'].map((key) => ['sla', key]),
  previews: true,
  values: ({ sla }) => ({
    due_stage_days: sla.due_stage_days.join(', '),
    clock_stage_hours: sla.clock_stage_hours.join(', '),
    default_due_days: String(sla.default_due_days ?? ''),
    calendar: sla.calendar,
  }),
  read: (body, desk) =>
    reading(form(desk), body, (value) =>
      only(
        { path: ['sla', 'due_stage_days'], value: value.due_stage_days },
        { path: ['sla', 'clock_stage_hours'], value: value.clock_stage_hours },
        { path: ['sla', 'default_due_days'], value: value.default_due_days ?? undefined },
        { path: ['sla', 'calendar'], value: value.calendar },
      ),
    ),
  fields: { 'sla.calendar': 'calendar' },
  extras: (desk) => ({
    calendars: calendarLinks(desk),
    choices: calendarLinks(desk).map(({ name, words }) => ({ value: name, label: `${name}: ${words}` })),
  }),
}
