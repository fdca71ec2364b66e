import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '#domain/actor.ts'
import { describeChanges, foretellChanges } from '#domain/timeline.ts'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { takeStepBack, type TakenBack } from '#features/tickets/back/service.ts'
import { announce, type Act } from '#features/tickets/service.ts'
import { undoSteps, type Undoable } from '#features/undo/queries.ts'
import { keepUndo, openUndo } from '#features/undo/service.ts'
import { changeTicket, type Changed } from './change.ts'
import type { Order } from './schema.ts'
import type { Result, Run, Runs } from './runs.ts'

const REHEARSED_AT_ONCE = 10
const MOST_ATTEMPTS = 5
const MOST_FAILURES = 10
/** So many tickets reach the disk together, for to wait for it at each would take longer than all the rest. */
const MOST_SOON = 20
const FAILED = 'Something went wrong on our side; the log tells more.'

type Plan = { readonly ids: readonly number[]; readonly order: Order }

/** What an order would do to each ticket: it is carried out by the same rules, and nothing of it stays. */
export async function rehearse(desk: Desk, actor: Actor, { ids, order }: Plan): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let from = 0; from < ids.length; from += REHEARSED_AT_ONCE) {
    const some = ids.slice(from, from + REHEARSED_AT_ONCE)
    results.push(...(await rehearseSome(desk, actor, { ids: some, order })))
    await turn()
  }
  return results
}

async function rehearseSome(desk: Desk, actor: Actor, { ids, order }: Plan): Promise<readonly Result[]> {
  const enough = new Error('A rehearsal is over.')
  const results: (Result | null)[] = []
  try {
    await desk.db.write(async (tx) => {
      const act = { actor, at: desk.clock.now() }
      for (const id of ids) {
        const one = { id, order, act, count: ids.length, undoId: null }
        results.push(await attempt(desk, { id, tell: ahead }, () => changeTicket(desk, tx, one)))
      }
      throw enough
    })
  } catch (error) {
    if (error !== enough) throw error
  }
  return results.filter((result) => result !== null)
}

type Attempted = { readonly id: number; readonly tell: (changed: Changed) => string }

/** Null for a ticket that is not there for this actor. */
async function attempt(desk: Desk, { id, tell }: Attempted, work: () => Promise<Changed>): Promise<Result | null> {
  try {
    const what = tell(await work())
    return { id, kind: what === '' ? 'same' : 'changed', why: null, what }
  } catch (error) {
    if (!(error instanceof AppError))
      desk.log.error({ error, ticketId: id }, 'A ticket could not be changed with others')
    else if (error.kind === 'not-found') return null
    else if (error.kind !== 'unavailable') return { id, kind: 'refused', why: error.message, what: '' }
    return { id, kind: 'failed', why: error instanceof AppError ? error.message : FAILED, what: '' }
  }
}

const afterwards = ({ changes, spoken }: Changed): string =>
  listed([
    ...spoken.map(({ kind }) => (kind === 'reply' ? 'sent a reply' : 'added a note')),
    describeChanges(changes).text,
  ])

function ahead({ changes, spoken }: Changed): string {
  const said = spoken.map(({ kind }) => (kind === 'reply' ? 'send a reply' : 'add a note'))
  const what = listed([...said, foretellChanges(changes)])
  return what === '' ? '' : `will ${what}`
}

const listed = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ')

export type Beginning = Plan & { readonly label: string; readonly key: string }

/** Begins to carry out an order, one transaction a ticket, and answers at once; the run goes on by itself. */
export async function begin(desk: Desk, actor: Actor, { runs, plan }: { runs: Runs; plan: Beginning }): Promise<Run> {
  return runs.once(`${actor.personId ?? ''} ${plan.key}`, async () => {
    const { ids, order, label, key } = plan
    const startedAt = desk.clock.now()
    const replies = order.reply !== ''
    const data = { count: ids.length, replies }
    const id = await desk.db.write((tx) => openUndo(tx, { actor, at: startedAt }, { kind: 'bulk', label, data }))
    const run: Run = {
      ...{ id, label, key, replies, startedAt },
      ownerId: actor.personId,
      total: ids.length,
      state: 'running',
      results: [],
    }
    void work(desk, actor, { run, plan }).catch((error: unknown) => {
      run.state = 'stopped'
      desk.log.error({ error }, 'A change of many tickets stopped')
    })
    return run
  })
}

