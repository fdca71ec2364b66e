export type StatusKind = 'open' | 'active' | 'hold' | 'resolved' | 'closed' | 'cancelled'
export type WaitingOn = 'agent' | 'requester' | 'third_party' | 'nobody'
export type Mover = 'admin' | 'agent' | 'requester'
export type Way = { readonly status: string; readonly by: readonly Mover[] }

export type Status = {
  readonly key: string
  readonly label: string
  readonly kind: StatusKind
  readonly waitingOn: WaitingOn
  readonly pausesClocks: boolean
  readonly to: readonly Way[]
}

/** In the order in which people meet the statuses; the first one is where a ticket starts. */
export type Workflow = readonly Status[]

const STAFF: readonly Mover[] = ['admin', 'agent']
const ANYONE: readonly Mover[] = ['admin', 'agent', 'requester']

const ways = (by: readonly Mover[], ...keys: readonly string[]): Way[] => keys.map((status) => ({ status, by }))

export const DEFAULT_WORKFLOW: Workflow = [
  {
    key: 'open',
    label: 'Open',
    kind: 'open',
    waitingOn: 'agent',
    pausesClocks: false,
    to: ways(STAFF, 'in_progress', 'on_hold', 'cancelled'),
  },
  {
    key: 'in_progress',
    label: 'In Progress',
    kind: 'active',
    waitingOn: 'agent',
    pausesClocks: false,
    to: ways(STAFF, 'open', 'on_hold', 'resolved', 'cancelled'),
  },
  {
    key: 'on_hold',
    label: 'On Hold',
    kind: 'hold',
    waitingOn: 'nobody',
    pausesClocks: true,
    to: ways(STAFF, 'open', 'in_progress', 'cancelled'),
  },
  {
    key: 'resolved',
    label: 'Resolved',
    kind: 'resolved',
    waitingOn: 'requester',
    pausesClocks: false,
    to: [...ways(ANYONE, 'in_progress'), ...ways(['admin', 'requester'], 'closed')],
  },
  { key: 'closed', label: 'Closed', kind: 'closed', waitingOn: 'nobody', pausesClocks: false, to: [] },
  { key: 'cancelled', label: 'Cancelled', kind: 'cancelled', waitingOn: 'nobody', pausesClocks: false, to: [] },
]

/**
 * A key the operator has since removed gives a stand-in that is open and leads only to the first status,
 * so that no ticket is lost from the board or stuck.
 */
export function statusOf(workflow: Workflow, key: string): Status {
  return workflow.find((status) => status.key === key) ?? strayStatus(workflow, key)
}

function strayStatus(workflow: Workflow, key: string): Status {
  const to = workflow.slice(0, 1).flatMap((first) => ways(STAFF, first.key))
  return { key, label: key, kind: 'open', waitingOn: 'agent', pausesClocks: false, to }
}

export const isFinal = (kind: StatusKind): boolean => kind === 'closed' || kind === 'cancelled'

export const isActive = (kind: StatusKind): boolean => !isFinal(kind)
