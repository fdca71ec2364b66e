import { overrideKey } from '#domain/palette.ts'
import { DEFAULT_WORKFLOW, type Mover, type Status, type Way, type Workflow } from '#domain/status.ts'
import { AppError } from '#lib/errors.ts'
import type { ConfigFile } from './schema.ts'

type Written = ConfigFile['workflow'][number]

const STAFF: readonly Mover[] = ['admin', 'agent']

/** Names alone, as in TicketTracker's file, take the usual kinds and moves; whole statuses say everything themselves. */
export function workflowOf(written: readonly Written[]): Workflow {
  const statuses = written.map(statusOf)
  const keys = statuses.map(({ key }) => key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice) throw new AppError('invalid', `workflow: the status "${twice}" is listed twice.`)
  if (statuses.every(({ kind }) => kind === 'closed' || kind === 'cancelled')) {
    throw new AppError('invalid', 'workflow: every status is final, so no ticket could be worked on.')
  }

  return statuses.map((status, index) => ({ ...status, to: waysOf(status, written[index], statuses) }))
}

function statusOf(written: Written): Status {
  if (typeof written !== 'string') return { ...written, to: [] }

  const key = overrideKey(written)
  const usual = DEFAULT_WORKFLOW.find((status) => status.key === key)
  return { ...(usual ?? { kind: 'active', waitingOn: 'agent', pausesClocks: false }), key, label: written, to: [] }
}

function waysOf(status: Status, written: Written | undefined, all: readonly Status[]): readonly Way[] {
  if (written !== undefined && typeof written !== 'string') return written.to.map((way) => listedWay(way, status, all))

  const usual = DEFAULT_WORKFLOW.find(({ key }) => key === status.key)
  const known = (usual?.to ?? []).filter(({ status: key }) => all.some((other) => other.key === key))
  return [...known, ...waysOfOwn(status, all)]
}

/** A status of the operator's own is reached from, and leads to, everything that is still being worked on. */
function waysOfOwn(status: Status, all: readonly Status[]): readonly Way[] {
  const isOwn = ({ key }: Status) => !DEFAULT_WORKFLOW.some((usual) => usual.key === key)
  const inWork = ({ kind }: Status) => kind === 'open' || kind === 'active' || kind === 'hold'
  if (!inWork(status)) return []

  return all
    .filter((other) => other.key !== status.key && (isOwn(status) ? other.kind !== 'closed' : isOwn(other)))
    .map(({ key }) => ({ status: key, by: STAFF }))
}

function listedWay(way: string | { status: string; by: Mover[] }, from: Status, all: readonly Status[]): Way {
  const { status, by } = typeof way === 'string' ? { status: way, by: STAFF } : way
  if (!all.some(({ key }) => key === status)) {
    throw new AppError('invalid', `workflow: "${from.key}" leads to "${status}", which is not listed.`)
  }
  return { status, by }
}
