import type { Actor } from '#domain/actor.ts'
import type { Tx } from '#db/database.ts'
import { fieldName } from '#domain/fields.ts'
import { bulkChange, type Change } from '#domain/timeline.ts'
import type { Desk } from '#src/desk.ts'
import { allFields, fieldTexts } from '#features/fields/queries.ts'
import { fillTemplate } from '#features/templates/queries.ts'
import { assignment } from '#features/tickets/assignment/service.ts'
import { keepBefore, wholeOf } from '#features/tickets/back/service.ts'
import { changeField, type FieldWish } from '#features/tickets/fields/service.ts'
import { loadTicket, saveTicket, type Act, type Outcome } from '#features/tickets/service.ts'
import { snoozed } from '#features/tickets/snooze/service.ts'
import type { TicketState } from '#features/tickets/state.ts'
import { moved } from '#features/tickets/status/service.ts'
import { updateIn } from '#features/tickets/updates/service.ts'
import { NONE, type Order } from './schema.ts'

/** One act as it was stored; several stand in a row where a ticket moves twice. */
export type Stored = { readonly before: TicketState; readonly after: TicketState; readonly outcome: Outcome }
export type Spoken = { readonly kind: 'reply' | 'note'; readonly id: number }

export type Changed = {
  readonly stored: readonly Stored[]
  readonly spoken: readonly Spoken[]
  readonly changes: readonly Change[]
}

type One = {
  readonly id: number
  readonly order: Order
  readonly act: Act
  /** How many tickets are changed with it. */
  readonly count: number
  /** Where to keep what it was before; null in a rehearsal. */
  readonly undoId: number | null
}

/** All an order asks of one ticket, inside one transaction: everything or, where one thing is refused, nothing. */
export async function changeTicket(desk: Desk, tx: Tx, { id, order, act, count, undoId }: One): Promise<Changed> {
  const asked = loadTicket(tx, { actor: act.actor, id })
  const { ticket, spoken, stored: said } = say(desk, tx, { ticket: asked, order, act })
  const before = undoId === null ? null : keptOf(desk, tx, { ticket, order })

  const stretches = await stretchesOf(desk, tx, { ticket, order, act })
  let latest = ticket
  const stored = stretches.map((outcome): Stored => {
    const from = latest
    const told = { ...outcome, changes: [...outcome.changes, ...(count > 1 ? [bulkChange(count, 'done')] : [])] }
    latest = saveTicket(tx, desk.config, { before: from, outcome: told, act })
    return { before: from, after: latest, outcome: told }
  })
  if (undoId !== null && before !== null)
    keepBefore(tx, undoId, { before, after: keptOf(desk, tx, { ticket: latest, order }) })
  return { spoken, stored: [...said, ...stored], changes: stretches.flatMap(({ changes }) => changes) }
}

/** What an undo compares; the operator's own fields are read only where they are asked for. */
function keptOf(desk: Desk, tx: Tx, { ticket, order }: Pick<Asked, 'ticket' | 'order'>) {
  const names = Object.keys(order.custom)
  if (names.length === 0) return wholeOf(tx, ticket)
  const fields = allFields(desk).filter((field) => field.entity === 'ticket' && names.includes(fieldName(field)))
  return { ...wholeOf(tx, ticket), custom: fieldTexts(tx.hot, fields, { entity: 'ticket', id: ticket.id }) }
}

type Asked = { readonly ticket: TicketState; readonly order: Order; readonly act: Act }

function say(desk: Desk, tx: Tx, { ticket, order, act }: Asked) {
  const spoken: Spoken[] = []
  const stored: Stored[] = []
  let latest = ticket
  for (const kind of ['reply', 'note'] as const) {
    if (order[kind] === '') continue
    const form = { ...SILENT, kind, body: wordsFor(desk, order[kind], { actor: act.actor, ticketId: ticket.id }) }
    const { id, outcome } = updateIn(desk, tx, { before: latest, form, stored: [], act })
    const before = latest
    latest = saveTicket(tx, desk.config, { before, outcome, act })
    stored.push({ before, after: latest, outcome })
    if (id !== null) spoken.push({ kind, id })
  }
  return { ticket: latest, spoken, stored }
}

type Reader = { readonly actor: Actor; readonly ticketId: number }

