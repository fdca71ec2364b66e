import type { Actor } from '#domain/actor.ts'
import type { Clock } from '#domain/clocks.ts'
import { standingOf, type Placeable, type Standing } from '#domain/standing.ts'
import type { Change } from '#domain/timeline.ts'
import type { Config } from '#config/config.ts'
import type { Tx } from '#db/database.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { visibleWhere } from './queries.ts'
import { clockRow, dateOrNull, pauseRows, STATE, stateOf, type TicketState } from './state.ts'

/** What one act does to a ticket. */
export type Outcome = {
  /** The fields that get a new value. */
  readonly next: Partial<Omit<TicketState, 'id' | 'version' | 'clocks' | 'createdAt'>>
  readonly clocks?: readonly Clock[]
  /** What the timeline will say, in the words of the moment. */
  readonly changes: readonly Change[]
  readonly moved?: { readonly from: string; readonly to: string; readonly reason: string | null }
  /** Whether this counts as news on the board; reading order and "longest without an update" follow it. */
  readonly quiet?: boolean
}

export type Act = { readonly actor: Actor; readonly at: number }

/** The ticket as it is now, if this actor may see it; inside a write nobody can change it meanwhile. */
export async function loadTicket(tx: Tx, { actor, id }: { actor: Actor; id: number }): Promise<TicketState> {
  const row = await tx.ticket.findFirst({ where: { id, ...visibleWhere(actor) }, ...STATE })
  if (!row) throw notFound('ticket')
  return stateOf(row)
}

/** Stores what an act did: the fields, where the ticket now stands, its clocks, and the timeline's entry. */
export async function saveTicket(
  tx: Tx,
  config: Config,
  change: { before: TicketState; outcome: Outcome; act: Act },
): Promise<TicketState> {
  const { before, outcome, act } = change
  const clocks = outcome.clocks ?? before.clocks
  const after: TicketState = { ...before, ...outcome.next, clocks, version: before.version + 1 }

  await tx.ticket.update({
    where: { id: before.id },
    data: columnsOf(after, config, outcome.quiet === true ? null : act.at),
    select: { id: true },
  })
  await saveClocks(tx, { ticketId: before.id, before: before.clocks, after: clocks })
  if (outcome.changes.length > 0)
    await tx.update.create({
      data: { ticketId: before.id, ...systemEntry(outcome.changes, act) },
      select: { id: true },
    })
  if (outcome.moved) {
    const { actor, at } = act
    await tx.statusChange.create({
      data: { ticketId: before.id, ...outcome.moved, actorId: actor.personId, createdAt: new Date(at) },
      select: { id: true },
    })
  }
  return after
}

/** The stored standing of a ticket, as columns. */
export function standingColumns(ticket: Placeable, clocks: readonly Clock[], config: Config) {
  return datedStanding(standingOf(ticket, clocks, rulesOf(config)))
}

export const rulesOf = ({ workflow, priorities, urgency }: Config) => ({ workflow, priorities, urgency })

function datedStanding({ stage1At, stage2At, stage3At, overdueAt, ...rest }: Standing) {
  return {
    ...rest,
    stage1At: dateOrNull(stage1At),
    stage2At: dateOrNull(stage2At),
    stage3At: dateOrNull(stage3At),
    overdueAt: dateOrNull(overdueAt),
  }
}

function columnsOf(after: TicketState, config: Config, updatedAt: number | null) {
  return {
    ...storedFields(after),
    ...standingColumns(after, after.clocks, config),
    dueAt: dateOrNull(after.dueAt),
    ageReferenceAt: new Date(after.ageReferenceAt),
    createdAt: new Date(after.createdAt),
    firstRespondedAt: dateOrNull(after.firstRespondedAt),
    resolvedAt: dateOrNull(after.resolvedAt),
    closedAt: dateOrNull(after.closedAt),
    ...(updatedAt === null ? {} : { updatedAt: new Date(updatedAt) }),
  }
}

const storedFields = (ticket: TicketState) => ({
  version: ticket.version,
  title: ticket.title,
  description: ticket.description,
  notes: ticket.notes,
  status: ticket.status,
  holdReason: ticket.holdReason,
  resolution: ticket.resolution,
  priority: ticket.priority,
  type: ticket.type,
  category: ticket.category,
  component: ticket.component,
  jobNumber: ticket.jobNumber,
  requesterId: ticket.requesterId,
  assigneeId: ticket.assigneeId,
  siteId: ticket.siteId,
  projectId: ticket.projectId,
  resolvedById: ticket.resolvedById,
})

/** The timeline's entry about what changed, without its ticket. */
export const systemEntry = (changes: readonly Change[], { actor, at }: Act) => ({
  kind: 'system',
  authorId: actor.personId,
  authorName: actor.name,
  changes: JSON.stringify(changes),
  createdAt: new Date(at),
})

async function saveClocks(
  tx: Tx,
  { ticketId, before, after }: { ticketId: number; before: readonly Clock[]; after: readonly Clock[] },
): Promise<void> {
  if (before === after) return

  const gone = before.filter(({ kind }) => !after.some((clock) => clock.kind === kind))
  for (const { kind } of gone) await tx.clock.delete({ where: { ticketId_kind: { ticketId, kind } } })
  for (const clock of after) {
    const known = before.find(({ kind }) => kind === clock.kind)
    if (known && JSON.stringify(known) === JSON.stringify(clock)) continue
    await tx.clock.upsert({
      where: { ticketId_kind: { ticketId, kind: clock.kind } },
      create: { ticketId, ...clockRow(clock), pauses: { create: pauseRows(clock) } },
      update: { ...clockRow(clock), pauses: { deleteMany: {}, create: pauseRows(clock) } },
      select: { id: true },
    })
  }
}

/** One act on one ticket: loaded, decided and stored in one transaction; the house hears of it afterwards. */
export async function actOnTicket(
  desk: Desk,
  actor: Actor,
  { id, decide }: { id: number; decide: (ticket: TicketState, act: Act, tx: Tx) => Outcome | Promise<Outcome> },
): Promise<TicketState> {
  const { before, after, outcome } = await desk.db.write(async (tx) => {
    const act = { actor, at: desk.clock.now() }
    const before = await loadTicket(tx, { actor, id })
    const outcome = await decide(before, act, tx)
    return { before, outcome, after: await saveTicket(tx, desk.config, { before, outcome, act }) }
  })
  await announce(desk, actor, { before, after, outcome })
  return after
}

/** Says aloud what a committed act did. */
export async function announce(
  desk: Desk,
  actor: Actor,
  { before, after, outcome }: { before: TicketState; after: TicketState; outcome: Outcome },
): Promise<void> {
  const about = { ticketId: after.id, actorId: actor.personId }
  if (outcome.moved) await desk.bus.emit('ticket.moved', { ...about, from: outcome.moved.from, to: outcome.moved.to })
  if (before.assigneeId !== after.assigneeId)
    await desk.bus.emit('ticket.assigned', { ...about, assigneeId: after.assigneeId })
  if (outcome.changes.length > 0) await desk.bus.emit('ticket.edited', about)
}
