import { expect, it } from 'vitest'
import { DEFAULT_WORKFLOW, type Workflow } from '#domain/status.ts'
import { unreached, workflowProblems } from '#domain/workflow-check.ts'

const without = (key: string, ...ways: readonly string[]): Workflow =>
  DEFAULT_WORKFLOW.map((status) =>
    status.key === key ? { ...status, to: status.to.filter((way) => !ways.includes(way.status)) } : status,
  )

it('finds nothing wrong with the usual workflow', () => {
  expect(workflowProblems(DEFAULT_WORKFLOW)).toEqual([])
  expect(unreached(DEFAULT_WORKFLOW)).toEqual([])
})

it.each([
  ['no status at all', [], ['There must be a status.']],
  [
    'a start that is an end',
    DEFAULT_WORKFLOW.toReversed(),
    ['New tickets start as Cancelled, so it must be open. Move an open status to the top.'],
  ],
  [
    'a dead end',
    without('on_hold', 'open', 'in_progress', 'cancelled'),
    ['A ticket that is On Hold could never be finished: no way leads from it to a final status.'],
  ],
])('names %s', (_what, workflow, problems) => {
  expect(workflowProblems(workflow)).toEqual(problems)
})

it('knows what no ticket gets to', () => {
  expect(unreached(without('in_progress', 'resolved')).map(({ key }) => key)).toEqual(['resolved', 'closed'])
})
