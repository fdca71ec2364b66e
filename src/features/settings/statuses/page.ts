import { statusOf, type Status, type Workflow } from '#domain/status.ts'
import { unreached } from '#domain/workflow-check.ts'
import type { ConfigFile } from '#config/schema.ts'
import { workflowOf } from '#config/workflow.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { reading, type SettingsPage, type Wish } from '#features/settings/page.ts'
import { countsBy, ticketsWith } from '#features/settings/queries.ts'
import type { Values } from '#web/form.ts'
import { diagramOf } from './diagram.ts'
import { workflowEdits, withStatus } from './edits.ts'
import { KIND_WORDS, MOVERS, newStatusForm, statusForm, WAITING_WORDS } from './schema.ts'

const KEYS = [['workflow']]
const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

export const statusesPage: SettingsPage = {
  slug: 'statuses',
  title: 'Statuses',
  sentence: 'What a ticket can be, where each leads, and who may take it there.',
  template: 'settings/status-new.njk',
  above: 'settings/statuses.njk',
  button: 'Add it',
  wide: true,
  keys: KEYS,
  values: () => ({ label: '', kind: 'active' }),
  read: (body) => reading(newStatusForm, body, (value) => changing((workflow) => withStatus(workflow, value))),
  extras: (desk) => ({
    kinds: options(KIND_WORDS),
    diagram: diagramOf(desk.config.workflow),
    rows: statusRows(desk),
  }),
}

/** Everything that changes the list of statuses alone. */
export const changing = (change: (workflow: Workflow) => Workflow): Wish => ({
  edits: (file: ConfigFile) => workflowEdits(file, change(workflowOf(file.workflow))),
})

function statusRows(desk: Desk) {
  const { workflow } = desk.config
  const counts = countsBy(desk, 'status')
  const lost = new Set(unreached(workflow).map(({ key }) => key))
  return workflow.map((status) => ({
    key: status.key,
    label: status.label,
    href: `/settings/statuses/${status.key}`,
    kind: KIND_WORDS[status.kind].split(':')[0],
    waits: WAITING_WORDS[status.waitingOn],
    pauses: status.pausesClocks,
    count: (counts.get(status.key) ?? 0).toLocaleString('en'),
    lost: lost.has(status.key),
    leads: status.to.map(({ status: to, by }) => ({ label: statusOf(workflow, to).label, by: moversText(by) })),
  }))
}

const moversText = (by: Status['to'][number]['by']): string =>
  by.length === 2 && !by.includes('requester')
    ? ''
    : MOVERS.filter(({ value }) => by.includes(value))
        .map(({ label }) => label.toLowerCase())
        .join(', ')

/** The page of one status; fails where there is none. */
export function statusPage(desk: Desk, key: string): SettingsPage {
  const { workflow } = desk.config
  const status = workflow.find((one) => one.key === key)
  if (!status) throw notFound('status')
  const others = workflow.filter((one) => one.key !== key)
  const keys = others.map((one) => one.key)
  return {
    slug: `statuses/${key}`,
    title: status.label,
    sentence: 'What it means, and where it leads.',
    template: 'settings/status.njk',
    below: 'settings/status-removal.njk',
    parent: { href: '/settings/statuses', label: 'Statuses' },
    next: '/settings/statuses',
    keys: KEYS,
    previews: true,
    values: (file) => valuesOf(statusOf(workflowOf(file.workflow), key)),
    read: (body) =>
      reading(statusForm(keys), body, ({ label, kind, waiting, pauses, to }) =>
        changing((list) =>
          list.map((one) =>
            one.key === key
              ? { key, label, kind, waitingOn: waiting, pausesClocks: pauses, to: inOrder(to, one) }
              : one,
          ),
        ),
      ),
    extras: () => ({
      ...{ others, movers: MOVERS, kinds: options(KIND_WORDS), waitings: options(WAITING_WORDS) },
      count: ticketsWith(desk, 'status', key),
      choices: others.map((one) => ({ value: one.key, label: one.label })),
    }),
  }
}

/** Ways that were there keep their order, which is that of the buttons on a ticket. */
function inOrder(to: Status['to'], { to: before }: Status): Status['to'] {
  const place = ({ status }: Status['to'][number]) => {
    const index = before.findIndex((way) => way.status === status)
    return index < 0 ? before.length : index
  }
  return to.toSorted((one, other) => place(one) - place(other))
}

const valuesOf = ({ label, kind, waitingOn, pausesClocks, to }: Status): Values => ({
  ...{ label, kind, waiting: waitingOn, pauses: pausesClocks ? 'on' : '' },
  ...Object.fromEntries(to.map(({ status, by }) => [`to_${status}`, by.join(', ')])),
})
