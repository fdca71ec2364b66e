import type { Role } from './access.ts'

export type Value = { readonly text: string; readonly help?: string }

export type Operator = {
  readonly name: string
  readonly help: string
  /** Those that are always the same; the others are read from the desk. */
  readonly values?: readonly Value[]
  /** Who is offered it: what clients cannot find by must not be offered to them. */
  readonly to: 'everybody' | 'staff'
}

const listed = (text: string): readonly Value[] =>
  text.split(', ').map((item) => {
    const [word = '', help] = item.split('=')
    return help === undefined ? { text: word } : { text: word, help }
  })

const PAST = listed(
  'today, yesterday, week=this week, month=this month, <7d=in the last 7 days, >7d=more than 7 days ago, <1mo=in the last month, >1y=more than a year ago',
)
const FUTURE = listed(
  'today, tomorrow, week=this week, month=this month, <3d=within 3 days, >3d=in more than 3 days, none=without a due date',
)
const STATES = listed('open=not resolved, resolved, closed, cancelled')
const STAFF_STATES = listed(
  'overdue=past its deadline, open=not resolved, mine=assigned to you, unassigned=assigned to nobody, unanswered=needs a first response, waiting=waits for an agent, hold=on hold, resolved, closed, cancelled, snoozed=comes back later, merged=part of another ticket, watched=you watch it, mirrored=from another system',
)
const PARTS = listed('attachment=a file, reply=an answer, link')
const STAFF_PARTS = listed(
  'attachment=a file, note=a note of agents, link, reply=an answer, due=a due date, watcher, relation=a related ticket, action=an action item',
)
const STAGES = listed('on-track, watch, warning, critical, overdue')
const SECTIONS = listed('1=needs a first response, 2=waiting on agent, 3=other active')

const everybody = (name: string, help: string, values?: readonly Value[]): Operator =>
  values === undefined ? { name, help, to: 'everybody' } : { name, help, values, to: 'everybody' }
const staff = (name: string, help: string, values?: readonly Value[]): Operator => ({
  ...everybody(name, help, values),
  to: 'staff',
})

const OPERATORS: readonly Operator[] = [
  everybody('status', 'the status it has'),
  staff('is', 'what holds for it now', STAFF_STATES),
  everybody('is', 'what holds for it now', STATES),
  everybody('priority', 'how much it matters'),
  staff('assignee', 'who works on it'),
  everybody('requester', 'who asked'),
  staff('watcher', 'who reads along'),
  staff('tag', 'a tag it has'),
  everybody('site', 'where it is'),
  staff('project', 'what it belongs to'),
  staff('source', 'where it comes from'),
  staff('type', 'what sort it is'),
  everybody('category', 'its category'),
  staff('component', 'its component'),
  staff('job', 'its job number'),
  staff('section', 'its section of the board', SECTIONS),
  staff('stage', 'how urgent it is', STAGES),
  everybody('created', 'when it was opened', PAST),
  everybody('updated', 'when it last changed', PAST),
  everybody('due', 'when it is due', FUTURE),
  everybody('resolved', 'when it was resolved', PAST),
  everybody('closed', 'when it was closed', PAST),
  staff('has', 'what hangs on it', STAFF_PARTS),
  everybody('has', 'what hangs on it', PARTS),
]

/** The operators that are offered to a role, each once. */
export function operatorsFor(role: Role): readonly Operator[] {
  const open = OPERATORS.filter(({ to }) => to === 'everybody' || role !== 'client')
  return open.filter(({ name }, index) => open.findIndex((one) => one.name === name) === index)
}
