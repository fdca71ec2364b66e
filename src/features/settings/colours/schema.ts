import { z } from 'zod'
import { parseColor } from '#domain/palette.ts'
import { STAGES } from '#domain/stage.ts'
import { ticked } from '#lib/fields.ts'
import type { Config } from '#config/config.ts'

export const color = z
  .string({ error: 'Choose a colour.' })
  .refine((text) => parseColor(text) !== null, 'Write the colour as #ff5000.')
  .transform((text) => parseColor(text) ?? text)

/** One field a colour, and a tick for statuses whose colour wins over urgency. */
export const colourForm = ({ workflow, priorities }: Config) =>
  z.strictObject({
    ...Object.fromEntries(STAGES.map((stage) => [`stage_${stage}`, color])),
    ...Object.fromEntries(workflow.map(({ key }) => [`status_${key}`, color])),
    ...Object.fromEntries(workflow.map(({ key }) => [`own_${key}`, ticked])),
    ...Object.fromEntries(priorities.map(({ key }) => [`priority_${key}`, color])),
    tags: color,
  })
