import { z } from 'zod'
import type { FreshserviceTicket } from '#domain/freshservice.ts'
import type { RemotePerson } from '#domain/remote.ts'
import { textOfHtml } from '#lib/markdown.ts'

// With its zone, or it would be read in ours.
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/

/** Ids are never calculated with, so they are strings; long ones come as such already. */
const id = z.union([z.number().int().nonnegative(), z.string().regex(/^\d+$/)]).transform(String)
const instant = z
  .string()
  .regex(ISO)
  .transform((text) => Date.parse(text))
  .refine((at) => !Number.isNaN(at))
const words = z.string().trim().min(1)

/** Whatever is not as it should be counts as not said. */
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().catch(null)
const flag = z.boolean().catch(false)

const person = z.looseObject({
  id,
  name: orNull(words),
  first_name: orNull(words),
  last_name: orNull(words),
  email: orNull(words),
  primary_email: orNull(words),
  phone: orNull(words),
  mobile: orNull(words),
  work_phone_number: orNull(words),
  mobile_phone_number: orNull(words),
})

const NO_STATS = { first_responded_at: null, resolved_at: null, closed_at: null }

const ticket = z.looseObject({
  id,
  status: id,
  created_at: instant,
  updated_at: instant,
  subject: orNull(words),
  description: orNull(z.string()),
  description_text: orNull(z.string()),
  priority: orNull(id),
  type: orNull(words),
  category: orNull(words),
  sub_category: orNull(words),
  item_category: orNull(words),
  group_id: orNull(id),
  workspace_id: orNull(id),
  requester_id: orNull(id),
  responder_id: orNull(id),
  requester: orNull(person),
  tags: z.array(orNull(words)).catch([]),
  fr_due_by: orNull(instant),
  due_by: orNull(instant),
  stats: z
    .looseObject({ first_responded_at: orNull(instant), resolved_at: orNull(instant), closed_at: orNull(instant) })
    .catch(NO_STATS),
  deleted: flag,
  spam: flag,
})

export type ReadTicket =
  | { readonly ticket: FreshserviceTicket; readonly unread: null; readonly id: string }
  | { readonly ticket: null; readonly unread: Unread; readonly id: string | null }

/** A ticket without which we would not know what we mirror. */
export type Unread = { readonly updatedAt: number | null; readonly text: string }

/** Reads one ticket; only an id, a status and two instants are asked for, the rest may be missing or strange. */
export function readTicket(raw: unknown): ReadTicket {
  const read = ticket.safeParse(raw)
  if (read.success) return { ticket: ticketOf(read.data), unread: null, id: read.data.id }

  const known = z.looseObject({ id: orNull(id), updated_at: orNull(instant) }).safeParse(raw).data
  const missing = [...new Set(read.error.issues.map(({ path }) => String(path[0] ?? 'everything')))]
  const name = known?.id ? `Ticket ${known.id}` : 'A ticket'
  const text = `${name} could not be read: ${missing.join(', ')} missing or not as expected.`
  return { ticket: null, unread: { updatedAt: known?.updated_at ?? null, text }, id: known?.id ?? null }
}

function ticketOf(raw: z.infer<typeof ticket>): FreshserviceTicket {
  return {
    id: raw.id,
    subject: raw.subject,
    description: raw.description_text?.trim() ?? textOfHtml(raw.description ?? ''),
    status: raw.status,
    priority: raw.priority,
    type: raw.type,
    categories: [raw.category, raw.sub_category, raw.item_category],
    groupId: raw.group_id,
    workspaceId: raw.workspace_id,
    requesterId: raw.requester_id,
    responderId: raw.responder_id,
    requester: raw.requester && personOf(raw.requester, false),
    tags: raw.tags.filter((tag) => tag !== null),
    createdAt: raw.created_at,
    updatedAt: raw.updated_at,
    firstRespondedAt: raw.stats.first_responded_at,
    resolvedAt: raw.stats.resolved_at,
    closedAt: raw.stats.closed_at,
    firstResponseDueAt: raw.fr_due_by,
    dueAt: raw.due_by,
    deleted: raw.deleted,
    spam: raw.spam,
  }
}

/** Somebody as the API gives them, on a ticket or in a list; null when not even an id is there. */
export function readPerson(raw: unknown, agent: boolean): RemotePerson | null {
  const read = person.safeParse(raw)
  return read.success ? personOf(read.data, agent) : null
}

function personOf(raw: z.infer<typeof person>, agent: boolean): RemotePerson {
  const full = [raw.first_name, raw.last_name].filter((part) => part !== null).join(' ')
  return {
    externalId: raw.id,
    name: raw.name ?? (full || null),
    email: raw.primary_email ?? raw.email,
    phone: raw.phone ?? raw.work_phone_number ?? raw.mobile ?? raw.mobile_phone_number,
    agent,
  }
}

/** As much of a ticket as a snapshot needs. */
export const ticketMark = z.looseObject({ id, type: orNull(words), group_id: orNull(id), workspace_id: orNull(id) })

export const namedItem = z.looseObject({ id, name: orNull(words) })
