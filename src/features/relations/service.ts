import type { Actor } from '#domain/actor.ts'
import { formatNumber } from '#domain/numbers.ts'
import { relationProblem, relationSays, type RelationKind, type Side } from '#domain/relations.ts'
import type { Change } from '#domain/timeline.ts'
import type { Tx } from '#db/database.ts'
import { conflict, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { announce, loadTicket, readTicket, saveTicket, type Act } from '#features/tickets/service.ts'
import { undoSteps, type Undoable } from '#features/undo/queries.ts'
import { addUndoStep, dropUndoStep, openUndo } from '#features/undo/service.ts'
import type { Relation } from './queries.ts'

type Told = Parameters<typeof announce>[2]
type Wish = { readonly id: number; readonly otherId: number; readonly kind: RelationKind; readonly side: Side }

/** Relates two tickets that this actor sees both; answers what takes it back. Refused in words beside `other`. */
export async function relate(desk: Desk, actor: Actor, { id, otherId, kind, side }: Wish): Promise<number> {
  const [fromId, toId] = side === 'from' ? [id, otherId] : [otherId, id]
  const { undo, told } = await desk.db.write((tx) => {
    const act = { actor, at: desk.clock.now() }
    loadTicket(tx, { actor, id })
    refuseSenseless(tx, { fromId, toId, kind })
    const relationId = insertRelation(tx, { fromId, toId, kind }, act)
    const undo = openUndo(tx, act, { kind: 'relation', label: 'Relation', data: { relationId, was: 'made' } })
    addUndoStep(tx, { undoId: undo, ticketId: id, data: {} })
    return { undo, told: tellBoth(desk, tx, { relation: { id: relationId, kind, fromId, toId }, act, stands: true }) }
  })
  for (const one of told) await announce(desk, actor, one)
  return undo
}

/** Writes a relation, in the write of whoever needs it; says nothing in the timelines. */
export const insertRelation = ({ hot }: Tx, pair: Omit<Relation, 'id'>, { actor, at }: Act): number =>
  hot.insert('Relation', { ...pair, actorId: actor.personId, createdAt: at })

function refuseSenseless({ hot }: Tx, { fromId, toId, kind }: Omit<Relation, 'id'>): void {
  // Those of the two, and whatever can be reached from the one it would lead to.
  const known = hot.all<Relation>(
    `WITH RECURSIVE reached (id) AS (
       SELECT @toId UNION SELECT r.toId FROM reached JOIN Relation r ON r.fromId = reached.id WHERE r.kind = @kind AND r.undoneAt IS NULL)
     SELECT id, kind, fromId, toId FROM Relation
     WHERE kind = @kind AND undoneAt IS NULL AND (fromId = @fromId OR fromId IN (SELECT id FROM reached))`,
    { fromId, toId, kind },
  )
  const problem = relationProblem({ fromId, toId }, kind, known)
  if (problem !== null) throw invalid({ other: problem })
}

/** Ends a relation; that it was stays known. Answers what takes it back. */
export async function unrelate(
  desk: Desk,
  actor: Actor,
  { id, relationId }: { id: number; relationId: number },
): Promise<number> {
  const { undo, told } = await desk.db.write((tx) => {
    const act = { actor, at: desk.clock.now() }
    const relation = relationById(tx, relationId)
    if (!relation || ![relation.fromId, relation.toId].includes(id) || relation.undoneAt !== null)
      throw notFound('relation')
    const undo = openUndo(tx, act, { kind: 'relation', label: 'Relation', data: { relationId, was: 'ended' } })
    addUndoStep(tx, { undoId: undo, ticketId: id, data: {} })
    return { undo, told: end(desk, tx, { relation, act }) }
  })
  for (const one of told) await announce(desk, actor, one)
  return undo
}

type Kept = Relation & { readonly undoneAt: number | null }

const relationById = ({ hot }: Tx, id: number): Kept | undefined =>
  hot.get<Kept>('SELECT id, kind, fromId, toId, undoneAt FROM Relation WHERE id = @id', { id })

function end(desk: Desk, tx: Tx, { relation, act }: { relation: Relation; act: Act }): readonly Told[] {
  tx.hot.update('Relation', relation.id, { undoneAt: act.at })
  return tellBoth(desk, tx, { relation, act, stands: false })
}

type Telling = { readonly relation: Relation; readonly act: Act; readonly stands: boolean }

/** Says in the timelines of both what they are to each other now; the other one too must be seen. */
function tellBoth(desk: Desk, tx: Tx, { relation, act, stands }: Telling): readonly Told[] {
  const { kind, fromId, toId } = relation
  return (['from', 'to'] as const).map((side) => {
    const [id, otherId] = side === 'from' ? [fromId, toId] : [toId, fromId]
    const before = readTicket(tx, { actor: act.actor, id })
    const words = `${relationSays(kind, side)} ${formatNumber(desk.config.tickets.numberFormat, otherId)}`
    const change: Change = stands
      ? { field: 'relation', from: null, to: words, about: otherId }
      : { field: 'relation', from: words, to: null, about: otherId }
    const outcome = { next: {}, changes: [change] }
    return { before, outcome, after: saveTicket(tx, desk.config, { before, outcome, act }) }
  })
}

/** Takes back that two tickets were related, or that they are not any more. */
export async function takeBackRelation(desk: Desk, actor: Actor, undo: Undoable): Promise<string> {
  const { relationId, was } = JSON.parse(undo.data) as { relationId: number; was: 'made' | 'ended' }
  const [step] = undoSteps(desk, undo.id)
  if (!step) return 'This was taken back already.'
  const told = await desk.db.write((tx) => {
    const act = { actor, at: desk.clock.now() }
    const relation = relationById(tx, relationId)
    if (!relation) throw notFound('relation')
    dropUndoStep(tx, step.id)
    if (was === 'made') return relation.undoneAt === null ? end(desk, tx, { relation, act }) : []
    if (relation.undoneAt === null) throw conflict('The two are related again already.')
    refuseSenseless(tx, relation)
    tx.hot.update('Relation', relation.id, { undoneAt: null })
    return tellBoth(desk, tx, { relation, act, stands: true })
  })
  for (const one of told) await announce(desk, actor, one)
  return was === 'made' ? 'The two are not related any more.' : 'The two are related again.'
}
