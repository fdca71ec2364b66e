import type { Actor } from '#domain/actor.ts'
import { ownedBy } from '#domain/mirror.ts'
import { formatNumber } from '#domain/numbers.ts'
import type { Change } from '#domain/timeline.ts'
import type { Config } from '#config/config.ts'
import type { Tx } from '#db/database.ts'
import { AppError, conflict, invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import {
  announce,
  loadTicket,
  readTicket,
  saveClocks,
  saveTicket,
  type Act,
  type Outcome,
} from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'
import { undoSteps, type Undoable } from '#features/undo/queries.ts'
import { addUndoStep, dropUndoStep, openUndo } from '#features/undo/service.ts'
import { PARKED_AT } from '#features/tickets/held/queries.ts'
import { carryDrafts } from './drafts.ts'
import { ended, tellMerged, wasOf } from './ending.ts'
import { mergeStepOf, readersOf, type Readers } from './queries.ts'
import { carryBack, carryOver, goingOver, type MergeRecord } from './record.ts'

type Told = Parameters<typeof announce>[2]

/** A merge can be taken back for as long as nothing stands in its way, so what it did is not forgotten. */
const FOR_EVER = 253_402_300_799_000

export type Merge = {
  /** The tickets that go over, one after the other. */
  readonly ids: readonly number[]
  readonly intoId: number
  /** Whether their requesters watch the ticket that stays. */
  readonly watch: boolean
}

/** Merges tickets into one, all of them or none; answers what takes it back. */
export async function mergeTickets(desk: Desk, actor: Actor, { ids, ...merge }: Merge): Promise<number> {
  if (ids.length === 0) throw invalid({ into: 'Choose at least one other ticket.' })
  const { undo, told } = await desk.db.write((tx) => {
    const act = { actor, at: desk.clock.now() }
    const undo = openLasting(tx, act)
    return { undo, told: ids.flatMap((id) => mergeOne(desk, tx, { ...merge, id, act, undo })) }
  })
  for (const one of told) await announce(desk, actor, one)
  return undo
}

type One = Omit<Merge, 'ids'> & { readonly id: number; readonly act: Act; readonly undo: number }

function mergeOne(desk: Desk, tx: Tx, { id, intoId, watch, act, undo }: One): readonly Told[] {
  const { config } = desk
  const source = loadTicket(tx, { actor: act.actor, id })
  const target = readTicket(tx, { actor: act.actor, id: intoId })
  const problem = goneProblem(config, target) ?? mergeProblem(config, source, target) ?? heldProblem(tx, id)
  if (problem !== null) throw new AppError('conflict', problem, { fields: { into: problem } })

  const readers = readersOf(tx.hot, { id, intoId })
  const way = { from: id, to: intoId }
  const going = watching(tx, goingOver(tx.hot, way, !readers.same), { readers, way, watch })
  const made = writeTexts(tx, config, { source, target, readers, act })
  carryOver(tx.hot, way, { going, textId: made[0] ?? 0 })
  carryDrafts(tx, config, way)

  const told = [
    save(desk, tx, { before: source, outcome: ended(config, source, { target, act }), act }),
    save(desk, tx, { before: target, outcome: { next: {}, changes: [tellMerged(config, source.id, 'from')] }, act }),
  ]
  const move = told[0]?.outcome.moved ? lastMove(tx, id) : null
  const record: MergeRecord = { ...going, intoId, at: act.at, was: wasOf(source), clocks: source.clocks, made, move }
  addUndoStep(tx, { undoId: undo, ticketId: id, data: record })
  return told
}

function openLasting(tx: Tx, act: Act): number {
  const id = openUndo(tx, act, { kind: 'merge', label: 'Merge', data: {} })
  tx.hot.update('Undo', id, { expiresAt: FOR_EVER })
  return id
}

/** Why one ticket cannot go over to another, in words; null when it can. */
export function mergeProblem({ tickets }: Config, source: Mergeable, target: Mergeable): string | null {
  const number = (id: number) => formatNumber(tickets.numberFormat, id)
  if (source.id === target.id) return 'A ticket cannot be merged into itself. Choose another one.'
  if (source.source !== null) return `${ownedBy(source.source, 'the life')} It can be marked as a duplicate instead.`
  if (target.source !== null)
    return `${number(target.id)} belongs to ${target.source}, which would not take over what was said here. Mark this one as its duplicate instead.`
  return null
}

function goneProblem({ tickets }: Config, { id, mergedIntoId }: TicketState): string | null {
  if (mergedIntoId === null) return null
  const number = (one: number) => formatNumber(tickets.numberFormat, one)
  return `${number(id)} was merged into ${number(mergedIntoId)} meanwhile. Choose that one.`
}

export type Mergeable = Pick<TicketState, 'id' | 'source'>

function heldProblem({ hot }: Tx, ticketId: number): string | null {
  const sql = `SELECT 1 FROM HeldReply WHERE ticketId = @ticketId AND leavesAt < ${PARKED_AT} LIMIT 1`
  const held = hot.get(sql, { ticketId })
  return held === undefined ? null : 'A reply is still on its way from here. Wait until it has left, or take it back.'
}

type Bystander = { readonly readers: Readers; readonly way: { from: number; to: number }; readonly watch: boolean }
type Going = ReturnType<typeof goingOver>

/** Whoever asked for the ticket that goes watches the one that stays, if that is wished and not theirs anyway. */
function watching({ hot }: Tx, going: Going, { readers, way, watch }: Bystander): Going {
  const { requesterId } = readers
  const { Watcher } = going.shared
  const there = hot.get(
    `SELECT 1 FROM Ticket t WHERE t.id = @to AND (t.requesterId = @requesterId OR EXISTS (
       SELECT 1 FROM Watcher w WHERE w.ticketId = t.id AND w.personId = @requesterId))`,
    { to: way.to, requesterId },
  )
  if (!watch || requesterId === null || there !== undefined || Watcher.added.includes(requesterId)) return going
  return { ...going, shared: { ...going.shared, Watcher: { ...Watcher, added: [...Watcher.added, requesterId] } } }
}

type Texts = {
  readonly source: TicketState
  readonly target: TicketState
  readonly readers: Readers
  readonly act: Act
}

/** The ticket's own texts become updates of the other one; only who wrote the one reads it there as a reply. */
function writeTexts({ hot }: Tx, { tickets }: Config, { source, target, readers, act }: Texts): readonly number[] {
  const about = `${formatNumber(tickets.numberFormat, source.id)}, ${source.title}`
  const author = hot.get<{ id: number; name: string }>(
    'SELECT p.id, p.name FROM Ticket t JOIN Person p ON p.id = coalesce(t.requesterId, t.createdById) WHERE t.id = @id',
    { id: source.id },
  ) ?? { id: act.actor.personId, name: act.actor.name }
  const written = { ticketId: target.id, authorId: author.id, authorName: author.name, createdAt: source.createdAt }
  const texts = [
    { kind: readers.same ? 'reply' : 'note', body: `**Merged from ${about}**\n\n${source.description}`.trim() },
    ...(source.notes === '' ? [] : [{ kind: 'note', body: `**Notes of ${about}**\n\n${source.notes}` }]),
  ]
  return texts.map((text) => hot.insert('Update', { ...written, ...text }))
}

const lastMove = ({ hot }: Tx, ticketId: number): number | null =>
  hot.get<{ id: number | null }>('SELECT max(id) AS id FROM StatusChange WHERE ticketId = @ticketId', { ticketId })
    ?.id ?? null

function save(
  { config }: Desk,
  tx: Tx,
  { before, outcome, act }: { before: TicketState; outcome: Outcome; act: Act },
): Told {
  return { before, outcome, after: saveTicket(tx, config, { before, outcome, act }) }
}

/** Takes a ticket out of the one it was merged into; answers where it was. */
export async function unmergeTicket(desk: Desk, actor: Actor, id: number): Promise<void> {
  const step = mergeStepOf(desk, id)
  if (!step) throw conflict('This ticket is not merged into another one, or that cannot be taken back any more.')
  await takeApart(desk, actor, { ...step, ticketId: id })
}

type Step = { readonly id: number; readonly ticketId: number; readonly data: string }

async function takeApart(desk: Desk, actor: Actor, step: Step): Promise<void> {
  const told = await desk.db.write((tx) => {
    const act = { actor, at: desk.clock.now() }
    const record = JSON.parse(step.data) as MergeRecord
    const source = readTicket(tx, { actor, id: step.ticketId })
    const target = readTicket(tx, { actor, id: record.intoId })
    refuseApart(desk.config, { source, target })
    dropUndoStep(tx, step.id)
    carryBack(tx.hot, { from: source.id, to: target.id }, record)
    saveClocks(tx.hot, { ticketId: source.id, before: source.clocks, after: record.clocks })
    if (record.move !== null) tx.hot.run('DELETE FROM StatusChange WHERE id = @id', { id: record.move })
    const number = (id: number) => formatNumber(desk.config.tickets.numberFormat, id)
    const out: Change = { field: 'unmerged', from: null, to: number(target.id), about: target.id }
    const without: Change = { field: 'unmerged', from: number(source.id), to: null, about: source.id }
    const before = { ...source, clocks: record.clocks }
    const told = [
      save(desk, tx, { before, outcome: { next: { ...record.was, mergedIntoId: null }, changes: [out] }, act }),
      save(desk, tx, { before: target, outcome: { next: {}, changes: [without] }, act }),
    ]
    for (const id of record.requests) tx.hot.update('AssignmentRequest', id, { state: 'open', decidedAt: null })
    return told
  })
  for (const one of told) await announce(desk, actor, one)
}

function refuseApart({ tickets }: Config, { source, target }: { source: TicketState; target: TicketState }): void {
  const number = (id: number) => formatNumber(tickets.numberFormat, id)
  if (source.mergedIntoId !== target.id) throw conflict(`${number(source.id)} is not merged into ${number(target.id)}.`)
  if (target.mergedIntoId !== null)
    throw conflict(`${number(target.id)} was merged into another ticket since. Take that back first.`)
}

/** Takes merges back, the last one first. */
export async function takeBackMerge(desk: Desk, actor: Actor, undo: Undoable): Promise<string> {
  const steps = undoSteps(desk, undo.id)
  for (const step of steps) await takeApart(desk, actor, step)
  return steps.length === 1
    ? 'The ticket stands for itself again.'
    : `${steps.length} tickets stand for themselves again.`
}
