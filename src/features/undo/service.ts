import type { Actor } from '#domain/actor.ts'
import type { Tx } from '#db/database.ts'
import { AppError, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { undoableFor, type Undoable } from './queries.ts'

/** How long something can be taken back. */
export const UNDO_MS = 15 * 60_000
/** What was done is kept this long to say why it cannot be taken back any more. */
const KEPT_MS = 24 * 3_600_000

type Beginning = { readonly kind: string; readonly label: string; readonly data: unknown }

/** Notes, in the write that does it, that something can be taken back; answers the number its steps go by. */
export const openUndo = (
  { hot }: Tx,
  { actor, at }: { actor: Actor; at: number },
  { kind, label, data }: Beginning,
): number =>
  hot.insert('Undo', {
    kind,
    label,
    data: JSON.stringify(data),
    personId: actor.personId,
    createdAt: at,
    expiresAt: at + UNDO_MS,
  })

/** Keeps what one ticket was before, in the write that changes it. */
export const addUndoStep = ({ hot }: Tx, step: { undoId: number; ticketId: number; data: unknown }): number =>
  hot.insert('UndoStep', { ...step, data: JSON.stringify(step.data) })

/** Drops a step, in the write that takes it back, so that a second attempt goes on where the first one ended. */
export function dropUndoStep({ hot }: Tx, id: number): void {
  hot.run('DELETE FROM UndoStep WHERE id = @id', { id })
}

/** What is to be taken back, if this actor still may; fails in words when it is too late. */
export function claimUndo(desk: Desk, actor: Actor, id: number): Undoable {
  const found = undoableFor(desk, actor, id)
  if (!found) throw notFound('change')
  if (found.undoneAt !== null) throw new AppError('conflict', 'This was taken back already.')
  if (found.expiresAt <= desk.clock.now())
    throw new AppError('conflict', 'This was too long ago to be taken back in one go. Change it by hand.')
  return found
}

/** Ends a row of changes written by `writeSoon`: all of them are on the disk when it resolves. */
export const keepUndo = (desk: Desk, id: number): Promise<void> =>
  desk.db.write(({ hot }) => {
    hot.run('UPDATE Undo SET data = data WHERE id = @id', { id })
  })

/** Marks it as taken back. */
export const finishUndo = (desk: Desk, id: number): Promise<void> =>
  desk.db.write(({ hot }) => {
    hot.run('UPDATE Undo SET undoneAt = @at WHERE id = @id', { id, at: desk.clock.now() })
  })

/** Forgets what cannot be taken back any more. */
export async function forgetOldUndos(desk: Desk): Promise<void> {
  const before = desk.clock.now() - KEPT_MS
  if (!desk.db.sql.get('SELECT 1 FROM Undo WHERE expiresAt < @before LIMIT 1', { before })) return
  await desk.db.write(({ hot }) => {
    hot.run('DELETE FROM Undo WHERE expiresAt < @before', { before })
  })
}
