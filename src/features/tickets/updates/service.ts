import type { Actor } from '#domain/actor.ts'
import { respondClocks } from '#domain/clock-set.ts'
import { isFinal, statusOf } from '#domain/status.ts'
import { WOKEN } from '#domain/snooze.ts'
import type { Change } from '#domain/timeline.ts'
import type { Tx } from '#db/database.ts'
import { forbidden, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import {
  attach,
  detach,
  forgetUnused,
  withFiles,
  type NamedContent,
  type StoredFile,
} from '#features/attachments/service.ts'
import { settleDraft } from '#features/drafts/service.ts'
import type { Seen } from '#features/tickets/guard/queries.ts'
import { refuseUnseen } from '#features/tickets/guard/service.ts'
import { orPark, takeParked } from '#features/tickets/held/parking/service.ts'
import { announce, loadTicket, refuseOwned, saveTicket, type Act, type Outcome } from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'
import { moved } from '#features/tickets/status/service.ts'
import type { UpdateForm } from './schema.ts'

export type NewUpdate = {
  readonly ticketId: number
  readonly form: UpdateForm
  readonly files: readonly NamedContent[]
  readonly along?: AlongUpdate
}

/** What goes with an update in the same write. */
export type AlongUpdate = {
  /** How far the page had seen; null where nobody asks. */
  readonly seen: Seen | null
  /** Which draft it was. */
  readonly draft: string
  /** Files kept from an earlier attempt. */
  readonly kept: readonly number[]
}

export const ALONE: AlongUpdate = { seen: null, draft: '', kept: [] }

/** Adds a reply or a note; a move, files and links that came with it are one act with it. Files of what is refused wait for the next attempt. */
export async function addUpdate(
  desk: Desk,
  actor: Actor,
  { ticketId, form, files, along = ALONE }: NewUpdate,
): Promise<{ readonly id: number | null }> {
  refuseEmpty(form, files.length + along.kept.length)
  const result = await withFiles(desk, files, (stored) =>
    orPark(desk, actor, { ticketId, stored }, (tx) => {
      const act = { actor, at: desk.clock.now() }
      if (form.kind === 'reply') refuseUnseen(tx, actor, { ticketId, seen: along.seen })
      const { kept, dropped } = takeParked(tx, actor, { ticketId, kept: along.kept })
      settleDraft(tx, actor, { ticketId, kind: 'update' }, { ref: along.draft, at: act.at, body: form.body })
      return { dropped, ...writeUpdate(desk, tx, { ticketId, form, stored: [...kept, ...stored], act }) }
    }),
  )
  forgetUnused(desk, result.dropped)
  await announceUpdate(desk, actor, result)
  return { id: result.id }
}

type Writing = {
  readonly ticketId: number
  readonly form: UpdateForm
  readonly stored: readonly StoredFile[]
  readonly act: Act
}

export type Written = ReturnType<typeof writeUpdate>

/** Writes an update with everything that goes with it, in the write that is under way. */
export function writeUpdate(desk: Desk, tx: Tx, { ticketId, form, stored, act }: Writing) {
  const spoke = speaks(form, stored.length)
  const { before, outcome } = decideUpdate(desk, tx, { ticketId, form, act, spoke })
  const id = spoke ? insertUpdate(tx, { ticketId, form, stored, act }) : null
  return { id, before, outcome, form, after: saveTicket(tx, desk.config, { before, outcome, act }) }
}

type Deciding = {
  readonly ticketId: number
  readonly form: UpdateForm
  readonly act: Act
  readonly spoke: boolean
}

/** What an update would do to its ticket now; refused in words when it may not be. */
export function decideUpdate(desk: Desk, tx: Tx, { ticketId, form, act, spoke }: Deciding) {
  const before = loadTicket(tx, { actor: act.actor, id: ticketId })
  refuseEnded(desk, before, form)
  if (form.kind === 'reply') refuseOwned(before, 'the replies', 'body')
  return { before, outcome: together(desk, before, { form, act, spoke }) }
}

type Saying = {
  readonly before: TicketState
  readonly form: UpdateForm
  readonly stored: readonly StoredFile[]
  readonly act: Act
}

/** Writes an update inside a transaction, and answers what it does to its ticket, which the caller stores. */
export function updateIn(desk: Desk, tx: Tx, { before, form, stored, act }: Saying) {
  refuseEnded(desk, before, form)
  if (form.kind === 'reply') refuseOwned(before, 'the replies', 'body')
  const spoke = speaks(form, stored.length)
  const id = spoke ? insertUpdate(tx, { ticketId: before.id, form, stored, act }) : null
  return { id, outcome: together(desk, before, { form, act, spoke }) }
}

/** Says aloud that an update was written. */
export async function announceUpdate(desk: Desk, actor: Actor, written: Written): Promise<void> {
  const { id, form, after } = written
  if (id !== null)
    await desk.bus.emit('update.added', {
      ticketId: after.id,
      actorId: actor.personId,
      updateId: id,
      kind: form.kind,
    })
  await announce(desk, actor, written)
}

/** Whether anybody has something to read; a move alone makes no update. */
export const speaks = (form: UpdateForm, files: number): boolean =>
  form.body !== '' || files > 0 || form.links.length > 0

/** Files without words make an update that names them. */
export function refuseEmpty(form: UpdateForm, files: number): void {
  if (!speaks(form, files) && form.status === null && !form.reage)
    throw invalid({ body: 'Write something first, or choose a status or a file.' })
}

function refuseEnded({ config }: Desk, { status }: TicketState, { kind }: UpdateForm): void {
  if (!isFinal(statusOf(config.workflow, status).kind)) return
  if (kind === 'reply')
    throw invalid({ body: 'This ticket has ended, so there is nobody to reply to. Open a new one.' })
}

function insertUpdate(
  tx: Tx,
  { ticketId, form, stored, act }: { ticketId: number; form: UpdateForm; stored: readonly StoredFile[]; act: Act },
): number {
  const { actor, at } = act
  const body = form.body === '' ? stored.map(({ name }) => name).join(', ') : form.body
  const { personId, name } = actor
  const id = tx.hot.insert('Update', {
    ticketId,
    kind: form.kind,
    authorId: personId,
    authorName: name,
    body,
    createdAt: at,
  })
  for (const url of form.links) tx.hot.insert('TicketLink', { ticketId, updateId: id, url })
  attach(tx, stored, { ticketId, updateId: id, personId: actor.personId, at })
  return id
}

function together(
  desk: Desk,
  ticket: TicketState,
  { form, act, spoke }: { form: UpdateForm; act: Act; spoke: boolean },
): Outcome {
  const { config } = desk
  const wantsMove = form.status !== null && (form.status !== ticket.status || form.holdReason !== null)
  const move = { to: form.status ?? '', holdReason: form.holdReason, resolution: form.resolution }
  const outcome: Outcome = wantsMove ? moved(config, ticket, { move, act }) : { next: {}, changes: [] }
  const answers = spoke && form.kind === 'reply' && act.actor.role !== 'client' && ticket.firstRespondedAt === null
  const woken = wakesUp(ticket, { form, act, spoke })
  const reaged = form.reage ? reAge(desk, ticket, act) : null

  return {
    ...outcome,
    next: {
      ...outcome.next,
      ...(answers ? { firstRespondedAt: act.at } : {}),
      ...(woken ? { snoozedUntil: null } : {}),
      ...reaged?.next,
    },
    clocks: answers
      ? respondClocks(outcome.clocks ?? ticket.clocks, act.at, config.calendar)
      : (outcome.clocks ?? ticket.clocks),
    changes: [...outcome.changes, ...(woken ? [WOKEN] : []), ...(reaged?.changes ?? [])],
  }
}

/** A word of the one who asked ends the rest of a ticket. */
const wakesUp = (
  { snoozedUntil, requesterId }: TicketState,
  { form, act, spoke }: { form: UpdateForm; act: Act; spoke: boolean },
): boolean =>
  snoozedUntil !== null &&
  spoke &&
  form.kind === 'reply' &&
  (act.actor.role === 'client' || (requesterId !== null && requesterId === act.actor.personId))

/** Lets the age count from now on; a ticket with a due date has no age that matters. */
export function reAge({ config }: Desk, ticket: TicketState, { at }: Act): Aged {
  if (isFinal(statusOf(config.workflow, ticket.status).kind))
    throw invalid({ reage: 'This ticket has ended, so its age does not count.' })
  refuseOwned(ticket, 'the deadlines', 'reage')
  if (ticket.dueAt !== null) throw invalid({ reage: 'This ticket has a due date, so its age does not count.' })
  return { next: { ageReferenceAt: at }, changes: [{ field: 'reAged', from: null, to: null }] }
}

type Aged = Pick<Outcome, 'next'> & { readonly changes: readonly Change[] }

type One = { readonly ticketId: number; readonly id: number }

/** Changes the text of an update and keeps the one it had. */
export async function editUpdate(
  desk: Desk,
  actor: Actor,
  { ticketId, id, body, draft = '' }: One & { body: string; draft?: string },
): Promise<void> {
  await desk.db.write(async (tx) => {
    const update = await ownUpdate(tx, actor, { ticketId, id })
    const now = desk.clock.now()
    settleDraft(tx, actor, { ticketId, kind: `update-${id}` }, { ref: draft, at: now })
    if (update.body === body) return
    const at = new Date(now)
    await tx.updateRevision.create({
      data: { updateId: id, body: update.body, editorId: actor.personId, createdAt: at },
      select: { id: true },
    })
    await tx.update.update({ where: { id }, data: { body, editedAt: at }, select: { id: true } })
  })
  await desk.bus.emit('update.changed', { ticketId, actorId: actor.personId, updateId: id })
}

/** Takes an update and its files out of the timeline; that it was there, whose it was and who took it away stays. */
export async function removeUpdate(desk: Desk, actor: Actor, { ticketId, id }: One): Promise<void> {
  const contents = await desk.db.write(async (tx) => {
    const { body } = await ownUpdate(tx, actor, { ticketId, id })
    const at = new Date(desk.clock.now())
    await tx.updateRevision.create({
      data: { updateId: id, body, editorId: actor.personId, createdAt: at },
      select: { id: true },
    })
    await tx.update.update({
      where: { id },
      data: { body: '', removedAt: at, removedById: actor.personId },
      select: { id: true },
    })
    await tx.ticketLink.deleteMany({ where: { updateId: id } })
    return await detach(tx, { updateId: id })
  })
  forgetUnused(desk, contents)
  await desk.bus.emit('update.changed', { ticketId, actorId: actor.personId, updateId: id })
}

async function ownUpdate(tx: Tx, actor: Actor, { ticketId, id }: One): Promise<{ readonly body: string }> {
  loadTicket(tx, { actor, id: ticketId })
  const update = await tx.update.findFirst({
    where: { id, ticketId, kind: { not: 'system' }, removedAt: null },
    select: { body: true, authorId: true, kind: true },
  })
  if (!update || (actor.role === 'client' && update.kind === 'note')) throw notFound('update')
  if (actor.role !== 'admin' && update.authorId !== actor.personId)
    throw forbidden('Only its author or an admin may change this update.')
  return update
}
