import { isFinal, type Status, type Workflow } from './status.ts'

/** What would leave tickets stuck, each in a sentence; empty for a workflow that works. */
export function workflowProblems(workflow: Workflow): readonly string[] {
  const [first] = workflow
  if (!first) return ['There must be a status.']
  const startsDone = isFinal(first.kind) || first.kind === 'resolved'
  const stuck = workflow.filter((status) => !canEnd(workflow, status))
  return [
    ...(startsDone ? [`New tickets start as ${first.label}, so it must be open. Move an open status to the top.`] : []),
    ...stuck.map(
      ({ label }) => `A ticket that is ${label} could never be finished: no way leads from it to a final status.`,
    ),
  ]
}

/** Statuses that no ticket can get to from where it starts; the first one needs no way. */
export function unreached(workflow: Workflow): readonly Status[] {
  const [first] = workflow
  const reached = new Set(first ? reachedFrom(workflow, first) : [])
  return workflow.filter((status, index) => index > 0 && !reached.has(status.key))
}

const canEnd = (workflow: Workflow, status: Status): boolean =>
  [status.key, ...reachedFrom(workflow, status)].some((key) =>
    workflow.some((other) => other.key === key && isFinal(other.kind)),
  )

function reachedFrom(workflow: Workflow, from: Status): readonly string[] {
  const reached = new Set<string>()
  const visit = (status: Status): void => {
    if (isFinal(status.kind)) return
    for (const { status: key } of status.to) {
      const next = workflow.find((other) => other.key === key)
      if (!next || reached.has(key)) continue
      reached.add(key)
      visit(next)
    }
  }
  visit(from)
  return [...reached]
}
