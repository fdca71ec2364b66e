import type { Actor } from '#domain/actor.ts'
import { isFinal, statusOf } from '#domain/status.ts'
import type { Desk } from '#src/desk.ts'
import { presentNamed } from '#features/relations/present.ts'
import { namedTicket, ticketsMeant } from '#features/relations/queries.ts'
import { presentHead } from '#features/tickets/show/present.ts'
import { ticketById } from '#features/tickets/show/queries.ts'
import type { Form } from '#web/form.ts'
import { mergeCounts, mergedTarget, readersBetween, type MergeCounts } from './queries.ts'
import { mergeProblem } from './service.ts'

type Chosen = { readonly id: number; readonly form: Form }

/** The page on which the ticket that stays is chosen, and what would happen is read before it does. */
export function presentMerge(desk: Desk, actor: Actor, { id, form }: Chosen) {
  const text = form.values.other ?? form.values.into ?? ''
  const found = text === '' ? [] : ticketsMeant(desk, actor, { text, not: 0 })
  const [only] = found.length === 1 ? found : []
  const intoId = only ? (mergedTarget(desk, actor, only.id) ?? only.id) : null
  const base = { ticket: presentHead(ticketById(desk, actor, id), desk, desk.clock.now()), form, text }
  const plan = intoId === null ? null : planOf(desk, actor, { id, intoId })
  return {
    ...base,
    plan,
    found: plan ? [] : found.filter((one) => one.id !== id).map((one) => presentNamed(desk, one)),
  }
}

/** What merging the one into the other would do, in sentences. */
function planOf(desk: Desk, actor: Actor, { id, intoId }: { id: number; intoId: number }) {
  const source = ticketById(desk, actor, id)
  const target = ticketById(desk, actor, intoId)
  const counts = mergeCounts(desk, { id, intoId })
  const readers = readersBetween(desk, { id, intoId })
  const into = presentHead(target, desk, desk.clock.now())
  const apart = !readers.same && (readers.requesterId !== null || target.requesterId !== null)
  return {
    into,
    problem:
      mergeProblem(desk.config, source, target) ??
      (counts.held > 0 ? 'A reply is still on its way from here. Wait until it has left, or take it back.' : null),
    moves: movesOf(counts),
    ended: isFinal(statusOf(desk.config.workflow, target.status).kind),
    hushed: apart ? hushWords({ source, target, replies: counts.replies }) : null,
    watcher:
      readers.requesterId === null || readers.requesterId === target.requesterId
        ? null
        : { name: readers.requester, akin: readers.akin },
  }
}

type Between = { readonly source: Asked; readonly target: Asked; readonly replies: number }
type Asked = { readonly requesterId: number | null; readonly requester: string | null }

function hushWords({ source, target, replies }: Between): string {
  const why =
    source.requesterId === target.requesterId
      ? 'Other colleagues read the ticket that stays. So that they do not read this one,'
      : `${source.requester ?? 'Nobody'} asked for this one, ${target.requester ?? 'nobody'} for the other. So that neither reads what the other wrote,`
  const what =
    replies === 0 ? 'its text becomes a note' : `its text and its ${few(replies, 'reply', 'replies')} become notes`
  return `${why} ${what}, which only agents read.`
}

const few = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`

const movesOf = (counts: MergeCounts): readonly string[] =>
  (
    [
      ['replies', 'reply', 'replies'],
      ['notes', 'note', 'notes'],
      ['files', 'file', 'files'],
      ['links', 'link', 'links'],
      ['tags', 'tag', 'tags'],
      ['watchers', 'watcher', 'watchers'],
      ['items', 'action item', 'action items'],
      ['times', 'time or expense entry', 'time or expense entries'],
    ] as const
  )
    .filter(([key]) => counts[key] > 0)
    .map(([key, one, more]) => few(counts[key], one, more))

/** The page on which one of several tickets is chosen to stay; what this actor does not see is left out. */
export function presentMergeMany(desk: Desk, actor: Actor, { ids, form }: { ids: readonly number[]; form: Form }) {
  const tickets = ids.flatMap((id) => namedTicket(desk, actor, id) ?? [])
  return {
    ids: tickets.map(({ id }) => id).join(','),
    tickets: tickets.toSorted((one, other) => one.id - other.id).map((one) => presentNamed(desk, one)),
    form,
  }
}
