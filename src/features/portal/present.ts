import type { Actor } from '#domain/actor.ts'
import { clientPlace } from '#domain/client-words.ts'
import { ago } from '#domain/durations.ts'
import { formatNumber } from '#domain/numbers.ts'
import { statusOf, type Status } from '#domain/status.ts'
import type { Desk } from '#src/desk.ts'
import { doneLately, hasAny, openOfColleagues, openOwn, type PortalRow } from './queries.ts'

/** A client's start page: what waits for them, what is in work, what ended, and what colleagues share. */
export function presentPortal(desk: Desk, actor: Actor) {
  const open = openOwn(desk, actor).map((row) => ({ row, place: placeOf(desk, row) }))
  const [waiting, working] = ['waiting', 'working'].map((place) => open.filter((one) => one.place === place))
  const shares = actor.sites !== null && actor.sites.length > 0
  return {
    anyTickets: hasAny(desk, actor),
    waiting: latest(waiting).map((row) => presentRow(desk, row)),
    working: latest(working).map((row) => presentRow(desk, row)),
    done: doneLately(desk, actor).map((row) => presentRow(desk, row)),
    colleagues: shares ? openOfColleagues(desk, actor).map((row) => presentRow(desk, row, row.requester)) : null,
  }
}

const placeOf = ({ config }: Desk, { status, lastReply }: PortalRow) =>
  clientPlace(statusOf(config.workflow, status), lastReply?.answers ?? false)

/** By what clients see of it: a note of the agents moves nothing here. */
const latest = (found: readonly { readonly row: PortalRow }[] = []): readonly PortalRow[] =>
  found.map(({ row }) => row).toSorted((one, other) => seenAt(other) - seenAt(one))

const seenAt = ({ createdAt, lastReply, resolvedAt, closedAt }: PortalRow): number =>
  Math.max(createdAt, lastReply?.at ?? 0, resolvedAt ?? 0, closedAt ?? 0)

function presentRow({ config, clock }: Desk, row: PortalRow, by: string | null = null) {
  const status = statusOf(config.workflow, row.status)
  return {
    number: formatNumber(config.tickets.numberFormat, row.id),
    href: `/tickets/${row.id}`,
    title: row.title,
    by,
    struck: status.kind === 'cancelled',
    words: wordsOf(row, status, clock.now()),
  }
}

/** Its status, and the last that happened which clients see. */
function wordsOf(
  { lastReply, createdAt, resolvedAt, closedAt }: PortalRow,
  { label, kind }: Status,
  now: number,
): string {
  const when = (at: number) => ago((now - at) / 1000)
  if (closedAt !== null) return `${label} ${when(closedAt)}`
  if (kind === 'resolved' && resolvedAt !== null) return `${label} ${when(resolvedAt)}`
  return `${label}, ${lastReply === null ? `opened ${when(createdAt)}` : `${lastReply.by} wrote ${when(lastReply.at)}`}`
}
