import { expect, it } from 'vitest'
import { ConfigFile } from '#config/schema.ts'
import { workflowOf } from '#config/workflow.ts'

const read = (workflow: unknown[]) => workflowOf(ConfigFile.parse({ workflow }).workflow)
const waysOf = (workflow: unknown[]) =>
  Object.fromEntries(read(workflow).map(({ key, to }) => [key, to.map(({ status }) => status)]))

it('gives names alone the usual kinds and moves', () => {
  expect(waysOf(['Open', 'In Progress', 'On Hold', 'Resolved', 'Closed', 'Cancelled'])).toEqual({
    open: ['in_progress', 'on_hold', 'cancelled'],
    in_progress: ['open', 'on_hold', 'resolved', 'cancelled'],
    on_hold: ['open', 'in_progress', 'cancelled'],
    resolved: ['in_progress', 'closed'],
    closed: [],
    cancelled: [],
  })
})

it('leads to and from a status of the operator, as long as there is work', () => {
  const ways = waysOf(['Open', 'Testing', 'Resolved', 'Closed'])
  expect(ways.open).toContain('testing')
  expect(ways.testing).toEqual(['open', 'resolved'])
  expect(ways.resolved).toEqual(['closed'])
})

it('takes whole statuses at their word', () => {
  const [first, second] = read([
    {
      key: 'new',
      label: 'New',
      kind: 'open',
      waitingOn: 'third_party',
      pausesClocks: true,
      to: [{ status: 'done', by: ['admin'] }],
    },
    { key: 'done', label: 'Done', kind: 'closed' },
  ])
  expect(first).toEqual({
    key: 'new',
    label: 'New',
    kind: 'open',
    waitingOn: 'third_party',
    pausesClocks: true,
    to: [{ status: 'done', by: ['admin'] }],
  })
  expect(second).toMatchObject({ kind: 'closed', to: [] })
})

it.each<[string, unknown[], string]>([
  ['twice', ['Open', 'open'], 'workflow: the status "open" is listed twice.'],
  ['nowhere', [{ key: 'a', label: 'A', kind: 'open', to: ['b'] }], 'workflow: "a" leads to "b", which is not listed.'],
  ['only at ends', ['Closed', 'Cancelled'], 'workflow: every status is final, so no ticket could be worked on.'],
])('refuses a status listed %s', (_what, workflow, words) => {
  expect(() => read(workflow)).toThrow(words)
})
