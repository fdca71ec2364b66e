import { writePerson } from '#domain/typed-person.ts'
import type { Texts } from '#domain/edits.ts'
import type { Prisma, Tx } from '#db/database.ts'
import { instantToLocal } from '#lib/zones.ts'

const PERSON = { select: { id: true, name: true, email: true } } as const

const DETAIL = {
  select: {
    id: true,
    version: true,
    updatedAt: true,
    title: true,
    description: true,
    notes: true,
    priority: true,
    type: true,
    category: true,
    component: true,
    dueAt: true,
    jobNumber: true,
    sourceId: true,
    source: { select: { name: true, state: true } },
    externalUrl: true,
    statusKind: true,
    requester: PERSON,
    assignee: PERSON,
    watchers: { select: { person: PERSON } },
    tags: { select: { tag: { select: { id: true, name: true } } } },
    links: { where: { updateId: null }, select: { id: true, url: true }, orderBy: { id: 'asc' } },
    site: { select: { id: true, name: true } },
    project: { select: { id: true, name: true } },
  },
} satisfies Prisma.TicketDefaultArgs

export type Detail = Prisma.TicketGetPayload<typeof DETAIL>

type Reader = { readonly ticket: Pick<Tx['ticket'], 'findFirst'> }

/** Everything the form of a ticket shows. */
export const readDetail = (reader: Reader, where: Prisma.TicketWhereInput): Promise<Detail | null> =>
  reader.ticket.findFirst({ where, ...DETAIL })

/** The form as it looks when it is opened: a text for each field, times in this zone. */
export function textsOf(ticket: Detail, zone: string): Texts {
  return {
    title: ticket.title,
    description: ticket.description,
    notes: ticket.notes,
    requester: ticket.requester ? writePerson(ticket.requester) : '',
    watchers: ticket.watchers
      .map(({ person }) => writePerson(person))
      .sort()
      .join(', '),
    priority: ticket.priority,
    type: ticket.type ?? '',
    category: ticket.category ?? '',
    component: ticket.component ?? '',
    dueAt: ticket.dueAt ? instantToLocal(ticket.dueAt.getTime(), zone) : '',
    links: ticket.links.map(({ url }) => url).join('\n'),
    tags: ticket.tags
      .map(({ tag }) => tag.name)
      .sort()
      .join(', '),
    site: ticket.site?.name ?? '',
    project: ticket.project?.name ?? '',
    jobNumber: ticket.jobNumber ?? '',
    assignee: ticket.assignee ? String(ticket.assignee.id) : '',
  }
}
