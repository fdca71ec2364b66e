import type { ClockEffect } from './clock-set.ts'
import { isFinal, statusOf, type Mover, type Status, type Workflow } from './status.ts'
import { foldName } from './text.ts'
import type { Change } from './timeline.ts'

export type MoveRules = {
  readonly workflow: Workflow
  /** Presets; any other text is taken as well. */
  readonly holdReasons: readonly string[]
  /** Empty = nobody is asked how a ticket was resolved. */
  readonly resolutions: readonly string[]
}

export type MovedTicket = {
  readonly status: string
  readonly holdReason?: string | null
  readonly resolution?: string | null
}

export type MoveWish = MoveRules & {
  readonly ticket: MovedTicket
  readonly to: string
  readonly mover: Mover | readonly Mover[]
  readonly holdReason?: string | null | undefined
  readonly resolution?: string | null | undefined
}

export type Move = {
  readonly ok: true
  readonly from: Status
  readonly to: Status
  /** What the ticket says after the move. */
  readonly holdReason: string | null
  readonly resolution: string | null
  readonly setsResolved: boolean
  readonly clearsResolution: boolean
  readonly clockEffects: readonly ClockEffect[]
  readonly changes: readonly Change[]
}

export type Refusal = {
  readonly ok: false
  readonly field: 'status' | 'holdReason' | 'resolution'
  readonly message: string
}

/** The one place where moves are decided, for pages, API, jobs and bulk edits alike. */
export function decideMove(wish: MoveWish): Move | Refusal {
  const from = statusOf(wish.workflow, wish.ticket.status)
  const to = statusOf(wish.workflow, wish.to)
  const closed = wayProblem(wish, from, to)
  if (closed) return refuse('status', closed)

  const holdReason = to.kind === 'hold' ? preset(wish.holdReasons, wish.holdReason) : null
  if (to.kind === 'hold' && holdReason === null) return refuse('holdReason', 'Say why the ticket is on hold.')
  if (from.key === to.key && holdReason === (wish.ticket.holdReason ?? null)) return refuse('status', already(to))

  const setsResolved = isDone(to) && !isDone(from)
  if (setsResolved && wish.resolutions.length > 0 && !isListed(wish.resolutions, wish.resolution))
    return refuse('resolution', 'Say how the ticket was resolved: choose one of the list.')

  return moved(wish, { from, to, holdReason, setsResolved })
}

export type Offer = { readonly status: Status; readonly asks: 'holdReason' | 'resolution' | null }

/** The moves a page may offer to this mover, in the order of the status's own list. */
export function possibleMoves(rules: MoveRules, status: string, mover: Mover | readonly Mover[]): Offer[] {
  const from = statusOf(rules.workflow, status)
  return rules.workflow
    .filter((to) => to.key !== from.key && canMove(from, to, mover))
    .toSorted((one, other) => wayIndex(from, one) - wayIndex(from, other))
    .map((to) => ({ status: to, asks: asked(rules, from, to) }))
}

/** Whether the table has this edge for one of these movers; says nothing of reasons and resolutions. */
export function canMove(from: Status, to: Status, mover: Mover | readonly Mover[]): boolean {
  if (isFinal(from.kind)) return false
  const movers = listOf(mover)
  return from.to.some((way) => way.status === to.key && way.by.some((by) => movers.includes(by)))
}

function wayProblem({ workflow, mover }: MoveWish, from: Status, to: Status): string | null {
  if (!workflow.some((status) => status.key === to.key)) return `There is no status called “${to.key}”.`
  if (from.key === to.key) return mayChangeReason(from, mover) ? null : already(to)
  if (isFinal(from.kind)) return `A ticket that is ${from.label} stays so.`
  if (canMove(from, to, mover)) return null
  return from.to.some((way) => way.status === to.key)
    ? `You may not move a ticket from ${from.label} to ${to.label}.`
    : `A ticket that is ${from.label} cannot become ${to.label}.`
}

function moved(wish: MoveWish, how: Pick<Move, 'from' | 'to' | 'holdReason' | 'setsResolved'>): Move {
  const { from, to, holdReason, setsResolved } = how
  const clearsResolution = isDone(from) && !isFinal(to.kind) && !isDone(to)
  const before = { holdReason: wish.ticket.holdReason ?? null, resolution: wish.ticket.resolution ?? null }
  const chosen = setsResolved && wish.resolutions.length > 0 ? preset(wish.resolutions, wish.resolution) : null
  const resolution = setsResolved || clearsResolution ? chosen : before.resolution

  const changes = [
    { field: 'status', from: from.label, to: to.label },
    { field: 'holdReason', from: before.holdReason, to: holdReason },
    { field: 'resolution', from: before.resolution, to: resolution },
  ].filter((change) => change.from !== change.to)
  return { ok: true, ...how, resolution, clearsResolution, clockEffects: clockEffects(from, to), changes }
}

/** Says nothing of whether the way is allowed, so that histories from elsewhere, which may begin anywhere, can be told. */
export function clockEffects(from: Status | null, to: Status): ClockEffect[] {
  const ended = from !== null && hasEnded(from)
  if (hasEnded(to)) return ended ? [] : ['stop']

  const reopened: ClockEffect[] = ended ? ['reopen'] : []
  if (to.pausesClocks) return [...reopened, 'pause']
  return from?.pausesClocks && !ended ? ['resume'] : reopened
}

function asked({ resolutions }: MoveRules, from: Status, to: Status): Offer['asks'] {
  if (to.kind === 'hold') return 'holdReason'
  return isDone(to) && !isDone(from) && resolutions.length > 0 ? 'resolution' : null
}

/** Resolved, or closed straight away: either way the work was done. */
const isDone = ({ kind }: Status): boolean => kind === 'resolved' || kind === 'closed'

const hasEnded = ({ kind }: Status): boolean => kind === 'resolved' || isFinal(kind)

const mayChangeReason = ({ kind }: Status, mover: Mover | readonly Mover[]): boolean =>
  kind === 'hold' && listOf(mover).some((one) => one !== 'requester')

const listOf = (mover: Mover | readonly Mover[]): readonly Mover[] => (typeof mover === 'string' ? [mover] : mover)

/** The operator's own spelling where what was typed is one of the presets. */
function preset(presets: readonly string[], typed: string | null | undefined): string | null {
  const text = typed?.trim() ?? ''
  if (text === '') return null
  return presets.find((one) => foldName(one) === foldName(text)) ?? text
}

const isListed = (list: readonly string[], typed: string | null | undefined): boolean =>
  list.includes(preset(list, typed) ?? '')

const wayIndex = (from: Status, to: Status): number => from.to.findIndex((way) => way.status === to.key)

const already = ({ label }: Status): string => `The ticket is already ${label}.`

const refuse = (field: Refusal['field'], message: string): Refusal => ({ ok: false, field, message })
