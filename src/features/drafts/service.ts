import type { Actor } from '#domain/actor.ts'
import {
  draftsAfterSending,
  NO_DRAFTS,
  parseRef,
  saveDraftEntry,
  withEntryFirst,
  withoutEntry,
  type DraftFields,
  type DraftRef,
  type Drafts,
} from '#domain/drafts.ts'
import type { Tx } from '#db/database.ts'
import type { Desk } from '#src/desk.ts'
import { ONE_DRAFT, readDrafts, type DraftPlace, type DraftRow } from './queries.ts'

export const KEPT_MS = 90 * 86_400_000

type Person = Pick<Actor, 'personId'>
type Change = { readonly at: number; readonly change: (drafts: Drafts) => Drafts }

/** Changes one person's unfinished writing in one place, in the write that is under way. */
export function changeDrafts({ hot }: Tx, { personId }: Person, place: DraftPlace, { at, change }: Change): Drafts {
  const { ticketId, kind } = place
  const row = hot.get<DraftRow>(ONE_DRAFT, { personId, ticketId, kind })
  const before = row === undefined ? NO_DRAFTS : readDrafts(row.body)
  const after = change(before)
  if (after === before) return after

  const body = JSON.stringify(after)
  if (after.entries.length === 0 && after.sent.length === 0)
    hot.run('DELETE FROM Draft WHERE id = @id', { id: row?.id ?? 0 })
  else if (row === undefined) hot.insert('Draft', { personId, ticketId, kind, body, updatedAt: at })
  else hot.update('Draft', row.id, { body, updatedAt: at })
  return after
}

export type Typed = {
  readonly ref: DraftRef
  readonly fields: DraftFields
  readonly blank: boolean
  readonly older?: boolean
}

/** Keeps what is typed; answers by which entry it goes from now on. */
export const saveDraft = (desk: Desk, actor: Person, place: DraftPlace, typed: Typed): Promise<DraftRef> =>
  desk.db.write((tx) => keepDraft(tx, actor, place, { ...typed, at: desk.clock.now() }))

type Kept = Typed & { readonly at: number; readonly unsent?: string }

/** The same in a write that is under way. */
export function keepDraft(tx: Tx, actor: Person, place: DraftPlace, kept: Kept): DraftRef {
  let ref = kept.ref
  changeDrafts(tx, actor, place, {
    at: kept.at,
    change: (drafts) => {
      const saved = saveDraftEntry(drafts, kept)
      ref = saved.ref
      return saved.drafts
    },
  })
  return ref
}

type Sent = { readonly ref: string; readonly at: number; readonly body?: string }

/** Lets go of what a form was, in the write that sends it; `ref` is what the form said of its draft. */
export function settleDraft(tx: Tx, actor: Person, place: DraftPlace, { ref, at, body }: Sent): void {
  const parsed = parseRef(ref)
  if (actor.personId === null || parsed === null || ref === '..') return
  changeDrafts(tx, actor, place, { at, change: (drafts) => draftsAfterSending(drafts, parsed, body) })
}

type Chosen = { readonly slot: number; readonly act: 'discard' | 'choose' }

/** Throws one entry away, or puts it on top. */
export async function chooseDraft(desk: Desk, actor: Person, place: DraftPlace, { slot, act }: Chosen): Promise<void> {
  const change = (drafts: Drafts) => (act === 'discard' ? withoutEntry(drafts, slot) : withEntryFirst(drafts, slot))
  await desk.db.write((tx) => void changeDrafts(tx, actor, place, { at: desk.clock.now(), change }))
}

/** Forgets what nobody went on with for a season. */
export async function forgetOldDrafts(desk: Desk): Promise<void> {
  const before = desk.clock.now() - KEPT_MS
  if (!desk.db.sql.get('SELECT 1 FROM Draft WHERE updatedAt < @before LIMIT 1', { before })) return
  await desk.db.write(({ hot }) => {
    hot.run('DELETE FROM Draft WHERE updatedAt < @before', { before })
  })
}