/** What is said on one ticket: fields such as `{{ requester.first_name }}` become its own words. */
const wordsFor = (desk: Desk, body: string, { actor, ticketId }: Reader): string =>
  body.includes('{{') ? fillTemplate(desk, actor, ticketId, body) : body

const SILENT = { status: null, holdReason: null, resolution: null, links: [], reage: false }

type Step = (ticket: TicketState) => Outcome | Promise<Outcome>

/** What the steps come to, in as few stretches as there can be: each has at most one move. */
async function stretchesOf(desk: Desk, tx: Tx, { ticket, order, act }: Asked): Promise<readonly Outcome[]> {
  const stretches: Outcome[] = []
  let now = ticket
  for (const step of stepsOf(desk, tx, { order, act })) {
    const outcome = await step(now)
    if (outcome.changes.length === 0) continue
    now = { ...now, ...outcome.next, clocks: outcome.clocks ?? now.clocks }
    const last = stretches.at(-1)
    if (last && !(last.moved && outcome.moved)) stretches.splice(-1, 1, together(last, outcome))
    else stretches.push(outcome)
  }
  return stretches
}

function together(one: Outcome, other: Outcome): Outcome {
  const [clocks, moved] = [other.clocks ?? one.clocks, other.moved ?? one.moved]
  return {
    next: { ...one.next, ...other.next },
    changes: [...one.changes, ...other.changes],
    ...(clocks ? { clocks } : {}),
    ...(moved ? { moved } : {}),
  }
}

/** Fields first, the status last: what has ended takes no more changes. */
const stepsOf = (desk: Desk, tx: Tx, { order, act }: Omit<Asked, 'ticket'>): readonly Step[] => [
  ...wishesOf(order).map((wish) => (ticket: TicketState) => changeField(desk, tx, { ticket, wish, act })),
  ...(order.assignee === null ? [] : [(ticket: TicketState) => assigned(desk, tx, { ticket, order, act })]),
  ...(order.status === null ? [] : [(ticket: TicketState) => movedOn(desk, { ticket, order, act })]),
  ...(order.snoozeUntil === null ? [] : [(ticket: TicketState) => atRest(desk, { ticket, order, act })]),
]

const NOTHING: Outcome = { next: {}, changes: [] }

function assigned(desk: Desk, tx: Tx, { ticket, order, act }: Asked): Outcome {
  const assignee = order.assignee === NONE ? null : Number(order.assignee)
  if (ticket.assigneeId === assignee) return NOTHING
  const form = assignee === null ? ({ act: 'release' } as const) : ({ act: 'assign', assignee } as const)
  return assignment(desk, tx, { ticket, form, act })
}

function movedOn({ config }: Desk, { ticket, order, act }: Asked): Outcome {
  const { status: to, holdReason, resolution } = order
  const isThere = ticket.status === to && (holdReason === null || holdReason === ticket.holdReason)
  return isThere || to === null ? NOTHING : moved(config, ticket, { move: { to, holdReason, resolution }, act })
}

function atRest(desk: Desk, { ticket, order, act }: Asked): Outcome {
  const { snoozeUntil: until } = order
  return until === null || ticket.snoozedUntil === until ? NOTHING : snoozed(desk, ticket, { until, act })
}

const any = (...lists: readonly (readonly unknown[])[]): boolean => lists.some((list) => list.length > 0)

const emptied = (value: string): string | null => (value === NONE ? null : value)

function wishesOf(order: Order): readonly FieldWish[] {
  const plain = (['site', 'project', 'type', 'category', 'component'] as const).flatMap((field): FieldWish[] => {
    const value = order[field]
    return value === null ? [] : [{ field, to: emptied(value) }]
  })
  return [
    ...plain,
    ...(order.priority === null ? [] : [{ field: 'priority', to: order.priority } as const]),
    ...(order.requester === null && !order.noRequester ? [] : [{ field: 'requester', to: order.requester } as const]),
    ...(Object.keys(order.custom).length === 0 ? [] : [{ field: 'custom', brought: order.custom } as const]),
    ...(order.dueAt === null && !order.noDue ? [] : [{ field: 'dueAt', to: order.dueAt } as const]),
    ...(any(order.addTags, order.removeTags)
      ? [{ field: 'tags', add: order.addTags, remove: order.removeTags } as const]
      : []),
    ...(any(order.addWatchers, order.removeWatchers)
      ? [{ field: 'watchers', add: order.addWatchers, remove: order.removeWatchers } as const]
      : []),
  ]
}
