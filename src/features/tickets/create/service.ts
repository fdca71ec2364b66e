import type { Actor } from '#domain/actor.ts'
import { startClocks } from '#domain/clocks.ts'
import type { Texts } from '#domain/edits.ts'
import { priorityOf } from '#domain/priority.ts'
import { standingOf } from '#domain/standing.ts'
import type { Change } from '#domain/timeline.ts'
import type { Tx } from '#db/database.ts'
import { AppError, invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { attach, withFiles, type NamedContent } from '#features/attachments/service.ts'
import { settleDraft } from '#features/drafts/service.ts'
import { allFields } from '#features/fields/queries.ts'
import { saveNewValues } from '#features/fields/values/service.ts'
import { findOrCreatePerson } from '#features/people/service.ts'
import { findOrCreateProject, siteFor, type KnownPlace } from '#features/sites/service.ts'
import { findOrCreateTags } from '#features/tags/service.ts'
import type { TicketForm } from '#features/tickets/schema.ts'
import { insertClock, rulesOf, systemEntry, type Act } from '#features/tickets/service.ts'

export type NewTicket = {
  readonly form: TicketForm
  readonly files: readonly NamedContent[]
  /** What was typed into custom fields, by their names; left out, they begin with their defaults alone. */
  readonly custom?: Texts
  /** What else belongs to the same act; runs in its transaction. */
  readonly also?: (tx: Tx, opened: { readonly id: number; readonly at: number }) => void
  /** What the timeline's first entry tells beside that the ticket was opened. */
  readonly told?: readonly Change[]
  /** The schedule somebody opened it from by hand. */
  readonly schedule?: string
  /** Which draft it was. */
  readonly draft?: string
}

/** Opens a ticket; whoever and whatever it names for the first time is made along with it. */
export async function createTicket(
  desk: Desk,
  actor: Actor,
  { form, files, custom, also, told = [], schedule, draft = '' }: NewTicket,
): Promise<{ readonly id: number }> {
  const ticket = await withFiles(desk, files, (stored) =>
    desk.db.write(async (tx) => {
      const act = { actor, at: desk.clock.now() }
      refuseFlood(desk, tx, act)
      const created = await insertTicket(desk, tx, {
        form: heard(desk, form, actor),
        act,
        told: [openedBy(form, schedule), ...told],
      })
      const owner = { entity: 'ticket', id: created.id } as const
      saveNewValues(tx, { fields: allFields(desk), owner, role: actor.role, typed: custom })
      attach(tx, stored, { ticketId: created.id, personId: actor.personId, at: act.at })
      also?.(tx, { id: created.id, at: act.at })
      settleDraft(tx, actor, { ticketId: null, kind: 'new' }, { ref: draft, at: act.at })
      return created
    }),
  )
  await desk.bus.emit('ticket.created', { ticketId: ticket.id, actorId: actor.personId })
  return ticket
}

const openedBy = ({ title }: TicketForm, schedule: string | null = null): Change => ({
  field: 'created',
  from: schedule,
  to: title,
})

const HOUR_MS = 3_600_000

/** Whoever writes by a machine, or in anger, waits a little; nobody else ever opens so many. */
function refuseFlood({ config }: Desk, { hot }: Tx, { actor, at }: Act): void {
  const most = config.access.clientTicketsPerHour
  if (actor.role !== 'client' || actor.personId === null || most === null) return
  const opened = hot.get<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT createdAt FROM Ticket WHERE createdById = @id ORDER BY id DESC LIMIT @most)
     WHERE createdAt > @cut`,
    { id: actor.personId, most, cut: at - HOUR_MS },
  )
  if ((opened?.count ?? 0) < most) return
  const words = `You have opened ${most} tickets within an hour. Wait a while, then send this one; it is still here.`
  throw new AppError('too-many', words, { fields: { '': words } })
}

/** A client asks for themselves, and leaves to agents what is theirs. */
function heard({ config }: Desk, form: TicketForm, { role }: Actor): TicketForm {
  if (role !== 'client') return form
  const priority = config.access.clientsChoosePriority ? form.priority : config.tickets.defaultPriority
  return { ...form, priority, requester: null, assignee: null, notes: '', watchers: [] }
}

/** Opens a ticket in the write of whoever needs it; its own `created` entry is all the timeline says. */
export async function insertTicket(
  { config }: Desk,
  tx: Tx,
  { form, act, told }: { form: TicketForm; act: Act; told: readonly Change[] },
): Promise<{ readonly id: number }> {
  const { actor, at } = act
  const [first] = config.workflow
  if (!first) throw new AppError('unavailable', 'There is no status a ticket could begin with.')

  const names = await resolveNames(tx, form, act)
  const clocks = startClocks(priorityOf(config.priorities, form.priority), at, config.calendar)
  const placed = {
    status: first.key,
    priority: form.priority,
    dueAt: form.dueAt,
    createdAt: at,
    ageReferenceAt: at,
    firstRespondedAt: null,
  }
  const id = tx.hot.insert('Ticket', {
    ...textsOf(form),
    ...standingOf(placed, clocks, rulesOf(config)),
    ...placed,
    updatedAt: at,
    createdById: actor.personId,
    requesterId: names.requesterId,
    assigneeId: names.assigneeId,
    siteId: names.siteId,
    projectId: names.projectId,
  })
  insertAround(tx.hot, id, { form, names, act, told })
  for (const clock of clocks) insertClock(tx.hot, id, clock)
  tx.hot.insert('StatusChange', { ticketId: id, to: first.key, actorId: actor.personId, createdAt: at })
  return { id }
}

type Around = {
  readonly form: TicketForm
  readonly names: Names
  readonly act: Act
  readonly told: readonly Change[]
}

function insertAround(hot: Tx['hot'], ticketId: number, { form, names, act, told }: Around): void {
  hot.insert('Update', { ticketId, ...systemEntry(told, act) })
  for (const tagId of names.tagIds) hot.insert('TicketTag', { ticketId, tagId })
  for (const personId of names.watcherIds) hot.insert('Watcher', { ticketId, personId })
  for (const url of form.links) hot.insert('TicketLink', { ticketId, url })
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

type Names = Awaited<ReturnType<typeof resolveNames>>

/** The rows behind the names in the form. */
export async function resolveNames(
  tx: Tx,
  form: Pick<TicketForm, 'requester' | 'watchers' | 'tags' | 'site' | 'project' | 'assignee'>,
  { at, actor }: Act,
  held: KnownPlace | null = null,
) {
  const requester = form.requester ? findOrCreatePerson(tx, form.requester, at) : null
  const watchers = form.watchers.map((person) => findOrCreatePerson(tx, person, at))
  const site = await siteFor(tx, actor, { name: form.site, held, at })
  const project = form.project
    ? await findOrCreateProject(tx, { name: form.project, siteId: site?.id ?? null }, at)
    : null
  const tags = findOrCreateTags(tx, form.tags)
  const assignee = form.assignee === null ? null : agentById(tx, form.assignee)
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

function agentById({ hot }: Tx, id: number): { id: number; name: string } {
  const sql = `SELECT id, name FROM Person WHERE id = @id AND active = 1 AND role IN ('admin', 'agent')`
  const person = hot.get<{ id: number; name: string }>(sql, { id })
  if (!person) throw invalid({ assignee: 'Choose somebody who works on tickets.' })
  return person
}