type Work = { readonly run: Run; readonly plan: Beginning }

async function work(desk: Desk, actor: Actor, { run, plan }: Work): Promise<void> {
  let failures = 0
  for (const id of plan.ids) {
    // Others get their turn between two tickets.
    await turn()
    if (desk.db.closing() || failures >= MOST_FAILURES) break
    const one = { run, order: plan.order, id }
    const result =
      (await attempt(desk, { id, tell: afterwards }, () => patiently(desk, () => changeForGood(desk, actor, one)))) ??
      gone(id)
    failures = result.kind === 'failed' ? failures + 1 : 0
    run.results.push(result)
  }
  // What went to the disk by and by is there before anybody reads that it is done; closing sees to it by itself.
  if (!desk.db.closing()) await keepUndo(desk, run.id)
  run.state = run.results.length === run.total ? 'done' : 'stopped'
  if (!desk.db.closing()) await desk.bus.emit('tickets.changed', { actorId: actor.personId, count: run.total })
}

type One = { readonly run: Run; readonly order: Order; readonly id: number }

/** A database that is busy for a moment must not cost a ticket its change. */
async function patiently<Value>(desk: Desk, work: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      const busy = error instanceof AppError && error.kind === 'unavailable'
      if (!busy || tries === MOST_ATTEMPTS || desk.db.closing()) throw error
      await sleep(tries * 100)
    }
  }
}

const gone = (id: number): Result => ({ id, kind: 'refused', why: 'The ticket is not there any more.', what: '' })

/** How the ticket after so many others reaches the disk. */
const writeOf = ({ db }: Desk, others: number): Desk['db']['write'] =>
  (others + 1) % MOST_SOON === 0 ? db.write : db.writeSoon

async function changeForGood(desk: Desk, actor: Actor, { run, order, id }: One): Promise<Changed> {
  const changed = await writeOf(
    desk,
    run.results.length,
  )((tx) => {
    const act: Act = { actor, at: desk.clock.now() }
    return changeTicket(desk, tx, { id, order, act, count: run.total, undoId: run.id })
  })
  for (const { kind, id: updateId } of changed.spoken)
    await desk.bus.emit('update.added', { ticketId: id, actorId: actor.personId, updateId, kind })
  for (const stored of changed.stored) await announce(desk, actor, stored)
  return changed
}

/** Takes back what a run changed, as far as nobody changed it since, and says in a sentence what came of it. */
export async function takeBulkBack(desk: Desk, actor: Actor, undo: Undoable): Promise<string> {
  const { count, replies } = JSON.parse(undo.data) as { count: number; replies: boolean }
  const tally = new Map<TakenBack, number>()
  const steps = undoSteps(desk, undo.id)
  try {
    for (const [index, undoStep] of steps.entries()) {
      const outcome = await takeStepBack(desk, actor, { undoStep, count, write: writeOf(desk, index) })
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
      await turn()
    }
  } finally {
    // Whatever was taken back is on the disk before anybody reads of it.
    if (steps.length > 0 && !desk.db.closing()) await keepUndo(desk, undo.id)
  }
  if (tally.size > 0) await desk.bus.emit('tickets.changed', { actorId: actor.personId, count })
  return takenBackWords((outcome) => tally.get(outcome) ?? 0, replies)
}

function takenBackWords(of: (outcome: TakenBack) => number, replies: boolean): string {
  const tickets = (number: number) => `${number.toLocaleString('en')} ticket${number === 1 ? '' : 's'}`
  const back = of('back') + of('partly')
  return [
    back === 0 ? 'Nothing was taken back.' : `Taken back on ${tickets(back)}.`,
    ...(of('partly') > 0 ? [`On ${tickets(of('partly'))} only in part: the rest was changed since.`] : []),
    ...(of('since') > 0 ? [`Changed since, and left as it is: ${tickets(of('since'))}.`] : []),
    ...(of('gone') > 0 ? [`Not among those you see any more: ${tickets(of('gone'))}.`] : []),
    ...(replies ? ['Replies that were sent stay sent.'] : []),
  ].join(' ')
}
