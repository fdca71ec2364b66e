import { setImmediate as breathe } from 'node:timers/promises'
import type { Actor } from '#domain/actor.ts'
import { asleepUntil, WOKEN } from '#domain/snooze.ts'
import { standingOf } from '#domain/standing.ts'
import { isFinal, statusOf } from '#domain/status.ts'
import { conflict, invalid } from '#lib/errors.ts'
import { DAY_MS, shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import {
  actOnTicket,
  announce,
  loadTicket,
  rulesOf,
  saveTicket,
  type Act,
  type Outcome,
} from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'
import { undoSteps, type Undoable } from '#features/undo/queries.ts'
import { addUndoStep, dropUndoStep, openUndo } from '#features/undo/service.ts'
import { dueToWake } from './queries.ts'

const LONGEST_MS = 2 * 366 * DAY_MS
const MOST_AT_ONCE = 50

/** How a ticket rested before and after. */
type SnoozeStep = { readonly snoozedUntil: number | null; readonly after: number | null }

export type Snoozed = {
  /** When it wakes: what was wished, or when it becomes overdue if that is earlier. */
  readonly until: number
  readonly undo: number
}

/** Lets a ticket rest until then; refused in words beside `at`. */
export async function snoozeTicket(
  desk: Desk,
  actor: Actor,
  { id, until }: { id: number; until: number },
): Promise<Snoozed> {
  let undo = 0
  const after = await actOnTicket(desk, actor, {
    id,
    decide: (ticket, act, tx) => {
      const outcome = snoozed(desk, ticket, { until, act })
      undo = openUndo(tx, act, { kind: 'snooze', label: 'Snooze', data: {} })
      const step: SnoozeStep = { snoozedUntil: ticket.snoozedUntil, after: outcome.next.snoozedUntil ?? null }
      addUndoStep(tx, { undoId: undo, ticketId: id, data: step })
      return outcome
    },
  })
  return { until: after.snoozedUntil ?? until, undo }
}

/** What resting until then does to a ticket, for whoever does it together with something else. */
export function snoozed({ config }: Desk, ticket: TicketState, { until, act }: { until: number; act: Act }): Outcome {
  const { kind, label } = statusOf(config.workflow, ticket.status)
  if (kind === 'resolved' || isFinal(kind)) throw invalid({ at: `A ticket that is ${label} has nothing to wake for.` })
  if (until <= act.at) throw invalid({ at: 'Choose a time that is still to come.' })
  if (until > act.at + LONGEST_MS) throw invalid({ at: 'Choose a time within the next two years.' })

  const { overdueAt } = standingOf({ ...ticket, snoozedUntil: null }, ticket.clocks, rulesOf(config))
  if (overdueAt !== null && overdueAt <= act.at)
    throw invalid({ at: 'This ticket is overdue, so it cannot rest. Move its due date or put it on hold.' })
  const wakesAt = asleepUntil(until, { kind, overdueAt }) ?? until
  return {
    next: { snoozedUntil: wakesAt },
    changes: [{ field: 'snoozed', from: null, to: shortTime(wakesAt, act.actor.zone, act.at) }],
  }
}

/** Wakes a ticket before its time. */
export async function wakeTicket(desk: Desk, actor: Actor, id: number): Promise<void> {
  await actOnTicket(desk, actor, {
    id,
    decide: ({ snoozedUntil }) => {
      if (snoozedUntil === null) throw conflict('This ticket is awake already.')
      return { next: { snoozedUntil: null }, changes: [WOKEN] }
    },
  })
}

/** Wakes whatever is due, one write a ticket, and says how many; what became due while nobody ran as well. */
export async function wakeDue(desk: Desk): Promise<number> {
  let woken = 0
  for (let ids = dueToWake(desk, MOST_AT_ONCE); ids.length > 0; ids = dueToWake(desk, MOST_AT_ONCE)) {
    for (const id of ids) {
      await wakeOne(desk, id)
      woken += 1
      await breathe()
    }
  }
  return woken
}

const itself = ({ config }: Desk): Actor => ({
  personId: null,
  name: 'Pennant',
  role: 'admin',
  zone: config.timeZone,
  sees: 'all',
  sites: null,
})

async function wakeOne(desk: Desk, id: number): Promise<void> {
  const actor = itself(desk)
  const done = await desk.db.write((tx) => {
    const act = { actor, at: desk.clock.now() }
    const before = loadTicket(tx, { actor, id })
    // Somebody may have let it rest longer since it was found.
    if (before.snoozedUntil === null || before.snoozedUntil > act.at) return null
    const { overdueAt } = standingOf({ ...before, snoozedUntil: null }, before.clocks, rulesOf(desk.config))
    const why = overdueAt !== null && overdueAt <= act.at ? 'it is overdue' : 'its time has come'
    const outcome: Outcome = { next: { snoozedUntil: null }, changes: [{ ...WOKEN, from: why }] }
    return { before, outcome, after: saveTicket(tx, desk.config, { before, outcome, act }) }
  })
  if (done) await announce(desk, actor, done)
}

/** Takes a snooze back: the ticket rests, or is awake, as it was before; not where it woke or was moved since. */
export async function takeBackSnooze(desk: Desk, actor: Actor, { id: undoId }: Undoable): Promise<string> {
  for (const step of undoSteps(desk, undoId)) {
    const { snoozedUntil, after } = JSON.parse(step.data) as SnoozeStep
    await actOnTicket(desk, actor, {
      id: step.ticketId,
      decide: (ticket, { at }, tx) => {
        if (ticket.snoozedUntil !== after)
          throw conflict('The ticket woke, or rests until another time since. It stays as it is.')
        dropUndoStep(tx, step.id)
        const former = snoozedUntil !== null && snoozedUntil > at ? snoozedUntil : null
        const to = former === null ? null : shortTime(former, actor.zone, at)
        return { next: { snoozedUntil: former }, changes: [{ field: 'snoozed', from: null, to }] }
      },
    })
  }
  return 'The ticket is awake as it was before.'
}
