import { z } from 'zod'
import { blankable, line, requiredLine, ticked } from '#lib/fields.ts'

const PORT = 'Enter a port from 1 to 65535; 587 is usual.'

/** The settings of outgoing mail; an empty password keeps the one that is there. */
export const mailForm = z.strictObject({
  host: requiredLine('Name the mail server, such as smtp.example.com.', 200),
  port: z
    .string({ error: PORT })
    .regex(/^\d{1,5}$/, PORT)
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, PORT),
  security: z.enum(['starttls', 'tls', 'none'], { error: 'Choose one of the list.' }),
  user: blankable(line(200)),
  password: blankable(line(500)),
  from: line(254).pipe(z.email('Write one mail address, such as helpdesk@example.com.')),
  name: blankable(line(100)),
  anyway: ticked.default(false),
})

export type MailForm = z.infer<typeof mailForm>
