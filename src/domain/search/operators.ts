import type { Role } from '#domain/access.ts'
import { STAGES } from '#domain/stage.ts'

/** A word that an operator knows, and what it means where it does not say so itself; `name`: what people call something. */
export type Value = { readonly text: string; readonly help?: string; readonly name?: true }

/** `staff`: not offered to clients, who would learn nothing by it; `kept`: refused, for agents keep it to themselves. */
type Reach = { readonly staff?: true; readonly kept?: true }
type Known = Value & Reach

/** What `is:` knows. */
export const STATES = [
  { text: 'overdue', help: 'past its deadline', staff: true },
  { text: 'open', help: 'not resolved' },
  { text: 'mine', help: 'assigned to you', staff: true },
  { text: 'unassigned', help: 'assigned to nobody', staff: true },
  { text: 'unanswered', help: 'needs a first response', staff: true },
  { text: 'waiting', help: 'waits for an agent', staff: true },
  { text: 'hold', help: 'on hold', staff: true },
  { text: 'resolved' },
  { text: 'closed' },
  { text: 'cancelled' },
  { text: 'snoozed', help: 'comes back later', kept: true },
  { text: 'merged', help: 'part of another ticket', staff: true },
  { text: 'watched', help: 'you watch it', kept: true },
  { text: 'mirrored', help: 'from another system', staff: true },
] as const satisfies readonly Known[]
export type State = (typeof STATES)[number]['text']

/** What `has:` knows. */
export const HOLDINGS = [
  { text: 'attachment', help: 'a file' },
  { text: 'note', help: 'a note of agents', kept: true },
  { text: 'link' },
  { text: 'reply', help: 'an answer' },
  { text: 'due', help: 'a due date', staff: true },
  { text: 'watcher', kept: true },
  { text: 'relation', help: 'a related ticket', kept: true },
  { text: 'action', help: 'an action item', kept: true },
] as const satisfies readonly Known[]
export type Holding = (typeof HOLDINGS)[number]['text']

const LEVELS = ['on-track', 'watch', 'warning', 'critical', 'overdue'] as const

export type Operator = {
  readonly name: string
  /** What it finds, for the help page. */
  readonly says: string
  /** The same in a few words, for the line of a completion. */
  readonly help: string
  readonly examples: readonly string[]
  /** The words it knows; names and free text come from the desk. */
  readonly values?: readonly Known[]
} & Reach

const ME: Value = { text: 'me', help: 'you' }
const NOBODY: Value = { text: 'none', help: 'nobody' }
const without = (what: string): readonly Value[] => [{ text: 'none', help: `without ${what}` }]

const PAST: readonly Value[] = [
  { text: 'today' },
  { text: 'yesterday' },
  { text: 'week', help: 'this week' },
  { text: 'month', help: 'this month' },
  { text: '<7d', help: 'in the last 7 days' },
  { text: '>7d', help: 'more than 7 days ago' },
  { text: '<1mo', help: 'in the last month' },
  { text: '>1y', help: 'more than a year ago' },
]
const FUTURE: readonly Value[] = [
  { text: 'today' },
  { text: 'tomorrow' },
  { text: 'week', help: 'this week' },
  { text: 'month', help: 'this month' },
  { text: '<3d', help: 'within 3 days' },
  { text: '>3d', help: 'in more than 3 days' },
  ...without('a due date'),
]

