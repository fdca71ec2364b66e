import { z } from 'zod'
import { FLAG_ORDER, LIGHTS, type FlagState, type Light } from '#domain/flag.ts'
import { parseQuietHours, WEEKDAYS, type QuietHours } from '#domain/flag-quiet.ts'
import type { FlagRules } from '#domain/flag-rules.ts'
import { watchProblem } from '#domain/flag-watch.ts'
import { channels, parseColor } from '#domain/palette.ts'

const states = Object.keys(LIGHTS) as FlagState[]
const byte = (most: number) => z.number().int().min(0).max(most)
const time = z.string().regex(/^\d{1,2}:\d\d$/, 'must be a time such as "22:00"')

const light = z.strictObject({
  color: z
    .string()
    .refine((text) => parseColor(text) !== null, 'must be a colour such as #ff5000')
    .optional(),
  pattern: z.enum(['solid', 'fade', 'strobe', 'wave', 'pattern']).optional(),
  speed: byte(255).optional(),
  wave: byte(5).min(1).optional(),
  program: byte(8).min(1).optional(),
})

const quietHours = z
  .strictObject({ days: z.array(z.enum(WEEKDAYS)).min(1).optional(), from: time, to: time })
  .refine((hours) => quietOf(hours) !== null, 'must be two different times of the day, such as "22:00" and "07:00"')

/** The key `flag` of config.json: the light on the desk. */
export const flagSchema = z
  .strictObject({
    enabled: z.enum(['auto', 'off']).default('auto').describe('Light a Luxafor Flag when one is plugged in, or never.'),
    watch: z
      .string()
      .refine(
        (text) => watchProblem(text) === null,
        'must be everything, person:MAIL, view:NAME, or the query of a list',
      )
      .default('everything')
      .describe('What the flag watches: everything, person:MAIL, view:NAME (a shared view), or the query of a list.'),
    order: z
      .array(z.enum(FLAG_ORDER as [FlagState, ...FlagState[]]))
      .default([...FLAG_ORDER])
      .describe('Which state wins; one that is not listed never shows.'),
    lights: z
      .partialRecord(z.enum(states as [FlagState, ...FlagState[]]), light)
      .default({})
      .describe('Colour, pattern and speed (0 fast, 255 slow) by state.'),
    brightness: z.number().int().min(1).max(100).default(100).describe('Percent of full light.'),
    leds: z.enum(['all', 'front', 'back']).default('all').describe('Which side of the flag is lit.'),
    front: z.enum(['a', 'b']).default('a').describe('Which side is the front (0x41 is a, 0x42 is b): models differ.'),
    quiet_hours: z.array(quietHours).max(50).default([]).describe('When the light rests.'),
    quiet: z.enum(['off', 'dim']).default('off').describe('What it does when it rests.'),
  })
  .prefault({})

type FlagFile = z.infer<typeof flagSchema>

/** What the file leaves out is as it comes. */
export const flagRules = ({ lights, quiet_hours: hours, ...rest }: FlagFile): FlagRules => ({
  ...rest,
  order: [...new Set(rest.order)],
  lights: Object.fromEntries(states.map((state) => [state, lightOf(LIGHTS[state], lights[state])])) as Record<
    FlagState,
    Light
  >,
  quietHours: hours.map(quietOf).filter((one) => one !== null),
})

function lightOf(usual: Light, written: z.infer<typeof light> = {}): Light {
  const { color, pattern, speed, wave, program } = written
  return {
    rgb: color === undefined ? usual.rgb : channels(color),
    pattern: pattern ?? usual.pattern,
    speed: speed ?? usual.speed,
    wave: wave ?? usual.wave,
    program: program ?? usual.program,
  }
}

function quietOf({ days, from, to }: { days?: QuietHours['days'] | undefined; from: string; to: string }) {
  const read = parseQuietHours(`${from}-${to}`)
  return read && { ...read, days: days ?? WEEKDAYS }
}
