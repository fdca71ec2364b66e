import { z } from 'zod'
import { line } from '#lib/fields.ts'

const typed = (missing: string) =>
  z.string({ error: missing }).min(1, missing).max(1024, 'That is too long for a password.')

/** A password as it was chosen; whether it will do depends on who chooses it. */
export const newPassword = z.strictObject({ password: typed('Choose a password.'), username: z.string().optional() })
export const passwordChange = newPassword.extend({ current: typed('Enter your present password.') })

export const resetRequest = z.strictObject({
  email: line(254).refine((text) => text !== '', 'Enter your mail address.'),
})

export type NewPassword = Pick<z.infer<typeof newPassword>, 'password'>
export type PasswordChange = Pick<z.infer<typeof passwordChange>, 'password' | 'current'>
