import { z } from 'zod'
import { blankable, id, line, lines, requiredLine, ticked } from '#lib/fields.ts'
import { isZone } from '#lib/zones.ts'

export const siteForm = z.strictObject({
  name: requiredLine('Give the site a name.', 120),
  address: blankable(lines(500)),
  timeZone: blankable(line(60).refine(isZone, 'There is no such time zone. Write it as Europe/Berlin.')),
  sharesTickets: ticked.default(false),
})

export type SiteForm = z.infer<typeof siteForm>

export const memberForm = z.strictObject({
  person: requiredLine('Write a name or a mail address.', 300),
})

export const nothing = z.strictObject({})

export const projectForm = z
  .strictObject({
    name: requiredLine('Give the project a name.', 120),
    jobNumber: blankable(line(40)),
    description: lines(5000).default(''),
    startsAt: blankable(z.iso.date('Write the day as 2026-11-21.')),
    completesAt: blankable(z.iso.date('Write the day as 2026-11-21.')),
    manager: blankable(id),
    site: blankable(id),
  })
  .refine(({ startsAt, completesAt }) => startsAt === null || completesAt === null || startsAt <= completesAt, {
    path: ['completesAt'],
    message: 'It cannot end before it begins.',
  })

export type ProjectForm = z.infer<typeof projectForm>
