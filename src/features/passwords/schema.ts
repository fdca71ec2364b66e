import { z } from 'zod'

const typed = (missing: string) =>
  z.string({ error: missing }).min(1, missing).max(1024, 'That is too long for a password.')

/** A password as it was chosen; whether it will do depends on who chooses it. */
export const newPassword = z.strictObject({ password: typed('Choose a password.'), username: z.string().optional() })
export const passwordChange = newPassword.extend({ current: typed('Enter your present password.') })

export type NewPassword = Pick<z.infer<typeof newPassword>, 'password'>
export type PasswordChange = Pick<z.infer<typeof passwordChange>, 'password' | 'current'>
