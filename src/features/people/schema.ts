import { z } from 'zod'
import { ROLES } from '#domain/roles.ts'
import { isMail } from '#domain/typed-person.ts'
import { blankable, commaList, line, requiredLine, ticked } from '#lib/fields.ts'

export const mail = blankable(line(254).refine(isMail, 'Write a mail address, such as ada@example.com.'))

const facts = {
  name: requiredLine('Give the person a name.', 120),
  email: mail,
  company: blankable(line(120)),
  jobTitle: blankable(line(120)),
  phone: blankable(line(60)),
  // Names of sites hold commas, never semicolons.
  sites: commaList(50, 120, /[^;\n]+/g),
}

export const ROLE_PROBLEM = 'Choose client, agent or admin.'
export const role = z.enum(ROLES, { error: ROLE_PROBLEM })

/** A person as an admin writes one down. */
export const personForm = z.strictObject({ ...facts, sites: facts.sites.default([]), role, invite: ticked.optional() })

export type PersonForm = z.infer<typeof personForm>
export type PersonFacts = Omit<PersonForm, 'invite'>

export const nothing = z.strictObject({})
