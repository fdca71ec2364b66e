import type { Actor } from '#domain/actor.ts'
import { formatNumber } from '#domain/numbers.ts'
import type { Change } from '#domain/timeline.ts'
import type { Tx } from '#db/database.ts'
import { conflict, invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { insertRelation } from '#features/relations/service.ts'
import { insertTicket } from '#features/tickets/create/service.ts'
import { announce, loadTicket, readTicket, saveTicket, type Act } from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'
import { undoSteps, type Undoable } from '#features/undo/queries.ts'
import { addUndoStep, dropUndoStep, openUndo } from '#features/undo/service.ts'
import type { SplitForm } from './schema.ts'

type Told = Parameters<typeof announce>[2]
type Chosen = { readonly id: number; readonly kind: string; readonly body: string }

/** What a split did; kept with the ticket it was taken from. */
type SplitRecord = {
  readonly newId: number
  /** The new ticket's version: a later one means that it has a life of its own. */
  readonly version: number
  readonly at: number
  readonly updates: readonly number[]
  readonly hushed: readonly number[]
}

/** What hangs on an update goes where it goes. */
const HANGING = ['Attachment', 'TicketLink', 'OutboxMessage', 'InboxMessage'] as const

/** Opens a ticket with some of the updates of another one; answers it and what takes it back. */
export async function splitTicket(
  desk: Desk,
  actor: Actor,
  { id, form }: { id: number; form: SplitForm },
): Promise<{ readonly id: number; readonly undo: number }> {
  const done = await desk.db.write(async (tx) => {
    const act = { actor, at: desk.clock.now() }
    const source = loadTicket(tx, { actor, id })
    const chosen = chosenOf(tx, { ticketId: id, updates: form.updates })
    const created = await openBeside(desk, tx, { source, form, chosen, act })
    moveUpdates(tx.hot, { from: id, to: created.id, updates: form.updates })
    const hushed = created.same ? [] : chosen.filter(({ kind }) => kind === 'reply').map((one) => one.id)
    for (const one of hushed) tx.hot.update('Update', one, { kind: 'note' })
    insertRelation(tx, { fromId: created.id, toId: id, kind: 'follows' }, act)

    const told = [
      tell(desk, tx, { ticketId: id, act, change: changeOf(desk, created.id, 'to') }),
      tell(desk, tx, { ticketId: created.id, act, change: changeOf(desk, id, 'from') }),
    ]
    const undo = openUndo(tx, act, { kind: 'split', label: 'Split', data: {} })
    const version = told[1]?.after.version ?? 0
    const record: SplitRecord = { newId: created.id, version, at: act.at, updates: form.updates, hushed }
    addUndoStep(tx, { undoId: undo, ticketId: id, data: record })
    return { id: created.id, undo, told }
  })
  await desk.bus.emit('ticket.created', { ticketId: done.id, actorId: actor.personId })
  for (const one of done.told) await announce(desk, actor, one)
  return { id: done.id, undo: done.undo }
}

function chosenOf(
  { hot }: Tx,
  { ticketId, updates }: { ticketId: number; updates: readonly number[] },
): readonly Chosen[] {
  const found = hot.all<Chosen>(
    `SELECT id, kind, body FROM "Update" WHERE ticketId = @ticketId AND kind <> 'system' AND removedAt IS NULL
       AND id IN (SELECT value FROM json_each(@some)) ORDER BY createdAt, id`,
    { ticketId, some: JSON.stringify(updates) },
  )
  if (found.length < new Set(updates).size)
    throw invalid({ updates: 'One of these was removed or moved meanwhile. Choose again.' })
  return found
}

type Opening = {
  readonly source: TicketState
  readonly form: SplitForm
  readonly chosen: readonly Chosen[]
  readonly act: Act
}

/** The new ticket, in the same place and hands; `same` when whoever asked for the one asked for the other. */
async function openBeside(desk: Desk, tx: Tx, { source, form, chosen, act }: Opening) {
  const { title, requester, priority } = form
  const { type, category, component, jobNumber } = source
  const from = `Split from ${formatNumber(desk.config.tickets.numberFormat, source.id)}.`
  const nothing = {
    watchers: [],
    tags: [],
    links: [],
    notes: '',
    dueAt: null,
    site: null,
    project: null,
    assignee: null,
  }
  const texts = { title, requester, priority, description: form.text === '' ? from : form.text }
  const { id } = await insertTicket(desk, tx, {
    form: { ...nothing, ...texts, type, category, component, jobNumber },
    act,
    told: [],
  })
  const { siteId, projectId, assigneeId } = source
  tx.hot.update('Ticket', id, { siteId, projectId, assigneeId })

  const { requesterId } = readTicket(tx, { actor: act.actor, id })
  const same = requesterId === source.requesterId
  // What was said among other people, or among agents, is no text for whoever asks now.
  const said = same ? chosen.find(({ kind }) => kind === 'reply') : undefined
  if (form.text === '' && said) tx.hot.update('Ticket', id, { description: said.body })
  return { id, same }
}

function moveUpdates(
  hot: Tx['hot'],
  { from, to, updates }: { from: number; to: number; updates: readonly number[] },
): void {
  const bind = { from, to, some: JSON.stringify(updates) }
  const some = 'IN (SELECT value FROM json_each(@some))'
  for (const table of HANGING)
    hot.run(`UPDATE ${table} SET ticketId = @to WHERE ticketId = @from AND updateId ${some}`, bind)
  hot.run(`UPDATE "Update" SET ticketId = @to WHERE ticketId = @from AND id ${some}`, bind)
}

const changeOf = ({ config }: Desk, otherId: number, end: 'from' | 'to'): Change => ({
  ...{ field: 'split', from: null, to: null },
  [end]: formatNumber(config.tickets.numberFormat, otherId),
  about: otherId,
})

function tell(desk: Desk, tx: Tx, { ticketId, act, change }: { ticketId: number; act: Act; change: Change }): Told {
  const before = readTicket(tx, { actor: act.actor, id: ticketId })
  const outcome = { next: {}, changes: [change] }
  return { before, outcome, after: saveTicket(tx, desk.config, { before, outcome, act }) }
}

/** Takes a split back: the updates return and the new ticket, on which nothing happened yet, is gone. */
export async function takeBackSplit(desk: Desk, actor: Actor, undo: Undoable): Promise<string> {
  const [step] = undoSteps(desk, undo.id)
  if (!step) return 'This was taken back already.'
  const { newId, version, at, updates, hushed } = JSON.parse(step.data) as SplitRecord
  const number = formatNumber(desk.config.tickets.numberFormat, newId)
  const told = await desk.db.write((tx) => {
    const act = { actor, at: desk.clock.now() }
    const split = readTicket(tx, { actor, id: newId })
    if (split.version !== version || split.mergedIntoId !== null)
      throw conflict(`${number} was changed since. Merge it into the other one instead.`)
    if (
      tx.hot.get(
        'SELECT 1 FROM HeldReply WHERE ticketId = @newId UNION ALL SELECT 1 FROM Draft WHERE ticketId = @newId',
        { newId },
      )
    )
      throw conflict(`Somebody is writing on ${number}. Merge it into the other one instead.`)
    dropUndoStep(tx, step.id)
    moveUpdates(tx.hot, { from: newId, to: step.ticketId, updates })
    tx.hot.run(
      `UPDATE "Update" SET kind = 'reply' WHERE ticketId = @to AND kind = 'note' AND (editedAt IS NULL OR editedAt < @at) AND id IN (SELECT value FROM json_each(@some))`,
      { to: step.ticketId, at, some: JSON.stringify(hushed) },
    )
    tx.hot.run('DELETE FROM Ticket WHERE id = @newId', { newId })
    return tell(desk, tx, { ticketId: step.ticketId, act, change: { field: 'unsplit', from: number, to: null } })
  })
  await announce(desk, actor, told)
  return 'The updates are back where they were.'
}
