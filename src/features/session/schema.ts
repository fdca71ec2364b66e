import { z } from 'zod'
import { line, ticked } from '#lib/fields.ts'

export const signInForm = z.strictObject({
  email: line(254).refine((text) => text !== '', 'Enter your mail address.'),
  password: z.string().min(1, 'Enter your password.').max(1024, 'That is too long for a password.'),
  remember: ticked.default(false),
  next: z.string().max(500).default(''),
})

/** What a browser answers for a passkey, and where its person wanted to go. */
export const passkeyEntry = z.strictObject({
  response: z.string().min(2).max(20_000),
  next: z.string().max(500).default(''),
})
