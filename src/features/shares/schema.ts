import { z } from 'zod'

/** How long a link may last, in days; '' is until it is revoked. */
export const LASTING = ['30', '7', '90', ''] as const

export const shareForm = z.strictObject({
  days: z
    .enum(LASTING, { error: 'Choose how long the link lasts.' })
    .transform((days) => (days === '' ? null : Number(days))),
})
