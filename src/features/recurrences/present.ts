import type { Actor } from '#domain/actor.ts'
import { monthName, weekdayName } from '#domain/dates.ts'
import { formatNumber } from '#domain/numbers.ts'
import { nextRuns } from '#domain/recurrence-runs.ts'
import { NTH, readRepeat, repeatWords } from '#domain/recurrence-words.ts'
import { readSchedule } from '#domain/recurrence.ts'
import { longTime, dateOf } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { templatesFor } from '#features/templates/queries.ts'
import { maySee } from '#features/tickets/queries.ts'
import type { Values } from '#web/form.ts'
import { recurrences, type Recurrence } from './queries.ts'
import { REPEATS } from './schema.ts'

/** Every schedule, with what it does next and what it did last. */
export const presentRecurrences = (desk: Desk, actor: Actor) => ({
  tab: 'recurring',
  items: recurrences(desk).map((recurrence) => presentRecurrence(desk, actor, recurrence)),
  anyTemplates: sharedTemplates(desk, actor).length > 0,
})

const sharedTemplates = (desk: Desk, actor: Actor) =>
  templatesFor(desk, actor, 'ticket').filter(({ ownerId }) => ownerId === null)

function presentRecurrence(desk: Desk, actor: Actor, recurrence: Recurrence) {
  const { id, template, templateId, cron, timeZone, active, nextAt, lastAt, lastError, ticketId } = recurrence
  const seen = ticketId !== null && maySee(desk, actor, ticketId)
  return {
    ...{ id, template, timeZone, lastError },
    href: `/recurrences/${id}`,
    templateHref: `/templates/${templateId}`,
    words: repeatWords(readRepeat(cron)),
    paused: active === 0,
    next: nextAt === null ? null : longTime(nextAt, timeZone),
    last: lastAt === null ? null : longTime(lastAt, timeZone),
    ticket: seen
      ? { href: `/tickets/${ticketId}`, number: formatNumber(desk.config.tickets.numberFormat, ticketId) }
      : null,
  }
}

/** What stands in the boxes that the choice does not need, should another be chosen. */
const UNASKED: Values = { time: '09:00', every: '1', monthDay: '1' }

/** A schedule as its form shows it. */
export function recurrenceForm({ templateId, cron, timeZone }: Recurrence): Values {
  const repeat = readRepeat(cron)
  const base = { ...UNASKED, templateId: String(templateId), repeat: repeat.kind, timeZone }
  if (repeat.kind === 'cron') return { ...base, cron: repeat.text }
  const timed = { ...base, time: repeat.time }
  if (repeat.kind === 'weekly') {
    const { every, from } = repeat.weeks ?? { every: 1, from: '' }
    return { ...timed, weekdays: repeat.weekdays.join(', '), every: String(every), from }
  }
  if (repeat.kind === 'monthly') return { ...timed, day: String(repeat.day) }
  if (repeat.kind === 'nth') return { ...timed, nth: String(repeat.nth), weekday: String(repeat.weekday) }
  return repeat.kind === 'yearly' ? { ...timed, month: String(repeat.month), monthDay: String(repeat.day) } : timed
}

/** What a new schedule begins with. */
export const freshForm = (desk: Desk, { zone }: Actor, templateId: string): Values => ({
  ...{ ...UNASKED, templateId, repeat: 'weekly', weekdays: '1', timeZone: zone },
  from: dateOf(desk.clock.now(), zone),
})

const numbered = (most: number, label: (number: number) => string) =>
  Array.from({ length: most }, (_item, index) => ({ value: String(index + 1), label: label(index + 1) }))

/** What the form of a schedule offers. */
export const recurrenceChoices = (desk: Desk, actor: Actor, { weekdays = '' }: Values) => ({
  templates: sharedTemplates(desk, actor).map(({ id, name }) => ({ value: String(id), label: name })),
  repeats: Object.entries(REPEATS).map(([value, label]) => ({ value, label })),
  weekdays: numbered(7, weekdayName).map((day) => ({ ...day, on: weekdays.split(/,\s*/).includes(day.value) })),
  days: [...numbered(31, String), { value: 'last', label: 'Last day' }],
  nths: Object.entries(NTH).map(([value, label]) => ({ value, label: label.charAt(0).toUpperCase() + label.slice(1) })),
  months: numbered(12, monthName),
  zones: Intl.supportedValuesOf('timeZone'),
})

const PREVIEWED = 5

/** When it comes next, in words; empty where the schedule cannot be read. */
export function previewRuns(desk: Desk, { cron, timeZone }: { cron: string; timeZone: string }) {
  const read = readSchedule(cron)
  const words = repeatWords(readRepeat(cron))
  const runs = read.ok ? nextRuns(read.schedule, { after: desk.clock.now(), zone: timeZone }, PREVIEWED) : []
  return { words, zone: timeZone, runs: runs.map((at) => longTime(at, timeZone)) }
}
