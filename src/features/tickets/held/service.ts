import type { Actor } from '#domain/actor.ts'
import type { DraftFields } from '#domain/drafts.ts'
import type { Tx } from '#db/database.ts'
import { AppError, conflict, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { forgetUnused, withFiles } from '#features/attachments/service.ts'
import { keepDraft, settleDraft } from '#features/drafts/service.ts'
import { viewerById } from '#features/people/queries.ts'
import { refuseUnseen } from '#features/tickets/guard/service.ts'
import type { UpdateForm } from '#features/tickets/updates/schema.ts'
import {
  announceUpdate,
  decideUpdate,
  refuseEmpty,
  speaks,
  writeUpdate,
  type AlongUpdate,
  type NewUpdate,
} from '#features/tickets/updates/service.ts'
import { openUndo } from '#features/undo/service.ts'
import { nameHeldFiles, orPark, parkFiles, takeParked } from './parking/service.ts'
import { dueReplies, HELD_FILES, ONE_HELD, readHeld, type Held, type HeldFile, type HeldRow } from './queries.ts'

type NewHeld = Omit<NewUpdate, 'along'> & { readonly along: AlongUpdate; readonly typed: DraftFields }

/** Whether this is a reply that can be taken back before it leaves. */
export const isHeld = ({ config }: Desk, { role }: Actor, { form, files }: { form: UpdateForm; files: number }) =>
  config.tickets.undoSendSeconds > 0 && role !== 'client' && form.kind === 'reply' && speaks(form, files)

/** Keeps a reply back for the configured seconds; refuses at once whatever could not be sent anyway. */
export async function holdReply(
  desk: Desk,
  actor: Actor,
  { ticketId, form, files, along, typed }: NewHeld,
): Promise<{ readonly undoId: number; readonly seconds: number }> {
  refuseEmpty(form, files.length + along.kept.length)
  const seconds = desk.config.tickets.undoSendSeconds
  const { undoId, dropped } = await withFiles(desk, files, (stored) =>
    orPark(desk, actor, { ticketId, stored }, (tx) => {
      const at = desk.clock.now()
      refuseUnseen(tx, actor, { ticketId, seen: along.seen })
      decideUpdate(desk, tx, { ticketId, form, act: { actor, at }, spoke: true })
      const parked = takeParked(tx, actor, { ticketId, kept: along.kept })
      settleDraft(tx, actor, { ticketId, kind: 'update' }, { ref: along.draft, at, body: form.body })
      const heldReplyId = tx.hot.insert('HeldReply', {
        ticketId,
        personId: actor.personId,
        form: JSON.stringify({ form, typed } satisfies Held),
        createdAt: at,
        leavesAt: at + seconds * 1000,
      })
      nameHeldFiles(tx, actor, { heldReplyId, at, stored: [...parked.kept, ...stored] })
      const undo = { kind: 'held-reply', label: 'Reply', data: { heldReplyId, ticketId } }
      return { undoId: openUndo(tx, { actor, at }, undo), dropped: parked.dropped }
    }),
  )
  forgetUnused(desk, dropped)
  await desk.bus.emit('reply.held', { ticketId, actorId: actor.personId })
  return { undoId, seconds }
}

type One = { readonly ticketId: number; readonly id: number }

/** Takes a reply back before it leaves: what was typed is a draft again, and its files wait beside it. */
export async function takeBackReply(desk: Desk, actor: Actor, one: One): Promise<void> {
  await desk.db.write((tx) => {
    const held = ownHeld(tx, actor, one)
    const at = desk.clock.now()
    becomeDraft(tx, held, { at })
  })
  await desk.bus.emit('reply.held', { ticketId: one.ticketId, actorId: actor.personId })
}

/** Lets a reply leave now instead of in some seconds. */
export async function sendReplyNow(desk: Desk, actor: Actor, one: One): Promise<void> {
  await desk.db.write((tx) => void ownHeld(tx, actor, one))
  await letLeave(desk, one.id)
}

/** Sends every reply whose time has come, one after the other; none of them twice, even after a stop in between. */
export async function sendDueReplies(desk: Desk): Promise<void> {
  for (const { id } of dueReplies(desk, desk.clock.now())) await letLeave(desk, id)
}

async function letLeave(desk: Desk, id: number): Promise<void> {
  const held = desk.db.sql.get<HeldRow>(ONE_HELD, { id })
  if (!held) return
  const actor = authorOf(desk, held.personId)
  try {
    if (!actor) throw conflict('Your account may not reply any more.')
    await sendHeld(desk, actor, id)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await returnUnsent(desk, id, error.message)
  }
}

/** The reply goes and the update comes in one write, so there is never both or neither. */
async function sendHeld(desk: Desk, actor: Actor, id: number): Promise<void> {
  const written = await desk.db.write((tx) => {
    const held = claim(tx, id)
    if (!held) return null
    const read = readHeld(held.form)
    if (!read) throw conflict('It could not be read any more.')
    const { form } = read
    const stored = filesOf(tx, id)
    tx.hot.run('DELETE FROM HeldReply WHERE id = @id', { id })
    return writeUpdate(desk, tx, { ticketId: held.ticketId, form, stored, act: { actor, at: desk.clock.now() } })
  })
  if (written) await announceUpdate(desk, actor, written)
}

/** What cannot be sent any more goes back to its author, with the reason. */
async function returnUnsent(desk: Desk, id: number, reason: string): Promise<void> {
  const held = await desk.db.write((tx) => {
    const row = claim(tx, id)
    if (!row) return null
    const at = desk.clock.now()
    becomeDraft(tx, row, { at, unsent: reason })
    const { personId, ticketId } = row
    tx.hot.run(
      `INSERT INTO Draft (personId, ticketId, kind, body, updatedAt) VALUES (@personId, @ticketId, 'unsent', @reason, @at)
       ON CONFLICT (personId, ticketId, kind) DO UPDATE SET body = @reason, updatedAt = @at`,
      { personId, ticketId, reason, at },
    )
    return row
  })
  if (held) await desk.bus.emit('reply.held', { ticketId: held.ticketId, actorId: held.personId })
}

const claim = ({ hot }: Tx, id: number): HeldRow | undefined => hot.get<HeldRow>(ONE_HELD, { id })

const filesOf = ({ hot }: Tx, id: number): readonly HeldFile[] =>
  hot.all(`${HELD_FILES} WHERE a.heldReplyId = @id ORDER BY a.id`, { id })

function becomeDraft(tx: Tx, held: HeldRow, { at, unsent }: { at: number; unsent?: string }): void {
  const { ticketId, personId, id } = held
  const typed = readHeld(held.form)?.typed ?? { body: [held.form] }
  const ref = { slot: null, rev: null, window: '' }
  const draft = { ref, fields: typed, blank: false, at, ...(unsent === undefined ? {} : { unsent }) }
  keepDraft(tx, { personId }, { ticketId, kind: 'update' }, draft)
  const stored = filesOf(tx, id)
  tx.hot.run('DELETE FROM HeldReply WHERE id = @id', { id })
  parkFiles(tx, { personId }, { ticketId, at, stored })
}

function ownHeld(tx: Tx, { personId }: Actor, { ticketId, id }: One): HeldRow {
  const held = claim(tx, id)
  if (held && (held.personId !== personId || held.ticketId !== ticketId)) throw notFound('reply')
  if (!held) throw conflict('This reply has left already.')
  return held
}

/**
 * Who wrote it; null for who may not act any more. They saw the ticket when they sent it: where it went within these
 * seconds is no reason to give the reply back to a page they cannot open.
 */
function authorOf(desk: Desk, personId: number): Actor | null {
  const viewer = viewerById(desk, personId)
  if (!viewer || viewer.role === 'client') return null
  const { name, role, zone } = viewer
  return { personId, name, role, zone, sees: 'all', sites: null }
}

/** Says once that a reply could not be sent. */
export const forgetUnsent = (desk: Desk, id: number): Promise<void> =>
  desk.db.write(({ hot }) => hot.run('DELETE FROM Draft WHERE id = @id', { id }))
