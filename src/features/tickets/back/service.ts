import type { Actor } from '#domain/actor.ts'
import { moveClocks } from '#domain/clock-set.ts'
import type { Clock } from '#domain/clocks.ts'
import { statusOf } from '#domain/status.ts'
import { bulkChange, type Change } from '#domain/timeline.ts'
import { clockEffects } from '#domain/workflow.ts'
import type { Tx } from '#db/database.ts'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsInUse, fieldTexts } from '#features/fields/queries.ts'
import { saveFieldValues } from '#features/fields/values/service.ts'
import { clocksFor } from '#features/tickets/edit/service.ts'
import { changesBetween } from '#features/tickets/fields/changes.ts'
import { heldIn, listsOf, put, take, type ListName } from '#features/tickets/fields/lists.ts'
import { toldLists } from '#features/tickets/fields/service.ts'
import { announce, readTicket, saveTicket, type Act, type Outcome } from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'
import { addUndoStep, dropUndoStep, openUndo } from '#features/undo/service.ts'
import { groupsOf, stepBetween, type Step } from './step.ts'

type Kept = Parameters<typeof stepBetween>[0]

/** A ticket together with what it has several of, as a step compares them. */
export const wholeOf = (tx: Tx, ticket: TicketState): Kept => ({ ticket, lists: listsOf(tx, ticket.id) })

/** Keeps, in the write that changes a ticket, what it was before; answers whether there is anything to take back. */
export function keepBefore(tx: Tx, undoId: number, { before, after }: { before: Kept; after: Kept }): boolean {
  const data = stepBetween(before, after)
  if (data !== null) addUndoStep(tx, { undoId, ticketId: after.ticket.id, data })
  return data !== null
}

type Acted = { readonly before: TicketState; readonly after: TicketState; readonly act: Act }

/** Notes, in the write of one act, how to take it back; answers the number for the button, null where there is none. */
export function keepOne(tx: Tx, { before, after, act }: Acted, label: string): number | null {
  if (act.actor.role === 'client') return null
  const [was, is] = [wholeOf(tx, before), wholeOf(tx, after)]
  if (stepBetween(was, is) === null) return null
  const undoId = openUndo(tx, act, { kind: 'ticket', label, data: { count: 1, replies: false } })
  keepBefore(tx, undoId, { before: was, after: is })
  return undoId
}

export type TakenBack = 'back' | 'since' | 'partly' | 'gone' | 'done already'

type Taking = {
  readonly undoStep: { readonly id: number; readonly ticketId: number }
  /** How many tickets the change concerned. */
  readonly count: number
  /** How it reaches the disk. */
  readonly write: Desk['db']['write']
}

/** Takes one step back, as far as nobody changed its fields since. */
export async function takeStepBack(desk: Desk, actor: Actor, { undoStep, count, write }: Taking): Promise<TakenBack> {
  const { id, ticketId } = undoStep
  try {
    const result = await write((tx) => {
      const kept = tx.hot.get<{ data: string }>('SELECT data FROM UndoStep WHERE id = @id', { id })
      if (!kept) return 'done already'
      const act = { actor, at: desk.clock.now() }
      const before = readTicket(tx, { actor, id: ticketId })
      // What became part of another ticket is changed by nobody.
      if (before.mergedIntoId !== null) return 'since'
      const { outcome, since } = backOf(desk, tx, { step: JSON.parse(kept.data) as Step, before, act })
      dropUndoStep(tx, id)
      if (outcome.changes.length === 0) return 'since'
      const told = {
        ...outcome,
        changes: [...outcome.changes, ...(count > 1 ? [bulkChange(count, 'taken back')] : [])],
      }
      return { before, outcome: told, after: saveTicket(tx, desk.config, { before, outcome: told, act }), since }
    })
    if (typeof result === 'string') return result
    await announce(desk, actor, result)
    return result.since ? 'partly' : 'back'
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') return 'gone'
    throw error
  }
}

type Backwards = { readonly step: Step; readonly before: TicketState; readonly act: Act }

function backOf(desk: Desk, tx: Tx, { step, before }: Backwards): { outcome: Outcome; since: boolean } {
  const { back, since } = groupsOf(step, before)
  const next = { ...before, ...back }
  const lists = (['tags', 'watchers'] as const).flatMap((list) => listBack(tx, list, { step, ticketId: before.id }))
  const custom = customBack(desk, tx, { step, ticketId: before.id })
  const moved =
    next.status === before.status ? {} : { moved: { from: before.status, to: next.status, reason: next.holdReason } }
  const changes = [...changesBetween(tx, desk.config, { before, after: next }), ...lists, ...custom.changes]
  return {
    outcome: { next: back, clocks: clocksBack(desk, { step, before, next }), changes, ...moved },
    since: since.length > 0 || custom.since,
  }
}

/** What came goes, what went comes back; what somebody else moved since stays where they put it. */
function listBack(tx: Tx, list: ListName, { step, ticketId }: { step: Step; ticketId: number }): readonly Change[] {
  const held = heldIn(tx, list, ticketId)
  const { gone, come } = step.lists[list]
  const moved = {
    gone: come.filter((id) => held.includes(id)),
    come: gone.filter((id) => !held.includes(id)),
  }
  for (const id of moved.gone) take(tx, list, { ticketId, id })
  for (const id of moved.come) put(tx, list, { ticketId, id })
  const now = heldIn(tx, list, ticketId)
  return toldLists(tx, list, { ...moved, come: moved.come.filter((id) => now.includes(id)) })
}

type Placed = { readonly step: Step; readonly ticketId: number }

/** Fields that hold what the change put there hold again what they held; one that was removed stays as it is. */
function customBack(desk: Desk, tx: Tx, { step, ticketId }: Placed): { changes: readonly Change[]; since: boolean } {
  if (step.custom === undefined) return { changes: [], since: false }
  const { before, after } = step.custom
  const owner = { entity: 'ticket', id: ticketId } as const
  const known = fieldsInUse(desk, 'ticket')
  const now = fieldTexts(tx.hot, known, owner)
  const names = Object.keys(after).filter((name) => now[name] === after[name])
  const back = Object.fromEntries(names.map((name) => [name, before[name] ?? '']))
  const changes = saveFieldValues(tx, { fields: known, owner, before: now, after: back })
  return { changes, since: names.length < Object.keys(after).length }
}

type Clocked = { readonly step: Step; readonly before: TicketState; readonly next: TicketState }

/** As if the change had never been, where the clocks are as it left them; else reckoned from what they are now. */
function clocksBack({ config, clock }: Desk, { step, before, next }: Clocked): readonly Clock[] {
  const [moved, regraded] = [next.status !== before.status, next.priority !== before.priority]
  const { clocks } = step
  if (!moved && !regraded) return before.clocks
  const whole = !('status' in step.after && !moved) && !('priority' in step.after && !regraded)
  if (whole && JSON.stringify(before.clocks) === JSON.stringify(clocks.after)) return clocks.before

  const [from, to] = [statusOf(config.workflow, before.status), statusOf(config.workflow, next.status)]
  const move = { effects: clockEffects(from, to), at: clock.now(), pauseReason: next.holdReason ?? to.label }
  const now = moved ? moveClocks(before.clocks, move, config.calendar) : before.clocks
  return regraded ? clocksFor(config, { ...before, clocks: now }, next.priority) : now
}
