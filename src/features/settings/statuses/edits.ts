import { isDeepStrictEqual } from 'node:util'
import { isFinal, type Mover, type Status, type StatusKind, type Way, type Workflow } from '#domain/status.ts'
import { workflowProblems } from '#domain/workflow-check.ts'
import type { ConfigEdit } from '#config/edit.ts'
import type { ConfigFile } from '#config/schema.ts'
import { workflowOf } from '#config/workflow.ts'
import { AppError } from '#lib/errors.ts'
import { keyFor } from './schema.ts'

type Written = ConfigFile['workflow'][number]

const STAFF: readonly Mover[] = ['admin', 'agent']
const SOURCES = ['freshservice', 'ticket_folder'] as const

/** The workflow as config.json takes it; refused where it would leave tickets stuck that were not stuck before. */
export function workflowEdits(file: ConfigFile, next: Workflow): readonly ConfigEdit[] {
  const before = workflowOf(file.workflow)
  const known = workflowProblems(before)
  const problem = workflowProblems(next).find((one) => !known.includes(one))
  if (problem !== undefined) throw new AppError('invalid', problem)
  return [{ path: ['workflow'], value: written(file, before, next) }]
}

/** What is unchanged stays as somebody wrote it, unless a bare name would then mean something else. */
function written(file: ConfigFile, before: Workflow, next: Workflow): readonly Written[] {
  const kept = next.map((status): Written => {
    const index = before.findIndex((one) => isDeepStrictEqual(one, status))
    return file.workflow[index] ?? whole(status)
  })
  return isDeepStrictEqual(meaning(kept), next) ? kept : next.map(whole)
}

function meaning(statuses: readonly Written[]): Workflow | null {
  try {
    return workflowOf(statuses)
  } catch {
    return null
  }
}

const whole = ({ key, label, kind, waitingOn, pausesClocks, to }: Status): Written => ({
  ...{ key, label, kind, waitingOn, pausesClocks },
  to: to.map(({ status, by }) => (isDeepStrictEqual(by, STAFF) ? status : { status, by: [...by] })),
})

const isInWork = (kind: StatusKind) => !isFinal(kind) && kind !== 'resolved'

/** With a new status, which agents can get to from, and leave to, everything that is being worked on. */
export function withStatus(workflow: Workflow, { label, kind }: Pick<Status, 'label' | 'kind'>): Workflow {
  const key = keyFor(label, workflow)
  const to = isFinal(kind) ? [] : workflow.filter((one) => one.kind !== 'closed').map((one) => way(one.key))
  const made: Status = {
    ...{ key, label, kind, to },
    waitingOn: kind === 'resolved' ? 'requester' : isInWork(kind) && kind !== 'hold' ? 'agent' : 'nobody',
    pausesClocks: kind === 'hold',
  }
  const led = workflow.map((one) => (isInWork(one.kind) ? { ...one, to: [...one.to, way(key)] } : one))
  const end = isFinal(kind) ? -1 : led.findIndex((one) => isFinal(one.kind))
  return end < 0 ? [...led, made] : [...led.slice(0, end), made, ...led.slice(end)]
}

const way = (status: string): Way => ({ status, by: STAFF })

/** Without one status and all ways to it. */
export const withoutStatus = (workflow: Workflow, key: string): Workflow =>
  workflow
    .filter((one) => one.key !== key)
    .map((one) => ({ ...one, to: one.to.filter(({ status }) => status !== key) }))

/** One place up or down; at the end it stays. */
export function reordered(workflow: Workflow, key: string, by: 'up' | 'down'): Workflow {
  const from = workflow.findIndex((one) => one.key === key)
  const to = by === 'up' ? from - 1 : from + 1
  const [one, other] = [workflow[from], workflow[to]]
  if (!one || !other) return workflow
  return workflow.map((status, index) => (index === from ? other : index === to ? one : status))
}

/** What mirrored systems' statuses are translated to, once a status of ours is gone. */
export const mappedElsewhere = (file: ConfigFile, from: string, to: string): readonly ConfigEdit[] =>
  SOURCES.flatMap((source) =>
    Object.entries(file[source]?.statuses ?? {})
      .filter(([, ours]) => ours === from)
      .map(([id]) => ({ path: [source, 'statuses', id], value: to })),
  )
