import { can } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { snoozeChoices } from '#domain/snooze.ts'
import { isFinal, statusOf } from '#domain/status.ts'
import { instantToLocal, longTime, shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { presentHead } from '#features/tickets/show/present.ts'
import { ticketById } from '#features/tickets/show/queries.ts'
import type { Form } from '#web/form.ts'

/** Whether a ticket rests, and how it is put to rest; null for whom that is no affair of. */
export function snoozeBeside(desk: Desk, actor: Actor, id: number) {
  if (!can(actor.role, 'tickets.assign')) return null
  const { status, snoozedUntil = null } = ticketById(desk, actor, id)
  const { kind } = statusOf(desk.config.workflow, status)
  const over = kind === 'resolved' || isFinal(kind)
  return {
    until: snoozedUntil === null ? null : longTime(snoozedUntil, actor.zone),
    iso: snoozedUntil === null ? null : new Date(snoozedUntil).toISOString(),
    wake: snoozedUntil === null ? null : `/tickets/${id}/wake`,
    href: over ? null : `/tickets/${id}/snooze`,
  }
}

/** The page on which somebody says until when a ticket rests. */
export function presentSnooze(desk: Desk, actor: Actor, { id, form }: { id: number; form: Form }) {
  const now = desk.clock.now()
  const ticket = presentHead(ticketById(desk, actor, id), desk, now)
  return {
    ticket,
    choices: snoozeChoices(now, actor.zone).map(({ key, label, at }) => ({
      key,
      label,
      atText: shortTime(at, actor.zone, now),
    })),
    earliest: instantToLocal(now, actor.zone),
    zone: actor.zone,
    form,
  }
}
