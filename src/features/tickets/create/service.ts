import type { Actor } from '#domain/actor.ts'
import { startClocks } from '#domain/clocks.ts'
import { priorityOf } from '#domain/priority.ts'
import type { Tx } from '#db/database.ts'
import { AppError, invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { attach, withFiles, type NamedContent } from '#features/attachments/service.ts'
import { findOrCreatePerson } from '#features/people/service.ts'
import { findOrCreateProject, findOrCreateSite } from '#features/sites/service.ts'
import { findOrCreateTags } from '#features/tags/service.ts'
import type { TicketForm } from '#features/tickets/schema.ts'
import { standingColumns, systemEntry, type Act } from '#features/tickets/service.ts'
import { clockRow, dateOrNull } from '#features/tickets/state.ts'

export type NewTicket = { readonly form: TicketForm; readonly files: readonly NamedContent[] }

/** Opens a ticket; whoever and whatever it names for the first time is made along with it. */
export async function createTicket(
  desk: Desk,
  actor: Actor,
  { form, files }: NewTicket,
): Promise<{ readonly id: number }> {
  const ticket = await withFiles(desk, files, (stored) =>
    desk.db.write(async (tx) => {
      const act = { actor, at: desk.clock.now() }
      const created = await insertTicket(desk, tx, { form: heard(form, actor), act })
      await attach(tx, stored, { ticketId: created.id, personId: actor.personId, at: act.at })
      return created
    }),
  )
  await desk.bus.emit('ticket.created', { ticketId: ticket.id, actorId: actor.personId })
  return ticket
}

/** A client asks for themselves, and leaves to agents what is theirs. */
const heard = (form: TicketForm, { role }: Actor): TicketForm =>
  role === 'client' ? { ...form, requester: null, assignee: null, notes: '' } : form

async function insertTicket(
  { config }: Desk,
  tx: Tx,
  { form, act }: { form: TicketForm; act: Act },
): Promise<{ readonly id: number }> {
  const { actor, at } = act
  const [first] = config.workflow
  if (!first) throw new AppError('unavailable', 'There is no status a ticket could begin with.')

  const links = await resolveNames(tx, form, act)
  const clocks = startClocks(priorityOf(config.priorities, form.priority), at, config.calendar)
  const placed = {
    status: first.key,
    priority: form.priority,
    dueAt: form.dueAt,
    createdAt: at,
    ageReferenceAt: at,
    firstRespondedAt: null,
  }
  return tx.ticket.create({
    data: {
      ...textsOf(form),
      ...standingColumns(placed, clocks, config),
      status: first.key,
      dueAt: dateOrNull(form.dueAt),
      createdAt: new Date(at),
      updatedAt: new Date(at),
      ageReferenceAt: new Date(at),
      createdById: actor.personId,
      requesterId: links.requesterId,
      assigneeId: links.assigneeId,
      siteId: links.siteId,
      projectId: links.projectId,
      updates: { create: systemEntry([{ field: 'created', from: null, to: form.title }], act) },
      statusChanges: { create: { to: first.key, actorId: actor.personId, createdAt: new Date(at) } },
      clocks: { create: clocks.map(clockRow) },
      tags: { create: links.tagIds.map((tagId) => ({ tagId })) },
      watchers: { create: links.watcherIds.map((personId) => ({ personId })) },
      links: { create: form.links.map((url) => ({ url })) },
    },
    select: { id: true },
  })
}

const textsOf = ({ title, description, notes, priority, type, category, component, jobNumber }: TicketForm) => ({
  title,
  description,
  notes,
  priority,
  type,
  category,
  component,
  jobNumber,
})

/** The rows behind the names in the form. */
export async function resolveNames(
  tx: Tx,
  form: Pick<TicketForm, 'requester' | 'watchers' | 'tags' | 'site' | 'project' | 'assignee'>,
  { at, actor }: Act,
) {
  const requester = form.requester ? await findOrCreatePerson(tx, form.requester, at) : null
  const watchers = []
  for (const person of form.watchers) watchers.push(await findOrCreatePerson(tx, person, at))
  const site = form.site ? await findOrCreateSite(tx, form.site, at) : null
  const project = form.project
    ? await findOrCreateProject(tx, { name: form.project, siteId: site?.id ?? null }, at)
    : null
  const tags = await findOrCreateTags(tx, form.tags)
  const assignee = form.assignee === null ? null : await agentById(tx, form.assignee)
  return {
    // A client asks for themselves.
    requesterId: actor.role === 'client' ? actor.personId : (requester?.id ?? null),
    requesterName: requester?.name ?? null,
    watcherIds: [...new Set(watchers.map(({ id }) => id))],
    watchers,
    siteId: site?.id ?? null,
    siteName: site?.name ?? null,
    projectId: project?.id ?? null,
    projectName: project?.name ?? null,
    tagIds: tags.map(({ id }) => id),
    tags,
    assigneeId: assignee?.id ?? null,
    assigneeName: assignee?.name ?? null,
  }
}

async function agentById(tx: Tx, id: number): Promise<{ id: number; name: string }> {
  const person = await tx.person.findFirst({
    where: { id, active: true, role: { in: ['admin', 'agent'] } },
    select: { id: true, name: true },
  })
  if (!person) throw invalid({ assignee: 'Choose somebody who works on tickets.' })
  return person
}
