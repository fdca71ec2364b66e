import type { Actor } from '#domain/actor.ts'
import type { Clock } from '#domain/clocks.ts'
import { ownedBy } from '#domain/mirror.ts'
import { standingOf, type Placeable, type Standing } from '#domain/standing.ts'
import { isFinal, statusOf } from '#domain/status.ts'
import { WOKEN } from '#domain/snooze.ts'
import type { Change } from '#domain/timeline.ts'
import type { Config } from '#config/config.ts'
import type { Tx } from '#db/database.ts'
import { AppError, conflict, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { visibleSql } from './queries.ts'
import {
  CLOCKS,
  clocksFrom,
  dateOrNull,
  PAUSES,
  STATE_COLUMNS,
  type ClockRow,
  type PauseRow,
  type TicketState,
} from './state.ts'

/** What one act does to a ticket. */
export type Outcome = {
  /** The fields that get a new value. */
  readonly next: Partial<Omit<TicketState, 'id' | 'version' | 'clocks' | 'createdAt' | 'sourceId' | 'source'>>
  readonly clocks?: readonly Clock[]
  /** What the timeline will say, in the words of the moment. */
  readonly changes: readonly Change[]
  readonly moved?: { readonly from: string; readonly to: string; readonly reason: string | null }
}

export type Act = { readonly actor: Actor; readonly at: number }

type Sought = { readonly actor: Actor; readonly id: number }

/** The ticket as it is now, if this actor may see it; inside a write nobody can change it meanwhile. */
export function loadTicket(tx: Tx, sought: Sought): TicketState {
  const ticket = readTicket(tx, sought)
  if (ticket.mergedIntoId !== null)
    throw conflict('This ticket was merged into another one, so nothing can be changed here.')
  return ticket
}

/** As `loadTicket`, for what may be done to merged tickets too. */
export function readTicket({ hot }: Tx, { actor, id }: Sought): TicketState {
  const { where, bind } = visibleSql(actor)
  const sql = `SELECT ${STATE_COLUMNS} FROM Ticket t WHERE id = @id AND ${where}`
  const row = hot.get<Omit<TicketState, 'clocks'>>(sql, { id, ...bind })
  if (!row) throw notFound('ticket')

  const ticketId = row.id
  return {
    ...row,
    clocks: clocksFrom(hot.all<ClockRow>(CLOCKS, { ticketId }), hot.all<PauseRow>(PAUSES, { ticketId })),
  }
}

/** Refuses what only the mirrored system may change; the words stand beside this field. */
export function refuseOwned({ source }: Pick<TicketState, 'source'>, thing: string, field: string): void {
  if (source === null) return
  const words = ownedBy(source, thing)
  throw new AppError('conflict', words, { fields: { [field]: words } })
}

/** Stores what an act did: the fields, where the ticket now stands, its clocks, and the timeline's entry. */
export function saveTicket(
  { hot }: Tx,
  config: Config,
  change: { before: TicketState; outcome: Outcome; act: Act },
): TicketState {
  const { before, act } = change
  const outcome = awake(before, change.outcome)
  const { id } = before
  const clocks = outcome.clocks ?? before.clocks
  const after: TicketState = { ...before, ...outcome.next, clocks, version: before.version + 1 }

  hot.update('Ticket', id, {
    ...changedFields(before, after),
    ...standingOf(after, clocks, rulesOf(config)),
    updatedAt: act.at,
  })
  saveClocks(hot, { ticketId: id, before: before.clocks, after: clocks })
  if (outcome.changes.length > 0) hot.insert('Update', { ticketId: id, ...systemEntry(outcome.changes, act) })
  if (outcome.moved)
    hot.insert('StatusChange', { ticketId: id, ...outcome.moved, actorId: act.actor.personId, createdAt: act.at })
  if (isGiven(before, after) || isFinal(statusOf(config.workflow, after.status).kind))
    lapseRequests(hot, { ticketId: id, at: act.at })
  return after
}

/** Whatever moves does not rest any more. */
function awake({ snoozedUntil }: TicketState, outcome: Outcome): Outcome {
  if (snoozedUntil === null || !outcome.moved || outcome.next.snoozedUntil !== undefined) return outcome
  return { ...outcome, next: { ...outcome.next, snoozedUntil: null }, changes: [...outcome.changes, WOKEN] }
}

const isGiven = (before: TicketState, after: TicketState): boolean =>
  after.assigneeId !== null && after.assigneeId !== before.assigneeId

/** What somebody was given, or what is over, nobody need ask for any more. */
function lapseRequests(hot: Tx['hot'], { ticketId, at }: { ticketId: number; at: number }): void {
  hot.run(
    `UPDATE AssignmentRequest SET state = 'lapsed', decidedAt = @at WHERE ticketId = @ticketId AND state = 'open'`,
    { ticketId, at },
  )
}

export const rulesOf = ({ workflow, priorities, urgency }: Config) => ({ workflow, priorities, urgency })

/** The stored standing of a ticket, as the model takes it. */
export const standingColumns = (ticket: Placeable, clocks: readonly Clock[], config: Config) =>
  datedStanding(standingOf(ticket, clocks, rulesOf(config)))

/** A standing as the model takes it. */
export const datedStanding = ({ snoozedUntil, stage1At, stage2At, stage3At, overdueAt, ...rest }: Standing) => ({
  ...rest,
  snoozedUntil: dateOrNull(snoozedUntil),
  stage1At: dateOrNull(stage1At),
  stage2At: dateOrNull(stage2At),
  stage3At: dateOrNull(stage3At),
  overdueAt: dateOrNull(overdueAt),
})

/** A column that is named is taken out of its indexes and put back, and its full text is read again: changed or not. */
function changedFields(before: TicketState, after: TicketState): Partial<ReturnType<typeof storedFields>> {
  const was: Readonly<Record<string, unknown>> = storedFields(before)
  return Object.fromEntries(Object.entries(storedFields(after)).filter(([name, value]) => value !== was[name]))
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
  dueAt: ticket.dueAt,
  ageReferenceAt: ticket.ageReferenceAt,
  firstRespondedAt: ticket.firstRespondedAt,
  resolvedAt: ticket.resolvedAt,
  closedAt: ticket.closedAt,
  mergedIntoId: ticket.mergedIntoId,
})

