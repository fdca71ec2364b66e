import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'

/** Something that can still be taken back. */
export type Undoable = {
  readonly id: number
  readonly kind: string
  readonly label: string
  /** Whatever its kind keeps beside its steps, as JSON. */
  readonly data: string
  readonly personId: number | null
  readonly createdAt: number
  readonly expiresAt: number
  readonly undoneAt: number | null
}

export type UndoStep = { readonly id: number; readonly ticketId: number; readonly data: string }

/** What this actor did and may take back; admins take back what anybody did. Undefined for everybody else. */
export function undoableFor({ db }: Desk, { personId, role }: Actor, id: number): Undoable | undefined {
  const sql = `SELECT * FROM Undo WHERE id = @id AND (personId = @personId OR @admin = 1)`
  return db.sql.get<Undoable>(sql, { id, personId, admin: role === 'admin' ? 1 : 0 })
}

/** The steps that were not taken back yet, the newest first. */
export const undoSteps = ({ db }: Desk, undoId: number): readonly UndoStep[] =>
  db.sql.all('SELECT id, ticketId, data FROM UndoStep WHERE undoId = @undoId ORDER BY id DESC', { undoId })
