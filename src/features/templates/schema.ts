import { z } from 'zod'
import { parseOffset } from '#domain/offsets.ts'
import { templateProblem } from '#domain/template-text.ts'
import type { Config } from '#config/config.ts'
import { blankable, line, lines, requiredLine, ticked } from '#lib/fields.ts'
import { ticketFields } from '#features/tickets/schema.ts'

const LONGEST_BODY = 50_000

const name = requiredLine('Give the template a name.', 120)

/** A text with fields in it, which must be among these. */
const filledIn = (known: readonly string[]) => (text: string, context: z.RefinementCtx) => {
  const problem = templateProblem(text, known)
  if (problem !== null) context.addIssue({ code: 'custom', message: problem })
}

const shortcut = line(31)
  .transform((text) => text.replace(/^\//, '').toLowerCase())
  .refine((text) => /^[a-z0-9][a-z0-9_-]*$/.test(text), 'Use letters, digits, - and _ only.')

/** A canned reply; `known` are the fields it may name. */
export const replyForm = (known: readonly string[]) =>
  z.strictObject({
    name,
    shortcut: blankable(shortcut),
    body: lines(LONGEST_BODY)
      .refine((text) => text !== '', 'Write the text of the reply.')
      .superRefine(filledIn(known)),
    shared: ticked.default(false),
  })

export type ReplyForm = z.infer<ReturnType<typeof replyForm>>

/** The fields of a ticket that a template keeps as they are typed. */
export const KEPT_TEXTS = [
  'title',
  'requester',
  'priority',
  'assignee',
  'type',
  'category',
  'component',
  'tags',
  'site',
  'project',
  'jobNumber',
  'links',
  'watchers',
  'notes',
] as const

/** A ticket filled in beforehand: everything may be left for the one who opens it. */
export function ticketTemplateForm(config: Config, zone: string, known: readonly string[]) {
  const fields = ticketFields(config, zone)
  return z.strictObject({
    name,
    shared: ticked.default(false),
    title: line(255).superRefine(filledIn(known)).default(''),
    description: lines(LONGEST_BODY).superRefine(filledIn(known)).default(''),
    requester: fields.requester,
    watchers: fields.watchers,
    priority: z
      .string()
      .default('')
      .refine(
        (key) => key === '' || config.priorities.some((priority) => priority.key === key),
        'Choose a priority of the list.',
      ),
    assignee: z
      .string()
      .regex(/^(?:|me|[1-9]\d{0,14})$/, 'Choose one of the list.')
      .default(''),
    type: fields.type,
    category: fields.category,
    component: fields.component,
    links: fields.links,
    tags: fields.tags,
    site: fields.site,
    project: fields.project,
    jobNumber: fields.jobNumber,
    notes: fields.notes,
    due: line(20)
      .refine((text) => text === '' || parseOffset(text) !== null, 'Write how long it takes: 4h, 3d or 2w.')
      .default(''),
    actions: lines(LONGEST_BODY).default(''),
  })
}