/** The timeline's entry about what changed, without its ticket. */
export const systemEntry = (changes: readonly Change[], { actor, at }: Act) => ({
  kind: 'system',
  authorId: actor.personId,
  authorName: actor.name,
  changes: JSON.stringify(changes),
  createdAt: at,
})

type Clocks = { readonly ticketId: number; readonly before: readonly Clock[]; readonly after: readonly Clock[] }

/** Stores the clocks that differ from what is stored. */
export function saveClocks(hot: Tx['hot'], { ticketId, before, after }: Clocks): void {
  if (before === after) return

  for (const { kind } of before.filter((clock) => !after.some((other) => other.kind === clock.kind))) {
    hot.run('DELETE FROM Clock WHERE ticketId = @ticketId AND kind = @kind', { ticketId, kind })
  }
  for (const clock of after) {
    const known = before.find(({ kind }) => kind === clock.kind)
    if (known && JSON.stringify(known) === JSON.stringify(clock)) continue
    // A clock is written anew with its pauses, which go with it.
    hot.run('DELETE FROM Clock WHERE ticketId = @ticketId AND kind = @kind', { ticketId, kind: clock.kind })
    insertClock(hot, ticketId, clock)
  }
}

/** Writes a clock and its pauses. */
export function insertClock(hot: Tx['hot'], ticketId: number, { pauses, ...clock }: Clock): void {
  const clockId = hot.insert('Clock', { ticketId, ...clock })
  for (const pause of pauses) hot.insert('ClockPause', { clockId, ...pause })
}

type OneAct = {
  readonly id: number
  readonly decide: (ticket: TicketState, act: Act, tx: Tx) => Outcome | Promise<Outcome>
  /** Notes, in the same write, how the act can be taken back. */
  readonly kept?: (
    tx: Tx,
    stored: { readonly before: TicketState; readonly after: TicketState; readonly act: Act },
  ) => void
}

/** One act on one ticket: loaded, decided and stored in one transaction; the house hears of it afterwards. */
export async function actOnTicket(desk: Desk, actor: Actor, { id, decide, kept }: OneAct): Promise<TicketState> {
  const { before, after, outcome } = await desk.db.write(async (tx) => {
    const act = { actor, at: desk.clock.now() }
    const before = loadTicket(tx, { actor, id })
    const outcome = await decide(before, act, tx)
    const after = saveTicket(tx, desk.config, { before, outcome, act })
    kept?.(tx, { before, after, act })
    return { before, outcome, after }
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
