import { z } from 'zod'
import { NOTICES, type NoticeKey } from '#domain/notifications.ts'
import { requiredLine, ticked } from '#lib/fields.ts'
import { mail } from '#features/people/schema.ts'

/** The password is asked for when the mail address changes; autofill may bring it at any time. */
export const namesForm = z.strictObject({
  name: requiredLine('Give your name.', 120),
  email: mail,
  current: z.string().max(1024, 'That is too long for a password.').default(''),
})

const boxes = Object.fromEntries(NOTICES.map(({ key }) => [key, ticked.default(false)])) as Record<
  NoticeKey,
  z.ZodDefault<typeof ticked>
>

export const noticesForm = z.strictObject(boxes)
