import { z } from 'zod'
import { FLAG_ORDER, FLAG_WORDS, LIGHTS, type FlagState } from '#domain/flag.ts'
import { parseQuietHours } from '#domain/flag-quiet.ts'
import { watchProblem } from '#domain/flag-watch.ts'
import { parseColor } from '#domain/palette.ts'
import { blankable, line, lines } from '#lib/fields.ts'

export const STATES = Object.keys(LIGHTS) as FlagState[]
const MOST_QUIET = 50

const whole = (least: number, most: number) => {
  const words = `Enter a number from ${least} to ${most}.`
  return z
    .string({ error: words })
    .regex(/^\d{1,3}$/, words)
    .transform(Number)
    .refine((value) => value >= least && value <= most, words)
}

const color = z
  .string({ error: 'Choose a colour.' })
  .refine((text) => parseColor(text) !== null, 'Write the colour as #ff5000.')
  .transform((text) => parseColor(text) ?? text)

/** A pattern and its kind in one choice: `solid`, `wave-2`, `pattern-5`. */
const pattern = z
  .string({ error: 'Choose a pattern.' })
  .regex(/^(?:solid|fade|strobe|wave-[1-5]|pattern-[1-8])$/, 'Choose a pattern of the list.')

const rank = blankable(whole(1, FLAG_ORDER.length))

// The names of these fields are made, so their type says nothing of them; `perState` reads them again.
const perStateFields: object = Object.fromEntries<z.ZodType>([
  ...STATES.map((state): [string, z.ZodType] => [`color_${state}`, color]),
  ...STATES.map((state): [string, z.ZodType] => [`pattern_${state}`, pattern]),
  ...STATES.map((state): [string, z.ZodType] => [`speed_${state}`, whole(0, 255)]),
  ...FLAG_ORDER.map((state): [string, z.ZodType] => [`rank_${state}`, rank]),
])

const watch = line(500).superRefine((text, context) => {
  const problem = watchProblem(text)
  if (problem !== null) context.addIssue({ code: 'custom', message: problem })
})

const quietHours = lines(4000).transform((text, context) => {
  const written = text.split('\n').filter((row) => row.trim() !== '')
  const wrong = written.find((row) => parseQuietHours(row) === null)
  if (wrong !== undefined)
    context.addIssue({
      code: 'custom',
      message: `"${wrong.trim()}" is not understood. Write it as Mon-Fri 18:00-08:00.`,
    })
  if (written.length > MOST_QUIET) context.addIssue({ code: 'custom', message: `At most ${MOST_QUIET} lines.` })
  return written.map(parseQuietHours).filter((hours) => hours !== null)
})

/** The settings of the lamp, one field a setting; a state's fields end in its name. */
export const flagForm = z
  .strictObject({
    enabled: z.enum(['auto', 'off'], { error: 'Choose one.' }),
    watch,
    brightness: whole(1, 100),
    leds: z.enum(['all', 'front', 'back'], { error: 'Choose one.' }),
    front: z.enum(['a', 'b'], { error: 'Choose one.' }),
    quiet: z.enum(['off', 'dim'], { error: 'Choose one.' }),
    quiet_hours: quietHours,
    ...perStateFields,
  })
  .superRefine((form, context) => {
    const seen = new Map<number, FlagState>()
    for (const state of FLAG_ORDER) {
      const { rank: place } = perState(form, state)
      const other = place === null ? undefined : seen.get(place)
      const message = `Place ${place ?? ''} belongs to "${FLAG_WORDS[other ?? state]}".`
      if (other) context.addIssue({ code: 'custom', path: [`rank_${state}`], message })
      if (place !== null) seen.set(place, state)
    }
  })

export type FlagForm = z.infer<typeof flagForm>

type StateFields = {
  readonly color: string
  readonly pattern: string
  readonly speed: number
  /** Null for a state that never shows. */
  readonly rank: number | null
}

/** The fields of one state, as the form has checked them. */
export function perState(form: object, state: FlagState): StateFields {
  const fields = form as Readonly<Record<string, string | number | null>>
  return {
    color: String(fields[`color_${state}`]),
    pattern: String(fields[`pattern_${state}`]),
    speed: Number(fields[`speed_${state}`]),
    rank: typeof fields[`rank_${state}`] === 'number' ? Number(fields[`rank_${state}`]) : null,
  }
}

export const testForm = z.strictObject({ state: z.enum(STATES as [FlagState, ...FlagState[]]) })

export const acknowledgeForm = z.strictObject({ undo: z.literal('1').optional() })
