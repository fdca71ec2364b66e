import { z } from 'zod'
import { validateNumberFormat } from '#domain/numbers.ts'
import { parseColor } from '#domain/palette.ts'
import { SUMMARY_SECTIONS } from '#domain/summary.ts'
import { isNetwork } from '#lib/networks.ts'
import { isZone } from '#lib/zones.ts'
import { accessSchema } from './access.ts'
import { seconds } from './durations.ts'
import { flagSchema } from './flag.ts'
import { mailSchema } from './mail.ts'
import { folderSchema, freshserviceSchema } from './sources.ts'

const name = z.string().trim().min(1, 'must not be empty').max(80, 'must be at most 80 characters')
const names = z.array(name).max(200)
const days = z.array(z.number().positive()).max(12)
const color = z.string().refine((text) => parseColor(text) !== null, 'must be a colour such as #f97316')
const zone = z.string().refine(isZone, 'must be a time zone such as Europe/Berlin')
const perPriority = <Value extends z.ZodType>(value: Value) => z.record(z.string(), value)
const duration = z
  .union([z.number().positive(), z.string()])
  .refine((value) => seconds(value) !== null, 'must be hours as a number, or a duration such as "30m", "4h" or "2d"')

const hours = z
  .string()
  .regex(/^([01]\d|2[0-4]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, 'must be opening hours such as "09:00-17:30"')
const calendar = z.strictObject({
  time_zone: zone.optional(),
  monday: z.array(hours).default([]),
  tuesday: z.array(hours).default([]),
  wednesday: z.array(hours).default([]),
  thursday: z.array(hours).default([]),
  friday: z.array(hours).default([]),
  saturday: z.array(hours).default([]),
  sunday: z.array(hours).default([]),
  holidays: z
    .record(
      z.string().regex(/^(\d{4}-)?\d{2}-\d{2}$/, 'must be a day such as "2026-12-25", or "12-25" for every year'),
      z.string(),
    )
    .default({}),
})

const statusKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a key such as "in_progress"')
const status = z.strictObject({
  key: statusKey,
  label: name,
  kind: z.enum(['open', 'active', 'hold', 'resolved', 'closed', 'cancelled']),
  waitingOn: z.enum(['agent', 'requester', 'third_party', 'nobody']).default('agent'),
  pausesClocks: z.boolean().default(false),
  to: z
    .array(
      z.union([
        statusKey,
        z.strictObject({ status: statusKey, by: z.array(z.enum(['admin', 'agent', 'requester'])).min(1) }),
      ]),
    )
    .default([]),
})

const section = z.enum(SUMMARY_SECTIONS)

/** What may stand in config.json. The keys of TicketTracker's file keep their names and meanings. */
export const ConfigFile = z.strictObject({
  $schema: z.string().optional().describe('Where editors find the completion for this file.'),
  preset: z.enum(['personal', 'team', 'facilities']).optional().describe('Which preset this file began as.'),
  company: name.default('Helpdesk').describe('The name shown beside the pennant.'),
  time_zone: zone.optional().describe("The zone of people who have not chosen one; the machine's by default."),
  secret_key: z
    .string()
    .optional()
    .describe('Signs the sessions. Leave it out: a secret is made and kept in config/secret.'),
  server: z
    .strictObject({
      host: z.string().default('127.0.0.1').describe('The address to listen on.'),
      port: z.number().int().min(0).max(65535).default(5001).describe('The port to listen on.'),
      base_url: z.url().optional().describe('How people reach Pennant, for links in mails.'),
      hosts: z.array(z.string()).default([]).describe('Further Host names that may be used.'),
      trusted_proxies: z
        .array(z.string().refine(isNetwork, 'must be an address, a network such as 10.0.0.0/8, or "loopback"'))
        .max(50)
        .default([])
        .describe('Reverse proxies to believe: addresses, networks or "loopback".'),
      certificate: z
        .string()
        .min(1)
        .default('config/cert.pem')
        .describe('The certificate (PEM), under the home folder; with its key it makes HTTPS.'),
      key: z
        .string()
        .min(1)
        .default('config/key.pem')
        .describe('The key of the certificate (PEM), under the home folder.'),
      hsts_seconds: z
        .number()
        .int()
        .min(0)
        .max(63_072_000)
        .optional()
        .describe('How long browsers insist on HTTPS for this name, on every port.'),
    })
    .prefault({}),
  database: z
    .strictObject({
      uri: z
        .string()
        .startsWith('sqlite:///', 'must begin with sqlite:///')
        .default('sqlite:///pennant.db')
        .describe('The database file, relative to the home folder.'),
    })
    .prefault({}),
  uploads: z
    .strictObject({
      directory: z
        .string()
        .min(1)
        .default('uploads')
        .describe('Where attachments are kept, relative to the home folder.'),
      max_file_mb: z.number().positive().max(2048).default(25).describe('The largest attachment, in MB.'),
      max_files: z.number().int().min(1).max(100).default(10).describe('How many files one form may carry.'),
      person_daily_mb: z
        .number()
        .min(0)
        .max(1_000_000)
        .default(2048)
        .describe('What one person may send in 24 hours, in MB; 0 for no limit.'),
      extensions: z
        .array(z.string())
        .default([])
        .describe('The only endings that are taken; empty takes all but the refused ones.'),
      refused_extensions: z
        .array(z.string())
        .default(['exe', 'bat', 'cmd', 'com', 'scr', 'msi', 'ps1', 'vbs', 'jar', 'lnk'])
        .describe('Endings that are never taken.'),
    })
    .prefault({}),
  default_submitted_by: name.default('Support Team').describe('The author of updates that name none.'),
  access: accessSchema,
  priorities: names.min(1).default(['Low', 'Medium', 'High', 'Critical']).describe('From the lowest to the highest.'),
  hold_reasons: names
    .default(['Awaiting customer response', 'Blocked by dependency', 'Pending scheduled work', 'Researching solution'])
    .describe('Offered when a ticket is put on hold; others may be typed in.'),
  workflow: z
    .array(z.union([name, status]))
    .min(1)
    .default(['Open', 'In Progress', 'On Hold', 'Resolved', 'Closed', 'Cancelled'])
    .describe('The statuses in order: names, or whole statuses with their kind and where they lead.'),
  types: names.default([]).describe('Kinds of ticket, such as Incident.'),
  categories: names.default([]).describe('What a ticket is about.'),
  components: names.default([]).describe('Which part it concerns.'),
  resolutions: names.default([]).describe('If any are listed, resolving asks for one.'),
  sla: z
    .strictObject({
      due_stage_days: days.default([28, 21, 14, 7]).describe('Days before the due date at which the stages begin.'),
      clock_stage_hours: z
        .array(z.number().positive())
        .max(12)
        .default([24, 12, 4])
        .describe('Hours before a deadline at which the stages begin.'),
      priority_stage_days: perPriority(days)
        .default({})
        .describe('Days of age at which the stages of a ticket without a due date begin.'),
      default_due_days: z.number().positive().optional().describe('The age limit of a priority that lists no stages.'),
      priority_open_days: perPriority(z.number().positive())
        .optional()
        .describe('An older way: one age limit a priority, cut into quarters.'),
      first_response: perPriority(duration).default({}).describe('Time to the first reply, by priority.'),
      resolution: perPriority(duration).default({}).describe('Time to the resolution, by priority.'),
      update_limit: perPriority(duration)
        .default({})
        .describe('How long a ticket may go without an update, by priority.'),
      calendar: z.string().default('24x7').describe('The calendar the clocks run on.'),
      calendars: z.record(z.string(), calendar).default({}).describe('Opening hours and holidays, by name.'),
    })
    .prefault({}),
  colors: z
    .strictObject({
      ticket_title: color.optional().describe("TicketTracker's; has no place here."),
      gradient: z
        .partialRecord(z.enum(['stage0', 'stage1', 'stage2', 'stage3', 'overdue']), color)
        .default({})
        .describe('The colours of urgency.'),
      statuses: z.record(z.string(), color).default({}).describe('Statuses whose colour wins over urgency.'),
      priorities: z.record(z.string(), color).default({}).describe('The colours of priorities.'),
      tags: z
        .strictObject({
          background: color.optional().describe('The dot of tags that have no colour.'),
          text: color.optional().describe("TicketTracker's; has no place here."),
        })
        .prefault({})
        .describe('The colour of tags that have none.'),
    })
    .prefault({}),
  clipboard_summary: z
    .strictObject({
      html_sections: z
        .array(section)
        .default([...SUMMARY_SECTIONS])
        .describe('What a copied summary holds, as HTML.'),
      text_sections: z
        .array(section)
        .default([...SUMMARY_SECTIONS])
        .describe('What a copied summary holds, as plain text.'),
      updates_limit: z.number().int().min(0).max(1000).default(1).describe('How many updates a copied summary holds.'),
      debug_status: z.boolean().optional().describe("TicketTracker's; has no place here."),
      inline_styles: z.boolean().default(true).describe('Whether a copied summary carries its styles.'),
    })
    .prefault({}),
  behavior: z
    .strictObject({
      auto_return_to_list: z.boolean().default(false).describe('Back to the list after an update without files.'),
    })
    .prefault({}),
  tickets: z
    .strictObject({
      number_format: z
        .string()
        .default('{id}')
        .refine((text) => validateNumberFormat(text) === null, 'must contain {id} once, such as HD-{id:06}')
        .describe('How ticket numbers look.'),
      default_priority: z.string().optional().describe('The priority of a new ticket; the lowest by default.'),
      default_type: z.string().optional().describe('The type of a new ticket.'),
      page_size: z.number().int().min(10).max(200).default(50).describe('Tickets on a page of the list.'),
      undo_send_seconds: z
        .number()
        .int()
        .min(0)
        .max(120)
        .default(0)
        .describe('How long a reply of the staff can be taken back before it leaves.'),
    })
    .prefault({}),
  board: z
    .strictObject({
      section_size: z.number().int().min(5).max(200).default(50).describe('Tickets shown in a section of the board.'),
    })
    .prefault({}),
  mail: mailSchema,
  flag: flagSchema,
  freshservice: freshserviceSchema,
  ticket_folder: folderSchema,
  demo_mode: z.boolean().optional().describe("TicketTracker's; has no effect."),
})

export type ConfigFile = z.infer<typeof ConfigFile>
