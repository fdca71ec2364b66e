import type { Actor } from '#domain/actor.ts'
import { initials } from '#domain/text.ts'
import { instantToLocal, shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { agents } from '#features/people/queries.ts'
import { emptyForm, type Form } from '#web/form.ts'
import { actionsOf, type ActionRow } from './queries.ts'

/** A form of the list that was refused, and the item it is about; null for new ones. */
export type RefusedAction = { readonly id: number | null; readonly form: Form }

/** The list of actions beside a ticket; null for clients, who hear nothing of it. */
export function actionsBeside(
  desk: Desk,
  actor: Actor,
  { ticketId, wrong }: { ticketId: number; wrong?: RefusedAction | undefined },
) {
  if (actor.role === 'client') return null
  const rows = actionsOf(desk, ticketId)
  const base = `/tickets/${ticketId}/actions`
  const scene: Scene = { desk, actor, base, staff: rows.length === 0 ? [] : agents(desk), wrong }
  const done = rows.filter(({ doneAt }) => doneAt !== null).length
  return {
    action: base,
    items: rows.map((row) => presentAction(row, scene)),
    progress: rows.length === 0 ? null : `${done} of ${rows.length} done`,
    percent: rows.length === 0 ? 0 : Math.round((done / rows.length) * 100),
    fresh: wrong?.id === null ? wrong.form : emptyForm,
  }
}

type Scene = {
  readonly desk: Desk
  readonly actor: Actor
  readonly base: string
  readonly staff: ReturnType<typeof agents>
  readonly wrong: RefusedAction | undefined
}

function presentAction(row: ActionRow, { desk, actor, base, staff, wrong }: Scene) {
  const now = desk.clock.now()
  const { id, text, assignee, assigneeId, dueAt, doneAt } = row
  const values = {
    text,
    assignee: assigneeId === null ? '' : String(assigneeId),
    dueAt: dueAt === null ? '' : instantToLocal(dueAt, actor.zone),
  }
  const left = assigneeId !== null && !staff.some((agent) => agent.id === assigneeId)
  return {
    ...{ id, text },
    action: `${base}/${id}`,
    done: doneAt !== null,
    doneText: doneAt === null ? null : `done ${shortTime(doneAt, actor.zone, now)}`,
    assignee: assignee === null ? null : { name: assignee, initials: initials(assignee) },
    dueText: dueAt === null || doneAt !== null ? null : `due ${shortTime(dueAt, actor.zone, now)}`,
    overdue: dueAt !== null && doneAt === null && dueAt <= now,
    form: wrong?.id === id ? wrong.form : { values, errors: {} },
    open: wrong?.id === id,
    staff: [
      ...staff.map((agent) => ({ value: String(agent.id), label: agent.name })),
      ...(left ? [{ value: String(assigneeId), label: `${assignee ?? 'Somebody'}, who has left` }] : []),
    ],
  }
}
