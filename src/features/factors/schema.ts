import { z } from 'zod'
import { line, requiredLine } from '#lib/fields.ts'

// People whose only way in is another system have no password to confirm with.
const current = z
  .string({ error: 'Give this once, as text.' })
  .max(1024, 'That is too long for a password.')
  .default('')

export const confirmed = z.strictObject({ current })
export const authenticatorForm = confirmed.extend({ code: requiredLine('Enter the six figures the app shows.', 20) })
export const codeForm = z.strictObject({
  code: requiredLine('Enter the six figures your app shows, or a recovery code.', 40),
})

/** What a browser answers for a passkey, as JSON; it is read by whoever verifies it. */
export const passkeyForm = confirmed.extend({
  response: z
    .string({ error: 'The browser sent no passkey. Try again.' })
    .min(2, 'The browser sent no passkey. Try again.')
    .max(20_000, 'That is no passkey.'),
  name: line(60).default(''),
})
