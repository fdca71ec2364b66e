import type { Actor } from '#domain/actor.ts'
import { excerpt } from '#domain/text.ts'
import { shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { presentHead } from '#features/tickets/show/present.ts'
import { ticketById } from '#features/tickets/show/queries.ts'
import type { Form } from '#web/form.ts'
import { splittable } from './queries.ts'

const SHOWN = 200

/** The page on which updates are chosen that become a ticket of their own; `form` is null when it is opened. */
export function presentSplit(desk: Desk, actor: Actor, { id, form }: { id: number; form: Form | null }) {
  const row = ticketById(desk, actor, id)
  const mail = row.requesterEmail === null ? '' : ` <${row.requesterEmail}>`
  const chosen = (form?.values.updates ?? '').split(', ')
  return {
    ticket: presentHead(row, desk, desk.clock.now()),
    updates: splittable(desk, id).map((update) => ({
      id: update.id,
      kind: update.kind,
      author: update.authorName,
      atText: shortTime(update.createdAt, actor.zone, desk.clock.now()),
      text: excerpt(update.body, SHOWN),
      filesText: update.files === 0 ? '' : update.files === 1 ? ', 1 file' : `, ${update.files} files`,
      chosen: chosen.includes(String(update.id)),
    })),
    priorities: desk.config.priorities.toReversed().map(({ key, label }) => ({ value: key, label })),
    form: form ?? {
      values: {
        title: row.title,
        requester: row.requester === null ? '' : `${row.requester}${mail}`,
        priority: row.priority,
      },
      errors: {},
    },
  }
}
