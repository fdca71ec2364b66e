import type { Actor } from '#domain/actor.ts'
import { excerpt } from '#domain/text.ts'
import { presentRow, rowOfClient } from '#features/tickets/list/present.ts'
import type { Desk } from '#src/desk.ts'
import { ticketById } from './queries.ts'

const LONGEST = 300

/** What resting on a row shows. */
export function presentPreview(desk: Desk, actor: Actor, id: number) {
  const ticket = ticketById(desk, actor, id)
  const whole = presentRow(ticket, desk.config, desk.clock.now())
  const row = actor.role === 'client' ? rowOfClient(whole) : whole
  return {
    ticket: { ...row, due: `${row.due.strong} ${row.due.rest}`.trim(), excerpt: excerpt(ticket.description, LONGEST) },
  }
}
