import type { Role } from '#domain/access.ts'
import { STAGES } from '#domain/stage.ts'

/** What `is:` knows. */
export const STATES = [
  'overdue',
  'open',
  'mine',
  'unassigned',
  'unanswered',
  'waiting',
  'hold',
  'resolved',
  'closed',
  'cancelled',
  'snoozed',
  'merged',
  'watched',
  'mirrored',
] as const
export type State = (typeof STATES)[number]

/** What `has:` knows. */
export const HOLDINGS = ['attachment', 'note', 'link', 'reply', 'due', 'watcher', 'relation', 'action'] as const
export type Holding = (typeof HOLDINGS)[number]

// What agents keep for themselves is not even counted for others.
const STAFF_STATES: readonly string[] = ['watched', 'snoozed'] satisfies readonly State[]
const STAFF_HOLDINGS: readonly string[] = ['note', 'watcher', 'relation', 'action'] satisfies readonly Holding[]

export type OperatorWords = {
  readonly name: string
  /** What it finds, for the help page. */
  readonly says: string
  readonly examples: readonly string[]
  /** The words it knows; names and free text come from the desk. */
  readonly values?: readonly string[]
}

const DAYS = ['today', 'yesterday', 'week', 'month', '<7d', '>30d']

/** Every operator but those of custom fields, as the help page and the completions tell them. */
export const OPERATORS: readonly OperatorWords[] = [
  {
    name: 'status',
    says: 'Where the ticket stands. “active” is everything that is not over.',
    examples: ['status:open', 'status:open,on_hold', '-status:resolved'],
    values: ['active', 'all'],
  },
  {
    name: 'is',
    says: 'A state, a place on the board, or your part in it.',
    examples: ['is:overdue', 'is:mine', 'is:unassigned'],
    values: STATES,
  },
  { name: 'priority', says: 'One priority, or from one on.', examples: ['priority:high', 'priority:>=high'] },
  {
    name: 'assignee',
    says: 'Who works on it: the beginning of a name, a mail address, me or none.',
    examples: ['assignee:me', 'assignee:none', 'assignee:"Jo Smith"'],
    values: ['me', 'none'],
  },
  {
    name: 'requester',
    says: 'Who asked for it.',
    examples: ['requester:me', 'requester:monique'],
    values: ['me', 'none'],
  },
  { name: 'watcher', says: 'Who follows it.', examples: ['watcher:me', 'watcher:none'], values: ['me', 'none'] },
  {
    name: 'tag',
    says: 'Any of these tags, and none after a minus. A star stands for any ending.',
    examples: ['tag:vpn,-printer', 'tag:vpn tag:network', 'tag:net*', 'tag:none'],
    values: ['none'],
  },
  { name: 'site', says: 'The beginning of a site’s name.', examples: ['site:harbour', 'site:none'], values: ['none'] },
  { name: 'project', says: 'The beginning of a project’s name.', examples: ['project:roof'], values: ['none'] },
  {
    name: 'source',
    says: 'Where the ticket comes from: local, or a mirrored system.',
    examples: ['source:local', '-source:local'],
    values: ['local'],
  },
  { name: 'type', says: 'Its type.', examples: ['type:incident', 'type:none'], values: ['none'] },
  { name: 'category', says: 'Its category.', examples: ['category:hardware'], values: ['none'] },
  { name: 'component', says: 'Its component.', examples: ['component:bms'], values: ['none'] },
  { name: 'job', says: 'Its job number.', examples: ['job:J-100', 'job:none'], values: ['none'] },
  {
    name: 'section',
    says: 'The section of the board: 1 needs a first response, 2 waits on an agent, 3 is other active.',
    examples: ['section:1', 'section:1..2'],
    values: ['1', '2', '3'],
  },
  {
    name: 'stage',
    says: 'How urgent it is now.',
    examples: ['stage:critical', 'stage:warning,critical,overdue'],
    values: ['on-track', 'watch', 'warning', 'critical', 'overdue'],
  },
  {
    name: 'created',
    says: 'When it was opened: a day, a month, a stretch, or an age.',
    examples: ['created:today', 'created:>=2026-01-01', 'created:2026-01-01..2026-03-31', 'created:<7d'],
    values: DAYS,
  },
  {
    name: 'updated',
    says: 'When something last happened.',
    examples: ['updated:>7d', 'updated:<2026-01-01'],
    values: DAYS,
  },
  {
    name: 'due',
    says: 'When it is due. Here <3d is within the next three days.',
    examples: ['due:today', 'due:<3d', 'due:<today', 'due:none'],
    values: ['today', 'tomorrow', 'week', '<3d', 'none'],
  },
  { name: 'resolved', says: 'When it was resolved.', examples: ['resolved:week', 'resolved:none'], values: DAYS },
  { name: 'closed', says: 'When it was closed.', examples: ['closed:month'], values: DAYS },
  {
    name: 'has',
    says: 'Whether it holds such a thing.',
    examples: ['has:attachment', '-has:reply', 'has:due'],
    values: HOLDINGS,
  },
]

/** Whether clients may not ask this, because the answer would tell them of what agents keep for themselves. */
export function isForStaff(name: string, value: string): boolean {
  if (name === 'watcher') return true
  return (name === 'is' && STAFF_STATES.includes(value)) || (name === 'has' && STAFF_HOLDINGS.includes(value))
}

/** What the help page and the completions show to this role. */
export const operatorsFor = (role: Role): readonly OperatorWords[] =>
  role !== 'client'
    ? OPERATORS
    : OPERATORS.filter(({ name }) => !isForStaff(name, '')).map((operator) => ({
        ...operator,
        ...(operator.values ? { values: operator.values.filter((one) => !isForStaff(operator.name, one)) } : {}),
      }))

/** A stage by its key or its word, `on-track` and `stage0` alike; -1 when there is none. */
export function stageIndex(text: string): number {
  const words = ['on-track', 'watch', 'warning', 'critical', 'overdue']
  const key = text.toLowerCase().replace(/[\s_]+/g, '-')
  return Math.max(words.indexOf(key), (STAGES as readonly string[]).indexOf(key))
}
