import { z } from 'zod'
import { isMail } from '#domain/typed-person.ts'
import { blankable, line } from '#lib/fields.ts'
import { passwordProblem } from '#lib/passwords.ts'
import { isZone } from '#lib/zones.ts'

/** The first answers of an installation. The account is asked for where people sign in. */
export const setupForm = z
  .strictObject({
    preset: z.enum(['personal', 'team', 'facilities'], { error: 'Choose who this helpdesk is for.' }),
    company: blankable(line(80)),
    name: blankable(line(120)),
    email: blankable(line(254)),
    password: blankable(z.string().max(1024)),
    code: z.string().max(40).default(''),
    zone: blankable(line(60).refine(isZone, 'There is no such time zone.')),
  })
  .superRefine(({ preset, name, email, password, company }, context) => {
    if (preset === 'personal') return
    const problem = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if (name === null) problem('name', 'Enter your name.')
    if (email === null || !isMail(email)) problem('email', 'Enter your mail address.')
    if (password === null) return problem('password', 'Choose a password.')
    const weak = passwordProblem(
      password,
      [email?.split('@')[0] ?? '', name ?? '', company ?? '', 'pennant', 'helpdesk'].filter((word) => word !== ''),
    )
    if (weak !== null) problem('password', weak)
  })

export type SetupForm = z.infer<typeof setupForm>
