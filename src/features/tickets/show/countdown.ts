import { exact, roughly } from '#domain/durations.ts'
import { CLOCK_WORDS, type Clock } from '#domain/clocks.ts'
import { priorityOf } from '#domain/priority.ts'
import type { Config } from '#config/config.ts'
import { shortTime } from '#lib/zones.ts'
import type { TicketPageRow } from './queries.ts'

type Scene = { readonly config: Config; readonly clocks: readonly Clock[]; readonly now: number; readonly zone: string }

/** The deadline that decides the colour: how much of it is gone, and when it is. Null when nothing runs. */
export function presentCountdown(ticket: TicketPageRow, { config, clocks, now, zone }: Scene) {
  if (ticket.overdueAt === null) return null

  const clock = clocks.find(
    ({ kind, dueAt, stoppedAt }) => kind === ticket.clock && stoppedAt === null && dueAt === ticket.overdueAt,
  )
  const startAt = clock?.startedAt ?? (ticket.dueAt === ticket.overdueAt ? ticket.createdAt : ticket.ageReferenceAt)
  const span = Math.max(ticket.overdueAt - startAt, 1)
  const left = ticket.overdueAt - now
  const what = clock ? CLOCK_WORDS[clock.kind] : ticket.dueAt === ticket.overdueAt ? 'Due' : 'Age limit'
  const priority = priorityOf(config.priorities, ticket.priority).label
  return {
    title: left > 0 ? `${what} in ${roughly(left / 1000)}` : `${what} ${roughly(left / 1000)} over`,
    sub: clock ? `${priority} · ${exact(clock.targetSeconds)}` : priority,
    percent: Math.round(Math.min(Math.max((now - startAt) / span, 0), 1) * 100),
    startText: shortTime(startAt, zone, now),
    endText: shortTime(ticket.overdueAt, zone, now),
    explainHref: `/tickets/${ticket.id}/explanation`,
  }
}
