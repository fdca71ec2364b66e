import type { Actor } from '#domain/actor.ts'
import { retargetClocks } from '#domain/clock-set.ts'
import { mergeEdits, type EditConflict, type Texts } from '#domain/edits.ts'
import { priorityOf } from '#domain/priority.ts'
import { spelled } from '#domain/field-values.ts'
import { isFinal } from '#domain/status.ts'
import type { Tx } from '#db/database.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { attach, withFiles, type NamedContent } from '#features/attachments/service.ts'
import { settleDraft } from '#features/drafts/service.ts'
import { customOf } from '#features/fields/schema.ts'
import { ticketForm, unheardFields, type TicketForm } from '#features/tickets/schema.ts'
import { announce, loadTicket, saveTicket, type Outcome } from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'
import { problemsOf } from '#web/form.ts'
import { changesOf } from './changes.ts'
import { heldCustom, saveCustom } from './custom.ts'
import { readDetail, textsOf, type Detail } from './detail.ts'
import { mineOf, namesOf, untouchedNames, withoutNames } from './names.ts'
import type { Choice } from './schema.ts'

type Names = Awaited<ReturnType<typeof namesOf>>

export type TicketEdit = {
  readonly id: number
  readonly texts: Texts
  readonly base: Texts
  readonly kept: ReadonlyMap<string, Choice>
  readonly files: readonly NamedContent[]
  /** Which draft it was. */
  readonly draft?: string
}

export type Edited =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly conflicts: readonly EditConflict[]
      readonly mineOnly: readonly string[]
      readonly theirs: Texts
    }

/** Saves an edit beside whatever happened since the form was opened; where both changed a field, nothing is saved yet. */
export async function editTicket(desk: Desk, actor: Actor, edit: TicketEdit): Promise<Edited> {
  return withFiles(desk, edit.files, async (stored) => {
    const result = await desk.db.write(async (tx) => {
      const act = { actor, at: desk.clock.now() }
      const before = loadTicket(tx, { actor, id: edit.id })
      const detail = await readDetail(tx, { id: edit.id })
      if (!detail) throw notFound('ticket')
      refuseFinal(detail)

      const custom = heldCustom(desk, tx, { actor, id: edit.id })
      const theirs = { ...textsOf(detail, actor.zone), ...custom.held }
      const brought = spelled(custom.fields, edit.texts, custom.held)
      const mine = mineOf({ texts: brought, kept: edit.kept }, theirs, {
        unheard: unheardFields(desk.config, actor.role),
        mirrored: before.source !== null,
      })
      const { conflicts, mineOnly, texts } = mergeEdits({ base: edit.base, mine, theirs })
      if (conflicts.length > 0) return { saved: false as const, conflicts, mineOnly, theirs }

      const untouched = untouchedNames(theirs, texts)
      const form = parsed(desk, {
        texts: withoutNames(customOf(texts).rest as Texts, untouched),
        detail,
        zone: actor.zone,
      })
      const names = await namesOf(tx, { detail, form, act, untouched })
      const outcome = await applied(desk, tx, { before, detail, form, names })
      attach(tx, stored, { ticketId: edit.id, personId: actor.personId, at: act.at })
      const attached = stored.map(({ name }) => ({ field: 'attachment', from: null, to: name }))
      const filled = saveCustom(tx, custom, { id: edit.id, texts, brought })
      const whole = { ...outcome, changes: [...outcome.changes, ...filled, ...attached] }
      settleDraft(tx, actor, { ticketId: edit.id, kind: 'edit' }, { ref: edit.draft ?? '', at: act.at })
      const after = whole.changes.length === 0 ? before : saveTicket(tx, desk.config, { before, outcome: whole, act })
      return { saved: true as const, before, outcome: whole, after }
    })
    if (!result.saved)
      return { ok: false, conflicts: result.conflicts, mineOnly: result.mineOnly, theirs: result.theirs }
    await announce(desk, actor, result)
    return { ok: true }
  })
}

/** Refuses to change the fields of a ticket that has ended. */
export function refuseFinal({ statusKind }: { readonly statusKind: string }): void {
  if (isFinal(statusKind as Parameters<typeof isFinal>[0]))
    throw new AppError('conflict', 'This ticket has ended, so its fields stay as they are. Notes may still be added.')
}

function parsed(desk: Desk, { texts, detail, zone }: { texts: Texts; detail: Detail; zone: string }): TicketForm {
  const result = ticketForm(desk.config, zone, detail).safeParse(texts)
  if (!result.success) throw invalid(problemsOf(result.error))
  return result.data
}

async function applied(
  { config }: Desk,
  tx: Tx,
  { before, detail, form, names }: { before: TicketState; detail: Detail; form: TicketForm; names: Names },
): Promise<Outcome> {
  await replaceLists(tx, before.id, { form, names })
  return {
    next: {
      title: form.title,
      description: form.description,
      notes: form.notes,
      priority: form.priority,
      type: form.type,
      category: form.category,
      component: form.component,
      jobNumber: form.jobNumber,
      dueAt: sameMinute(before.dueAt, form.dueAt) ? before.dueAt : form.dueAt,
      requesterId: names.requesterId,
      assigneeId: names.assigneeId,
      siteId: names.siteId,
      projectId: names.projectId,
    },
    clocks: before.priority === form.priority ? before.clocks : clocksFor(config, before, form.priority),
    changes: changesOf(detail, { form, names, config }),
  }
}

/** The clocks of a ticket whose priority becomes this one. */
export function clocksFor(
  { priorities, calendar }: Desk['config'],
  { clocks, createdAt, firstRespondedAt }: TicketState,
  priority: string,
): TicketState['clocks'] {
  return retargetClocks(clocks, priorityOf(priorities, priority), { createdAt, firstRespondedAt, calendar })
}

/** The form shows minutes; saving it again must not cut a due date's seconds off. */
const sameMinute = (one: number | null, other: number | null) =>
  one !== null && other !== null && Math.floor(one / 60_000) === Math.floor(other / 60_000)

async function replaceLists(
  tx: Tx,
  ticketId: number,
  { form, names }: { form: TicketForm; names: { tagIds: readonly number[]; watcherIds: readonly number[] } },
): Promise<void> {
  await tx.ticketTag.deleteMany({ where: { ticketId, tagId: { notIn: [...names.tagIds] } } })
  for (const tagId of names.tagIds)
    await tx.ticketTag.upsert({
      where: { ticketId_tagId: { ticketId, tagId } },
      create: { ticketId, tagId },
      update: {},
    })

  await tx.watcher.deleteMany({ where: { ticketId, personId: { notIn: [...names.watcherIds] } } })
  for (const personId of names.watcherIds)
    await tx.watcher.upsert({
      where: { ticketId_personId: { ticketId, personId } },
      create: { ticketId, personId },
      update: {},
    })

  const known = await tx.ticketLink.findMany({ where: { ticketId, updateId: null }, select: { id: true, url: true } })
  await tx.ticketLink.deleteMany({
    where: { id: { in: known.filter(({ url }) => !form.links.includes(url)).map(({ id }) => id) } },
  })
  for (const url of form.links.filter((link) => !known.some((row) => row.url === link)))
    await tx.ticketLink.create({ data: { ticketId, url }, select: { id: true } })
}
