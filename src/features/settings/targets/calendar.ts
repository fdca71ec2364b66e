import { z } from 'zod'
import { blankable, line, lines, requiredLine } from '#lib/fields.ts'
import { isZone } from '#lib/zones.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { reading, type SettingsPage } from '#features/settings/page.ts'
import { WEEK, writtenCalendars, type WrittenCalendar } from './calendar-words.ts'

const MOST_HOLIDAYS = 400
const PARENT = { href: '/settings/targets', label: 'Urgency and calendars' }
const SPAN = /^([01]?\d|2[0-4])[:.]([0-5]\d)\s*(?:-|–|to)\s*([01]?\d|2[0-4])[:.]([0-5]\d)$/

/** `9:00-12:30, 13:30 - 18:00` → `['09:00-12:30', '13:30-18:00']`; empty is closed. */
const hours = line(120).transform((text, context) => {
  const spans = text.split(/\s*[,;]\s*/).filter((span) => span !== '' && span !== 'closed')
  const read = spans.map((span) => SPAN.exec(span))
  const wrong = spans[read.indexOf(null)]
  if (wrong !== undefined) {
    context.addIssue({ code: 'custom', message: `"${wrong}" is not understood. Write it as 09:00-12:30, 13:30-18:00.` })
    return []
  }
  const written = read.map((found) => {
    const [, fromHour = '', from = '', toHour = '', to = ''] = found ?? []
    return `${fromHour.padStart(2, '0')}:${from}-${toHour.padStart(2, '0')}:${to}`
  })
  const marks = written.flatMap((span) => span.split('-'))
  if (
    marks.some((mark, index) => index > 0 && mark <= (marks[index - 1] ?? '')) ||
    marks.some((mark) => mark > '24:00')
  )
    context.addIssue({ code: 'custom', message: 'Each time must be later than the one before it.' })
  return written
})

/** One a line: the day, then its name. A day without year returns every year. */
const holidays = lines(MOST_HOLIDAYS * 100).transform((text, context) => {
  const rows = text.split('\n').filter((row) => row.trim() !== '')
  const read = rows.map((row) => /^((?:\d{4}-)?\d{2}-\d{2})(?:[\s:,]+(.{0,80}))?$/.exec(row.trim()))
  const wrong = rows.find((_row, index) => !isDay(read[index]?.[1]))
  if (wrong !== undefined)
    context.addIssue({
      code: 'custom',
      message: `"${wrong.trim().slice(0, 40)}" is not a day. Write 2026-12-25 Christmas, or 12-25 for every year.`,
    })
  if (rows.length > MOST_HOLIDAYS) context.addIssue({ code: 'custom', message: `At most ${MOST_HOLIDAYS} lines.` })
  return Object.fromEntries(read.flatMap((found) => (found ? [[found[1] ?? '', (found[2] ?? '').trim()]] : [])))
})

function isDay(text: string | undefined): boolean {
  if (text === undefined) return false
  // A leap year, so that 29 February may return.
  const date = text.length === 5 ? `2024-${text}` : text
  const at = Date.parse(date)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date)
}

const zone = blankable(line(60).refine(isZone, 'There is no such time zone. Write it as Europe/Berlin.'))
const days = Object.fromEntries(WEEK.map((day) => [day, hours])) as Record<(typeof WEEK)[number], typeof hours>
const calendarForm = z.strictObject({ time_zone: zone, ...days, holidays })
const newForm = (desk: Desk) =>
  calendarForm.extend({
    name: requiredLine('Give it a name.', 40)
      .refine((name) => !/[/?#\\]/.test(name), 'Leave out / ? # and \\.')
      .refine((name) => !(name in writtenCalendars(desk)), 'There is one of this name.'),
  })

const asWritten = ({ time_zone, ...rest }: z.infer<typeof calendarForm>) =>
  time_zone === null ? rest : { time_zone, ...rest }

const valuesOf = (calendar: WrittenCalendar) => ({
  time_zone: calendar.time_zone ?? '',
  ...Object.fromEntries(WEEK.map((day) => [day, calendar[day].join(', ')])),
  holidays: Object.entries(calendar.holidays)
    .map(([day, name]) => `${day} ${name}`.trim())
    .join('\n'),
})

const shared = {
  sentence: 'Opening hours and holidays. Clocks count while it is open.',
  template: 'settings/calendar.njk',
  next: '/settings/targets',
  parent: PARENT,
} as const

const OFFICE = Object.fromEntries(WEEK.map((day, index) => [day, index < 5 ? '09:00-17:00' : '']))

export const newCalendarPage: SettingsPage = {
  ...shared,
  slug: 'calendars',
  title: 'New calendar',
  keys: [],
  values: () => ({ name: '', time_zone: '', ...OFFICE, holidays: '' }),
  read: (body, desk) =>
    reading(newForm(desk), body, ({ name, ...value }) => ({
      edits: () => [{ path: ['sla', 'calendars', name], value: asWritten(value) }],
    })),
  extras: () => ({ week: WEEK, isNew: true, zones: Intl.supportedValuesOf('timeZone') }),
}

/** The page of one calendar; fails where config.json has none of this name. */
export function calendarPage(desk: Desk, name: string): SettingsPage {
  if (!Object.hasOwn(writtenCalendars(desk), name)) throw notFound('calendar')
  const path = ['sla', 'calendars', name]
  return {
    ...shared,
    slug: `calendars/${encodeURIComponent(name)}`,
    title: `Calendar ${name}`,
    keys: [path],
    previews: true,
    below: 'settings/calendar-removal.njk',
    values: ({ sla }) => {
      const calendar = sla.calendars[name]
      return calendar ? valuesOf(calendar) : {}
    },
    read: (body) =>
      reading(calendarForm, body, (value) => ({
        edits: () =>
          Object.entries({ ...asWritten(value), time_zone: value.time_zone ?? undefined }).map(([key, written]) => ({
            path: [...path, key],
            value: written,
          })),
      })),
    extras: () => ({
      week: WEEK,
      zones: Intl.supportedValuesOf('timeZone'),
      used: desk.config.calendar.key === name,
    }),
  }
}

/** Takes a calendar away. */
export const removedCalendar = (name: string) => ({
  edits: () => [{ path: ['sla', 'calendars', name], value: undefined }],
})
