import type { Actor } from '#domain/actor.ts'
import type { Tx } from '#db/database.ts'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { forgetUnused, withFiles, type NamedContent, type StoredFile } from '#features/attachments/service.ts'
import { PARKED_AT, PARKED_FILES, type HeldFile } from '#features/tickets/held/queries.ts'

type Person = Pick<Actor, 'personId'>
type Parking = { readonly ticketId: number; readonly at: number; readonly stored: readonly StoredFile[] }

const USES = `SELECT 1 FROM Attachment WHERE sha256 = @sha256 UNION ALL SELECT 1 FROM Person WHERE avatarSha = @sha256
  UNION ALL SELECT 1 FROM InboxMessage WHERE rawSha = @sha256`

/** Names files under a held reply. */
export function nameHeldFiles(
  { hot }: Tx,
  { personId }: Person,
  { heldReplyId, at, stored }: { heldReplyId: number } & Pick<Parking, 'at' | 'stored'>,
): void {
  for (const { sha256, size, name, type } of stored) {
    const file = { sha256, size, type, at }
    hot.run('INSERT OR IGNORE INTO File (sha256, size, type, createdAt) VALUES (@sha256, @size, @type, @at)', file)
    hot.insert('Attachment', { sha256, name, heldReplyId, uploadedById: personId, createdAt: at })
  }
}

/** Keeps files for this person's next attempt to write on this ticket. */
export function parkFiles(tx: Tx, actor: Person, { ticketId, at, stored }: Parking): void {
  if (stored.length === 0 || actor.personId === null) return
  const row = { ticketId, personId: actor.personId, form: '{}', createdAt: at, leavesAt: PARKED_AT }
  nameHeldFiles(tx, actor, { heldReplyId: tx.hot.insert('HeldReply', row), at, stored })
}

type Kept = { readonly ticketId: number; readonly stored: readonly StoredFile[] }

/** Writes; where that is refused, the files that came along wait for the next attempt of whoever works here. */
export async function orPark<Result>(
  desk: Desk,
  actor: Actor,
  { ticketId, stored }: Kept,
  write: (tx: Tx) => Result,
): Promise<Result> {
  try {
    return await desk.db.write(write)
  } catch (error) {
    const waits = error instanceof AppError && !['not-found', 'unavailable'].includes(error.kind)
    if (waits && actor.role !== 'client' && stored.length > 0)
      await desk.db.write((tx) => parkFiles(tx, actor, { ticketId, at: desk.clock.now(), stored }))
    throw error
  }
}

/** Keeps what came with a form that was not even read; nothing waits for clients. */
export async function parkUploads(
  desk: Desk,
  actor: Actor,
  { ticketId, files }: { ticketId: number; files: readonly NamedContent[] },
): Promise<void> {
  if (actor.role === 'client' || files.length === 0) return
  await withFiles(desk, files, (stored) =>
    desk.db.write((tx) => parkFiles(tx, actor, { ticketId, at: desk.clock.now(), stored })),
  )
}

type Taken = { readonly kept: readonly StoredFile[]; readonly dropped: readonly string[] }

/** Takes this person's waiting files up: those that are wanted come along, the contents of the others may be unused now. */
export function takeParked(
  { hot }: Tx,
  { personId }: Person,
  { ticketId, kept }: { ticketId: number; kept: readonly number[] },
): Taken {
  const parked = hot.all<HeldFile>(PARKED_FILES, { ticketId, personId })
  if (parked.length === 0) return { kept: [], dropped: [] }

  const wanted = parked.filter(({ id }) => kept.includes(id))
  hot.run(`DELETE FROM HeldReply WHERE ticketId = @ticketId AND personId = @personId AND leavesAt = ${PARKED_AT}`, {
    ticketId,
    personId,
  })
  const dropped = parked.filter((file) => !wanted.includes(file)).map(({ sha256 }) => sha256)
  dropUnused(hot, dropped)
  return { kept: wanted, dropped }
}

function dropUnused(hot: Tx['hot'], contents: readonly string[]): void {
  for (const sha256 of contents) hot.run(`DELETE FROM File WHERE sha256 = @sha256 AND NOT EXISTS (${USES})`, { sha256 })
}

const DRAFTED = `SELECT 1 FROM Draft d WHERE d.ticketId = h.ticketId AND d.personId = h.personId AND d.kind = 'update'
  AND json_valid(d.body) AND json_array_length(d.body, '$.entries') > 0`

/** Lets go of the files of one person whose last draft on a ticket was thrown away. */
export async function forgetParked(desk: Desk, { personId }: Person, ticketId: number): Promise<void> {
  await forgetHeld(desk, 'h.ticketId = @ticketId AND h.personId = @personId', { ticketId, personId })
}

/** Lets go of files that wait since before this instant for a reply that nobody goes on with. */
export async function forgetOldParked(desk: Desk, before: number): Promise<void> {
  await forgetHeld(desk, 'h.createdAt < @before', { before })
}

async function forgetHeld(desk: Desk, which: string, bind: Readonly<Record<string, number | null>>): Promise<void> {
  const where = `h.leavesAt = ${PARKED_AT} AND ${which} AND NOT EXISTS (${DRAFTED})`
  const sql = `SELECT a.sha256, h.id FROM HeldReply h JOIN Attachment a ON a.heldReplyId = h.id WHERE ${where}`
  if (!desk.db.sql.get(sql, bind)) return

  const contents = await desk.db.write(({ hot }) => {
    const gone = hot.all<{ sha256: string; id: number }>(sql, bind)
    for (const { id } of gone) hot.run('DELETE FROM HeldReply WHERE id = @id', { id })
    dropUnused(
      hot,
      gone.map(({ sha256 }) => sha256),
    )
    return gone.map(({ sha256 }) => sha256)
  })
  forgetUnused(desk, contents)
}
