import type { Actor } from '#domain/actor.ts'
import type { Tx } from '#db/database.ts'
import type { Desk } from '#src/desk.ts'
import { withFiles, type NamedContent, type StoredFile } from '#features/attachments/service.ts'
import { PARKED_AT, PARKED_FILES, type HeldFile } from '#features/tickets/held/queries.ts'

type Person = Pick<Actor, 'personId'>
type Parking = { readonly ticketId: number; readonly at: number; readonly stored: readonly StoredFile[] }

const USES = 'SELECT 1 FROM Attachment WHERE sha256 = @sha256 UNION ALL SELECT 1 FROM Person WHERE avatarSha = @sha256'

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

/** Keeps what came with a form that was stopped. */
export const parkUploads = (
  desk: Desk,
  actor: Person,
  { ticketId, files }: { ticketId: number; files: readonly NamedContent[] },
): Promise<void> =>
  withFiles(desk, files, (stored) =>
    desk.db.write((tx) => parkFiles(tx, actor, { ticketId, at: desk.clock.now(), stored })),
  )

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
  for (const sha256 of dropped) hot.run(`DELETE FROM File WHERE sha256 = @sha256 AND NOT EXISTS (${USES})`, { sha256 })
  return { kept: wanted, dropped }
}
