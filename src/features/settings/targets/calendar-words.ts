import { readWrittenConfig } from '#config/edit.ts'
import type { ConfigFile } from '#config/schema.ts'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'

export type WrittenCalendar = ConfigFile['sla']['calendars'][string]

export const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

const ALWAYS = '24x7'

/** Every calendar there is to choose from; those that are written have an address of their own. */
export function calendarLinks(desk: Desk) {
  const written = writtenCalendars(desk)
  const always = ALWAYS in written ? [] : [{ name: ALWAYS, words: 'around the clock', href: null }]
  return [
    ...always,
    ...Object.entries(written).map(([name, calendar]) => ({
      name,
      words: wordsOf(calendar),
      href: `/settings/calendars/${encodeURIComponent(name)}`,
    })),
  ]
}

/** The calendars of config.json; none while the file cannot be read. */
export function writtenCalendars({ config }: Desk): Readonly<Record<string, WrittenCalendar>> {
  try {
    return readWrittenConfig(config.file).file.sla.calendars
  } catch (error) {
    if (error instanceof AppError) return {}
    throw error
  }
}

function wordsOf(calendar: WrittenCalendar): string {
  const open = WEEK.filter((day) => calendar[day].length > 0).length
  const days = open === 0 ? 'never open' : `open on ${open} ${open === 1 ? 'day' : 'days'} a week`
  const count = Object.keys(calendar.holidays).length
  return count === 0 ? days : `${days}, ${count} ${count === 1 ? 'holiday' : 'holidays'}`
}