/** Every operator but those of custom fields: what the help page tells, completions offer, and clients are refused. */
export const OPERATORS: readonly Operator[] = [
  {
    name: 'status',
    says: 'Where the ticket stands. “active” is everything that is not over.',
    help: 'the status it has',
    examples: ['status:open', 'status:open,on_hold', '-status:resolved'],
    values: [
      { text: 'active', help: 'not over' },
      { text: 'all', help: 'whatever it is' },
    ],
  },
  {
    name: 'is',
    says: 'A state, a place on the board, or your part in it.',
    help: 'what holds for it now',
    examples: ['is:open', 'is:overdue', 'is:mine', 'is:unassigned'],
    values: STATES,
  },
  {
    name: 'priority',
    says: 'One priority, or from one on.',
    help: 'how much it matters',
    examples: ['priority:high', 'priority:>=high'],
  },
  {
    name: 'assignee',
    says: 'Who works on it: the beginning of a name, a mail address, me or none.',
    help: 'who works on it',
    examples: ['assignee:me', 'assignee:none', 'assignee:"Jo Smith"'],
    values: [ME, NOBODY],
    staff: true,
  },
  {
    name: 'requester',
    says: 'Who asked for it.',
    help: 'who asked',
    examples: ['requester:me', 'requester:monique'],
    values: [ME, NOBODY],
  },
  {
    name: 'watcher',
    says: 'Who follows it.',
    help: 'who reads along',
    examples: ['watcher:me', 'watcher:none'],
    values: [ME, NOBODY],
    kept: true,
  },
  {
    name: 'tag',
    says: 'Any of these tags, and none after a minus. A star stands for any ending.',
    help: 'a tag it has',
    examples: ['tag:vpn,-printer', 'tag:vpn tag:network', 'tag:net*', 'tag:none'],
    values: without('a tag'),
    kept: true,
  },
  {
    name: 'site',
    says: 'The beginning of a site’s name.',
    help: 'where it is',
    examples: ['site:harbour', 'site:none'],
    values: without('a site'),
  },
  {
    name: 'project',
    says: 'The beginning of a project’s name.',
    help: 'what it belongs to',
    examples: ['project:roof'],
    values: without('a project'),
    staff: true,
  },
  {
    name: 'source',
    says: 'Where the ticket comes from: local, or a mirrored system.',
    help: 'where it comes from',
    examples: ['source:local', '-source:local'],
    values: [{ text: 'local', help: 'opened here' }],
    staff: true,
  },
  {
    name: 'type',
    says: 'Its type.',
    help: 'what sort it is',
    examples: ['type:incident', 'type:none'],
    values: without('a type'),
    staff: true,
  },
  {
    name: 'category',
    says: 'Its category.',
    help: 'its category',
    examples: ['category:hardware'],
    values: without('a category'),
  },
  {
    name: 'component',
    says: 'Its component.',
    help: 'its component',
    examples: ['component:bms'],
    values: without('a component'),
    staff: true,
  },
  {
    name: 'job',
    says: 'Its job number.',
    help: 'its job number',
    examples: ['job:J-100', 'job:none'],
    values: without('a job number'),
    staff: true,
  },
  {
    name: 'section',
    says: 'The section of the board: 1 needs a first response, 2 waits on an agent, 3 is other active.',
    help: 'its section of the board',
    examples: ['section:1', 'section:1..2'],
    values: [
      { text: '1', help: 'needs a first response' },
      { text: '2', help: 'waits on an agent' },
      { text: '3', help: 'other active' },
    ],
    staff: true,
  },
  {
    name: 'stage',
    says: 'How urgent it is now.',
    help: 'how urgent it is',
    examples: ['stage:critical', 'stage:warning,critical,overdue'],
    values: LEVELS.map((text) => ({ text })),
    staff: true,
  },
  {
    name: 'created',
    says: 'When it was opened: a day, a month, a stretch, or an age.',
    help: 'when it was opened',
    examples: ['created:today', 'created:>=2026-01-01', 'created:2026-01-01..2026-03-31', 'created:<7d'],
    values: PAST,
  },
  {
    name: 'updated',
    says: 'When something last happened.',
    help: 'when it last changed',
    examples: ['updated:>7d', 'updated:<2026-01-01'],
    values: PAST,
  },
  {
    name: 'due',
    says: 'When it is due. Here <3d is within the next three days.',
    help: 'when it is due',
    examples: ['due:today', 'due:<3d', 'due:<today', 'due:none'],
    values: FUTURE,
  },
  {
    name: 'resolved',
    says: 'When it was resolved.',
    help: 'when it was resolved',
    examples: ['resolved:week', 'resolved:none'],
    values: [...PAST, { text: 'none', help: 'not yet' }],
  },
  {
    name: 'closed',
    says: 'When it was closed.',
    help: 'when it was closed',
    examples: ['closed:month'],
    values: [...PAST, { text: 'none', help: 'not yet' }],
  },
  {
    name: 'has',
    says: 'Whether it holds such a thing.',
    help: 'what hangs on it',
    examples: ['has:attachment', '-has:reply'],
    values: HOLDINGS,
  },
]

const NAMED: ReadonlyMap<string, Operator> = new Map(OPERATORS.map((operator) => [operator.name, operator]))

/** Whether clients may not ask this, because the answer would tell them of what agents keep for themselves. */
export function isForStaff(name: string, value: string): boolean {
  const operator = NAMED.get(name)
  if (operator?.kept) return true
  // Things may be named in the plural.
  const word = name === 'has' ? value.replace(/s$/, '') : value
  return operator?.values?.some(({ text, kept }) => kept === true && text === word) ?? false
}

const isOpen = ({ staff, kept }: Reach): boolean => staff !== true && kept !== true

/** What the help page and the completions show to this role. */
export function operatorsFor(role: Role): readonly Operator[] {
  if (role !== 'client') return OPERATORS
  return OPERATORS.filter(isOpen).map(({ values, examples, ...operator }) => {
    const hidden = (values ?? []).filter((value) => !isOpen(value)).map(({ text }) => `${operator.name}:${text}`)
    return {
      ...operator,
      examples: examples.filter((example) => !hidden.includes(example.replace(/^-/, ''))),
      ...(values ? { values: values.filter(isOpen) } : {}),
    }
  })
}

/** A stage by its key or its word, `on-track` and `stage0` alike; -1 when there is none. */
export function stageIndex(text: string): number {
  const key = text.toLowerCase().replace(/[\s_]+/g, '-')
  return Math.max((LEVELS as readonly string[]).indexOf(key), (STAGES as readonly string[]).indexOf(key))
}
