import { z } from 'zod'
import { AUDIT_WORDS, type AuditAction } from '#domain/audit.ts'

const word = z
  .string()
  .catch('')
  .default('')
  .transform((text) => text.replaceAll('\0', '').trim().slice(0, 200))
const date = z.iso.date().catch('').default('')

// Addresses are shortened by hand: what cannot be read is as if it were not there.
export const auditQuery = z.object({
  action: z
    .enum(['', ...(Object.keys(AUDIT_WORDS) as AuditAction[])])
    .catch('')
    .default(''),
  q: word,
  from: date,
  to: date,
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
})

export type AuditQuery = z.infer<typeof auditQuery>

export const nothing = z.strictObject({})
