import { z } from 'zod'
import { writeRepeat, type Repeat } from '#domain/recurrence-words.ts'
import { readSchedule } from '#domain/recurrence.ts'
import { line } from '#lib/fields.ts'
import { isZone } from '#lib/zones.ts'

export const REPEATS = {
  daily: 'Every day',
  weekdays: 'Monday to Friday',
  weekly: 'On days of the week',
  monthly: 'On a day of the month',
  nth: 'On a weekday of the month',
  yearly: 'Once a year',
  cron: 'By a cron line',
} as const

const KINDS = Object.keys(REPEATS) as [keyof typeof REPEATS, ...(keyof typeof REPEATS)[]]

const several = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string()))
const counted = (least: number, most: number, words: string) =>
  z
    .string()
    .default('')
    // What the choice does not need stays empty.
    .transform((text) => (text === '' ? String(least) : text))
    .refine((text) => /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most, words)

/** When a ticket opens by itself, as its form says it; becomes the text it is kept as. */
export const scheduleForm = z
  .strictObject({
    templateId: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, 'Choose a template.')
      .transform(Number),
    repeat: z.enum(KINDS, { error: 'Choose how often.' }),
    time: line(5).default('09:00'),
    weekdays: several,
    every: counted(1, 52, 'Count from 1 to 52 weeks.'),
    from: line(10).default(''),
    day: z
      .string()
      .default('1')
      .refine(
        (text) => text === 'last' || (/^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 31),
        'Choose a day.',
      ),
    nth: z.enum(['1', '2', '3', '4', 'last']).default('1'),
    weekday: counted(1, 7, 'Choose a weekday.'),
    month: counted(1, 12, 'Choose a month.'),
    monthDay: counted(1, 31, 'Choose a day from 1 to 31.'),
    cron: line(200).default(''),
    timeZone: line(60).refine(isZone, 'Write a time zone such as Europe/Berlin.'),
  })
  .transform((form, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (form.repeat !== 'cron' && !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(form.time))
      wrong('time', 'Write the time as 09:00.')
    const weekdays = [...new Set(form.weekdays.filter((day) => /^[1-7]$/.test(day)).map(Number))].sort()
    if (form.repeat === 'weekly' && weekdays.length === 0) wrong('weekdays', 'Tick at least one day.')
    if (form.repeat === 'weekly' && form.every !== '1' && !/^\d{4}-\d{2}-\d{2}$/.test(form.from))
      wrong('from', 'Say in which week it begins, as 2026-11-23.')
    const text = writeRepeat(repeatOf({ ...form, weekdays }))
    const read = context.issues.length > 0 ? null : readSchedule(text)
    if (read?.ok === false) wrong(BLAMED[form.repeat] ?? 'repeat', read.problem)
    return { templateId: form.templateId, cron: text, timeZone: form.timeZone }
  })

export type ScheduleForm = z.infer<typeof scheduleForm>

const BLAMED: Readonly<Record<string, string>> = { cron: 'cron', weekly: 'from', yearly: 'monthDay' }

type Typed = 'time' | 'every' | 'from' | 'day' | 'nth' | 'weekday' | 'month' | 'monthDay' | 'cron'
type Chosen = Readonly<Record<Typed, string>> & {
  readonly repeat: keyof typeof REPEATS
  readonly weekdays: readonly number[]
}

function repeatOf(form: Chosen): Repeat {
  const { repeat: kind, time } = form
  switch (kind) {
    case 'daily':
    case 'weekdays':
      return { kind, time }
    case 'weekly':
      return {
        kind,
        time,
        weekdays: form.weekdays,
        weeks: form.every === '1' ? null : { every: Number(form.every), from: form.from },
      }
    case 'monthly':
      return { kind, time, day: form.day === 'last' ? 'last' : Number(form.day) }
    case 'nth':
      return { kind, time, weekday: Number(form.weekday), nth: form.nth === 'last' ? 'last' : Number(form.nth) }
    case 'yearly':
      return { kind, time, month: Number(form.month), day: Number(form.monthDay) }
    case 'cron':
      return { kind, text: form.cron }
  }
}
