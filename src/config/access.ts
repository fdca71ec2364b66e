import { z } from 'zod'
import { oidcSchema } from './oidc.ts'

/** The key `access` of config.json. */
export const accessSchema = z
  .strictObject({
    sign_in: z.boolean().default(false).describe('Whether people sign in. Without it only this machine is answered.'),
    agentsSee: z.enum(['all', 'own']).default('all').describe('All tickets, or only assigned and unassigned ones.'),
    clients_choose_priority: z
      .boolean()
      .default(true)
      .describe('Whether clients set the priority of what they ask for; else it is the default one.'),
    assignment_requests: z
      .boolean()
      .default(false)
      .describe("Whether agents may ask for others' tickets; the assignee or an admin decides."),
    client_tickets_per_hour: z
      .number()
      .int()
      .min(0)
      .max(100_000)
      .default(60)
      .describe('How many tickets a client may open in an hour; 0 for no limit.'),
    session_hours: z
      .number()
      .positive()
      .max(8760)
      .default(12)
      .describe('How long a session lasts without "remember me".'),
    idle_minutes: z.number().positive().max(525_600).default(60).describe('How long a session lasts without use.'),
    second_factor: z
      .enum(['optional', 'staff'])
      .default('optional')
      .describe('Whether agents and admins must set up a second factor at their next sign-in.'),
    oidc: oidcSchema,
  })
  .prefault({})
