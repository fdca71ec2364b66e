import type { Clock, ClockKind } from './clocks.ts'
import type { Priority } from './priority.ts'
import type { RemoteChoice, RemoteTicket } from './remote.ts'
import { isFinal, type Status, type StatusKind, type Workflow } from './status.ts'
import { foldName } from './text.ts'

/** Which of our statuses and priorities a remote one is, by its id there; what is not named is guessed by its name. */
export type Mapping = {
  readonly statuses: Readonly<Record<string, string>>
  readonly priorities: Readonly<Record<string, string>>
}

type Lists = { readonly workflow: Workflow; readonly priorities: readonly Priority[] }

/** What the mirrored system owns; it is changed there. */
export const REMOTE_FIELDS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'requester',
  'assignee',
  'priority',
  'type',
  'category',
  'dueAt',
])

// The first that fits: "waiting on agent" is work for us, "waiting on customer" is not.
const KINDS: readonly (readonly [RegExp, StatusKind])[] = [
  [/cancel|withdrawn|duplicate|rejected/, 'cancelled'],
  [/closed|^done$|completed/, 'closed'],
  [/resolved|solved|fixed/, 'resolved'],
  [/agent|replied|update needed|^new$|^open$|reopened|to do|backlog/, 'open'],
  [/hold|pending|waiting|awaiting|scheduled|deferred|blocked/, 'hold'],
]

/** The status of ours a remote one stands for: as mapped, else of the same name, else of the kind its name tells. */
export function localStatus(
  remote: RemoteChoice,
  { statuses }: Mapping,
  { workflow }: Pick<Lists, 'workflow'>,
): Status {
  const mapped = workflow.find(({ key }) => key === statuses[remote.id])
  if (mapped) return mapped

  const name = foldName(remote.name ?? '')
  const named = workflow.find(({ key, label }) => foldName(label) === name || key === name.replaceAll(' ', '_'))
  const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'active'
  return named ?? ofKind(workflow, kind)
}

/** A workflow need not have every kind: what has ended elsewhere must not look like work here. */
function ofKind(workflow: Workflow, kind: StatusKind): Status {
  const ended = kind === 'resolved' || isFinal(kind)
  const order: readonly StatusKind[] = ended ? [kind, 'closed', 'cancelled', 'resolved'] : [kind, 'active', 'open']
  const found = order.flatMap((one) => workflow.filter((status) => status.kind === one))[0] ?? workflow[0]
  if (!found) throw new Error('A workflow has at least one status.')
  return found
}

/** Where a ticket goes that its system does not have any more. */
export const archiveStatus = (workflow: Workflow): Status => ofKind(workflow, 'cancelled')

const TOP = /urgent|critical|highest|blocker|emergency/

/** The priority of ours a remote one stands for: as mapped, of the same name, or as far up the list as there. */
export function localPriority(
  remote: RemoteChoice,
  { priorities: map }: Mapping,
  { priorities }: Pick<Lists, 'priorities'>,
): Priority {
  const [lowest] = priorities
  if (!lowest) throw new Error('There is at least one priority.')
  const name = foldName(remote.name ?? '')
  const mapped = priorities.find(({ key }) => key === map[remote.id])
  const named = priorities.find(({ label }) => foldName(label) === name)
  const top = TOP.test(name) ? priorities.at(-1) : undefined
  return mapped ?? named ?? top ?? priorities[Math.min(steps(remote.id), priorities.length) - 1] ?? lowest
}

// Freshservice and Freshdesk count from 1, the lowest, to 4.
const steps = (id: string): number => (/^[1-4]$/.test(id) ? Number(id) : 1)

/**
 * The deadlines the mirrored system set, as clocks. How long they count is its affair, so the target is simply the
 * time between the opening and the deadline; while the status pauses, no deadline runs.
 */
export function mirroredClocks(remote: RemoteTicket, status: Status, before: readonly Clock[]): readonly Clock[] {
  const ended = status.kind === 'resolved' || isFinal(status.kind)
  const endedAt = remote.resolvedAt ?? remote.closedAt ?? (ended ? remote.updatedAt : null)
  const stops = { first_response: remote.firstRespondedAt, resolution: ended ? endedAt : null }
  const dues = { first_response: remote.firstResponseDueAt, resolution: remote.dueAt }
  return (['first_response', 'resolution'] as const).flatMap((kind) => {
    const dueAt = dues[kind]
    if (dueAt === null) return []
    const known = before.find((clock) => clock.kind === kind)
    return [clockOf(kind, { remote, dueAt, stoppedAt: stops[kind] ?? (ended ? endedAt : null), status, known })]
  })
}

type Reckoned = {
  readonly remote: RemoteTicket
  readonly dueAt: number
  readonly stoppedAt: number | null
  readonly status: Status
  readonly known: Clock | undefined
}

function clockOf(kind: ClockKind, { remote, dueAt, stoppedAt, status, known }: Reckoned): Clock {
  const paused = stoppedAt === null && status.pausesClocks
  return {
    kind,
    targetSeconds: Math.max(0, Math.round((dueAt - remote.createdAt) / 1000)),
    startedAt: remote.createdAt,
    stoppedAt,
    met: stoppedAt === null ? null : stoppedAt <= dueAt,
    dueAt: paused ? null : dueAt,
    pauses: pausesOf(known, { paused, at: remote.updatedAt, reason: remote.status.name ?? status.label }),
  }
}

type PauseNow = { readonly paused: boolean; readonly at: number; readonly reason: string }

function pausesOf(known: Clock | undefined, { paused, at, reason }: PauseNow): Clock['pauses'] {
  const pauses = known?.pauses ?? []
  const open = pauses.at(-1)?.toAt === null
  if (paused) return open ? pauses : [...pauses, { fromAt: at, toAt: null, reason }]
  return pauses.map((pause) => ({ ...pause, toAt: pause.toAt ?? Math.max(at, pause.fromAt) }))
}

/** What a person reads who tries to change what is not ours. */
export const ownedBy = (source: string, thing: string): string =>
  `${source} owns ${thing} of this ticket. Change it there, and it changes here.`
