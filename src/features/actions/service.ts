import { gathered, GATHERED_MS, isOfActions } from '#domain/action-entries.ts'
import type { Actor } from '#domain/actor.ts'
import { offsetFrom } from '#domain/offsets.ts'
import type { PlannedAction } from '#domain/template-actions.ts'
import type { Change } from '#domain/timeline.ts'
import type { Tx } from '#db/database.ts'
import { invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { loadTicket, saveTicket, systemEntry, type Act } from '#features/tickets/service.ts'
import { openUndo } from '#features/undo/service.ts'
import type { ActionForm } from './schema.ts'

type Item = {
  readonly id: number
  readonly ticketId: number
  readonly position: number
  readonly text: string
  readonly assigneeId: number | null
  readonly dueAt: number | null
  readonly doneAt: number | null
}

type One = { readonly ticketId: number; readonly id: number }

const MOST_ON_A_TICKET = 500

/** Adds items to the end of a ticket's list. */
export const addActions = (
  desk: Desk,
  actor: Actor,
  { ticketId, texts }: { ticketId: number; texts: readonly string[] },
): Promise<void> =>
  actOnList(desk, actor, ticketId, (tx) => {
    const count = itemsOf(tx, ticketId).length
    if (count + texts.length > MOST_ON_A_TICKET)
      throw invalid({ items: `A ticket has at most ${MOST_ON_A_TICKET} items. Split it.` })
    texts.forEach((text, index) => tx.hot.insert('ActionItem', { ticketId, position: count + index + 1, text }))
    const [only = '', ...more] = texts
    return more.length === 0
      ? [{ field: 'action', from: null, to: only }]
      : [{ field: 'actions', from: null, to: String(texts.length) }]
  })

/** Puts the items of a template on a ticket that is just being opened; each is due some time after that. */
export function planActions({ hot }: Tx, { ticketId, actions, zone }: Planned, at: number): void {
  actions.forEach(({ text, assigneeId, due }, index) => {
    const dueAt = due === null ? null : offsetFrom(at, due, zone)
    hot.insert('ActionItem', { ticketId, position: index + 1, text, assigneeId, dueAt })
  })
}

type Planned = { readonly ticketId: number; readonly actions: readonly PlannedAction[]; readonly zone: string }

/** Ticks an item off, or takes the tick away; what is so already stays unsaid. */
export const tickAction = (desk: Desk, actor: Actor, { ticketId, id, done }: One & { done: boolean }): Promise<void> =>
  actOnList(desk, actor, ticketId, (tx, { at }) => {
    const item = itemOf(tx, { ticketId, id })
    if ((item.doneAt !== null) === done) return []
    tx.hot.update('ActionItem', id, { doneAt: done ? at : null })
    return [{ field: 'actionDone', from: done ? null : item.text, to: done ? item.text : null }]
  })

/** Changes what is to be done, by whom and until when. */
export const editAction = (desk: Desk, actor: Actor, { ticketId, id, form }: One & { form: ActionForm }) =>
  actOnList(desk, actor, ticketId, (tx) => {
    const item = itemOf(tx, { ticketId, id })
    const { text, assignee, dueAt } = form
    const name = assignee === item.assigneeId ? null : agentName(tx, assignee)
    tx.hot.update('ActionItem', id, { text, assigneeId: assignee, dueAt })
    const changes: Change[] = []
    if (text !== item.text) changes.push({ field: 'action', from: item.text, to: text })
    if (assignee !== item.assigneeId) changes.push({ field: 'actionAssignee', from: text, to: name })
    if (minuteOf(dueAt) !== minuteOf(item.dueAt)) changes.push({ field: 'actionDue', from: null, to: text })
    return changes
  })

const minuteOf = (at: number | null): number | null => (at === null ? null : Math.floor(at / 60_000))

function agentName({ hot }: Tx, id: number | null): string | null {
  if (id === null) return null
  const sql = `SELECT name FROM Person WHERE id = @id AND active = 1 AND role IN ('admin', 'agent')`
  const person = hot.get<{ name: string }>(sql, { id })
  if (!person) throw invalid({ assignee: 'Choose somebody who works on tickets.' })
  return person.name
}

/** Moves an item a step, or to a place counted from 1. */
export const moveAction = (desk: Desk, actor: Actor, { ticketId, id, to }: One & { to: 'up' | 'down' | number }) =>
  actOnList(desk, actor, ticketId, (tx) => {
    itemOf(tx, { ticketId, id })
    const order = itemsOf(tx, ticketId).map((item) => item.id)
    const at = order.indexOf(id)
    const wanted = to === 'up' ? at - 1 : to === 'down' ? at + 1 : to - 1
    const place = Math.min(Math.max(wanted, 0), order.length - 1)
    number(tx, order.toSpliced(at, 1).toSpliced(place, 0, id))
    return []
  })

function number({ hot }: Tx, order: readonly number[]): void {
  const sql = 'UPDATE ActionItem SET position = @position WHERE id = @id AND position <> @position'
  order.forEach((id, index) => hot.run(sql, { id, position: index + 1 }))
}

/** Removes an item and answers the number it can be brought back by. */
export async function removeAction(desk: Desk, actor: Actor, one: One): Promise<{ undoId: number; text: string }> {
  let removed = { undoId: 0, text: '' }
  await actOnList(desk, actor, one.ticketId, (tx, act) => {
    const item = itemOf(tx, one)
    tx.hot.run('DELETE FROM ActionItem WHERE id = @id', { id: one.id })
    const undoId = openUndo(tx, act, { kind: 'action', label: `Removed “${item.text}”`, data: item })
    removed = { undoId, text: item.text }
    return [{ field: 'action', from: item.text, to: null }]
  })
  return removed
}

/** Puts a removed item back where it was. */
export async function restoreAction(desk: Desk, actor: Actor, data: string): Promise<string> {
  const item = JSON.parse(data) as Item
  await actOnList(desk, actor, item.ticketId, (tx) => {
    if (tx.hot.get('SELECT 1 FROM ActionItem WHERE id = @id', { id: item.id })) return []
    const order = itemsOf(tx, item.ticketId).map(({ id }) => id)
    tx.hot.insert('ActionItem', item)
    number(tx, order.toSpliced(item.position - 1, 0, item.id))
    return [{ field: 'action', from: null, to: item.text }]
  })
  return `“${item.text}” is back.`
}

const COLUMNS = 'id, ticketId, position, text, assigneeId, dueAt, doneAt'

const itemsOf = ({ hot }: Tx, ticketId: number): readonly Item[] =>
  hot.all(`SELECT ${COLUMNS} FROM ActionItem WHERE ticketId = @ticketId ORDER BY position, id`, { ticketId })

function itemOf({ hot }: Tx, { ticketId, id }: One): Item {
  const item = hot.get<Item>(`SELECT ${COLUMNS} FROM ActionItem WHERE id = @id AND ticketId = @ticketId`, {
    ticketId,
    id,
  })
  if (!item) throw notFound('action item')
  return item
}

/** One act on the list of a ticket this actor may see: what it changed is told, and the house hears of it. */
async function actOnList(
  desk: Desk,
  actor: Actor,
  ticketId: number,
  decide: (tx: Tx, act: Act) => readonly Change[],
): Promise<void> {
  await desk.db.write((tx) => {
    const act = { actor, at: desk.clock.now() }
    const before = loadTicket(tx, { actor, id: ticketId })
    const changes = decide(tx, act)
    if (changes.length === 0) return
    tell(tx, ticketId, { changes, act })
    saveTicket(tx, desk.config, { before, outcome: { next: {}, changes: [] }, act })
  })
  await desk.bus.emit('ticket.edited', { ticketId, actorId: actor.personId })
}

type Told = { readonly changes: readonly Change[]; readonly act: Act }
type Entry = {
  readonly id: number
  readonly authorId: number | null
  readonly changes: string | null
  readonly createdAt: number
}

/** Ticking off one after the other makes one entry, as long as nothing else comes in between. */
function tell({ hot }: Tx, ticketId: number, { changes, act }: Told): void {
  const last = hot.get<Entry>(
    `SELECT id, authorId, changes, createdAt FROM "Update" WHERE ticketId = @ticketId ORDER BY createdAt DESC, id DESC LIMIT 1`,
    { ticketId },
  )
  const told = JSON.parse(last?.changes ?? '[]') as Change[]
  const goesOn = last?.authorId === act.actor.personId && act.at - last.createdAt < GATHERED_MS && isOfActions(told)
  if (!goesOn) return void hot.insert('Update', { ticketId, ...systemEntry(changes, act) })
  const all = gathered(told, changes)
  if (all.length === 0) hot.run('DELETE FROM "Update" WHERE id = @id', { id: last.id })
  else hot.update('Update', last.id, { changes: JSON.stringify(all) })
}
