import { z } from 'zod'
import { blankable, line } from '#lib/fields.ts'
import { isZone } from '#lib/zones.ts'

export const appearanceForm = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  density: z.enum(['normal', 'compact']).optional(),
  keys: z.enum(['on', 'off']).optional(),
  zone: blankable(line(60).refine(isZone, 'There is no such time zone. Write it as Europe/Berlin.')).optional(),
  back: z.string().max(500).optional(),
})

export type AppearanceForm = z.infer<typeof appearanceForm>
