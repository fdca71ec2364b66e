import type { Actor } from '#domain/actor.ts'
import type { DraftFields } from '#domain/drafts.ts'
import type { Desk } from '#src/desk.ts'
import type { UpdateForm } from '#features/tickets/updates/schema.ts'

/** Files of a reply that was taken back or stopped wait under a held reply that never leaves. */
export const PARKED_AT = 253_402_300_799_000

export type HeldRow = {
  readonly id: number
  readonly ticketId: number
  readonly personId: number
  readonly person: string
  readonly form: string
  readonly leavesAt: number
}

const HELD =
  'SELECT h.id, h.ticketId, h.personId, p.name AS person, h.form, h.leavesAt FROM HeldReply h JOIN Person p ON p.id = h.personId'

export const ONE_HELD = `${HELD} WHERE h.id = @id AND h.leavesAt < ${PARKED_AT}`

/** The replies of a ticket that have not left yet, in the order in which they will. */
export const heldOf = ({ db }: Desk, ticketId: number): readonly HeldRow[] =>
  db.sql.all(`${HELD} WHERE h.ticketId = @ticketId AND h.leavesAt < ${PARKED_AT} ORDER BY h.leavesAt, h.id`, {
    ticketId,
  })

/** Whose time has come, the longest waiting first. */
export const dueReplies = ({ db }: Desk, now: number): readonly { readonly id: number }[] =>
  db.sql.all('SELECT id FROM HeldReply WHERE leavesAt <= @now ORDER BY leavesAt, id LIMIT 50', { now })

export type HeldFile = {
  readonly id: number
  readonly heldReplyId: number
  readonly sha256: string
  readonly name: string
  readonly size: number
  readonly type: string
}

/** The files of held replies. */
export const HELD_FILES =
  'SELECT a.id, a.heldReplyId, a.sha256, a.name, f.size, f.type FROM Attachment a JOIN File f ON f.sha256 = a.sha256'

export const heldFilesOf = ({ db }: Desk, heldReplyId: number): readonly HeldFile[] =>
  db.sql.all(`${HELD_FILES} WHERE a.heldReplyId = @heldReplyId ORDER BY a.id`, { heldReplyId })

export const PARKED_FILES = `${HELD_FILES} JOIN HeldReply h ON h.id = a.heldReplyId
  WHERE h.ticketId = @ticketId AND h.personId = @personId AND h.leavesAt = ${PARKED_AT} ORDER BY a.id`

/** The files that wait for this person's next attempt. */
export const parkedFilesOf = ({ db }: Desk, { personId }: Actor, ticketId: number): readonly HeldFile[] =>
  personId === null ? [] : db.sql.all(PARKED_FILES, { ticketId, personId })

/** What could not be sent and was not said yet. */
export const unsentOf = ({ db }: Desk, personId: number): readonly { readonly id: number; readonly body: string }[] =>
  db.sql.all(`SELECT id, body FROM Draft WHERE personId = @personId AND kind = 'unsent' LIMIT 5`, { personId })

/** What a held reply will be, and what its author typed, to the letter. */
export type Held = { readonly form: UpdateForm; readonly typed: DraftFields }

/** Null for what is not written as this version writes it. */
export function readHeld(text: string): Held | null {
  try {
    const read = JSON.parse(text) as Partial<Held>
    return read.form === undefined || read.typed === undefined ? null : { form: read.form, typed: read.typed }
  } catch {
    return null
  }
}
