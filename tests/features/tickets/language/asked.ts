import type { Actor } from '#domain/actor.ts'
import { dated } from './dated.ts'
import { NOW, type Dice } from './archive.ts'
import { fold, stands, wordsIn, type Known } from './naive.ts'

/** A term as it is typed, and what it means, written without the product's own words. */
export type Asked = { readonly text: string; readonly holds: (ticket: Known, actor: Actor) => boolean }

export type Make = (dice: Dice) => Asked

const WORDS =
  'problem security sicherheit daten account hilfe printer Geheimwort wiki vpn projekt für Über muller jürgen O’Brien data-breach innenwort it xylophon grüssen Grüße'.split(
    ' ',
  )
const PHRASES = [
  'data breach',
  'Sehr geehrtes',
  'customer support',
  'tech support',
  'Innenwort here',
  'printer checked',
]

const textsFor = (ticket: Known, actor: Actor) =>
  actor.role === 'client' ? ticket.texts : [...ticket.texts, ...ticket.inner]

const word: Make = ({ pick }) => {
  const text = pick(WORDS)
  const words = wordsIn(text)
  const begins = !/^[\p{Script=Latin}\p{N}]{1,2}$/u.test(text)
  return { text, holds: (ticket, actor) => textsFor(ticket, actor).some((list) => stands(list, words, begins)) }
}

const prefix: Make = ({ pick }) => {
  const text = pick(['sich*', 'acc*', 'pr*', 'netz*'])
  return { text, holds: (ticket, actor) => textsFor(ticket, actor).some((list) => stands(list, wordsIn(text), true)) }
}

const phrase: Make = ({ pick }) => {
  const text = pick(PHRASES)
  return {
    text: `"${text}"`,
    holds: (ticket, actor) => textsFor(ticket, actor).some((list) => stands(list, wordsIn(text), false)),
  }
}

/** An operator with one value or several, some of them excluded. */
function listed(
  name: string,
  values: readonly string[],
  holds: (value: string, ticket: Known, actor: Actor) => boolean,
): Make {
  return (dice) => {
    const chosen = Array.from({ length: 1 + dice.below(3) }, () => ({
      text: dice.pick(values),
      not: dice.next() < 0.2,
    }))
    const some = chosen.filter(({ not }) => !not)
    return {
      text: `${name}:${chosen.map(({ text, not }) => `${not ? '-' : ''}${/\s/.test(text) ? `"${text}"` : text}`).join(',')}`,
      holds: (ticket, actor) =>
        (some.length === 0 || some.some(({ text }) => holds(text, ticket, actor))) &&
        chosen.every(({ text, not }) => !not || !holds(text, ticket, actor)),
    }
  }
}

const staffOnly =
  (make: Make): Make =>
  (dice) => {
    const asked = make(dice)
    return { ...asked, holds: (ticket, actor) => actor.role !== 'client' && asked.holds(ticket, actor) }
  }

type Someone = { readonly id: number; readonly name: string; readonly email: string | null } | null

function means(value: string, person: Someone, actor: Actor): boolean {
  if (value === 'none') return person === null
  if (value === 'me') return person !== null && person.id === actor.personId
  if (/^#?\d+$/.test(value)) return person?.id === Number(value.replace('#', ''))
  if (person === null) return false
  const mail = person.email === value && (actor.role !== 'client' || person.id === actor.personId)
  return mail || stands(wordsIn(person.name), wordsIn(value), true)
}

const NAMES = [
  'me',
  'none',
  'jur',
  'monique',
  'Jo Smith',
  'lopez',
  "o'brien",
  'ana.maria.lopez@example.com',
  '2',
  '#3',
  'smi',
]

const state = (value: string, ticket: Known, actor: Actor): boolean => {
  const { row, number } = ticket
  const section = number('section') ?? 0
  const staff = actor.role !== 'client'
  const kind = String(row.statusKind)
  const states: Record<string, () => boolean> = {
    overdue: () => section > 0 && row.overdueAt !== null && Number(row.overdueAt) <= NOW,
    open: () => ['open', 'active', 'hold'].includes(kind) && (section > 0 || (!staff && row.snoozedUntil !== null)),
    mine: () => row.assigneeId !== null && row.assigneeId === actor.personId,
    unassigned: () => row.assigneeId === null,
    unanswered: () => section === 1,
    waiting: () => section === 2,
    snoozed: () => staff && row.snoozedUntil !== null,
    merged: () => row.mergedIntoId !== null,
    watched: () => staff && ticket.watchers.some(({ id }) => id === actor.personId),
    mirrored: () => row.sourceId !== null,
  }
  return states[value]?.() ?? kind === value
}

const openly = (item: Known['row'], ticket: Known) => {
  const update = ticket.updates.find(({ id }) => id === item.updateId)
  return update === undefined || (update.kind === 'reply' && update.removedAt === null)
}

const holding = (value: string, ticket: Known, actor: Actor): boolean => {
  const staff = actor.role !== 'client'
  const said = (kind: string) => ticket.updates.some((update) => update.kind === kind && update.removedAt === null)
  const things: Record<string, () => boolean> = {
    attachment: () => ticket.files.some((file) => staff || openly(file, ticket)),
    link: () => ticket.links.some((link) => staff || openly(link, ticket)),
    note: () => staff && said('note'),
    reply: () => said('reply'),
    due: () => ticket.row.dueAt !== null,
    watcher: () => staff && ticket.watchers.length > 0,
    relation: () => staff && ticket.related,
    action: () => staff && ticket.actions > 0,
  }
  return things[value]?.() ?? false
}

const begins = (value: string, name: string | null) => name !== null && fold(name).startsWith(fold(value))
const same = (value: string, held: unknown) =>
  value === 'none' ? held === null : String(held).toLowerCase() === value.toLowerCase()
const stageOf = ({ row }: Known) =>
  ['stage1At', 'stage2At', 'stage3At', 'overdueAt'].filter(
    (column) => row[column] !== null && Number(row[column]) <= NOW,
  ).length
const STAGES = ['on-track', 'watch', 'warning', 'critical', 'overdue']

const field =
  (texts: readonly string[], holds: (text: string, ticket: Known, actor: Actor) => boolean): Make =>
  ({ pick }) => {
    const text = pick(texts)
    return { text, holds: (ticket, actor) => holds(text.replace(/^[^:]+:/, '').replaceAll('"', ''), ticket, actor) }
  }

/** One term of every kind there is. */
export const MAKES: readonly Make[] = [
  word,
  word,
  word,
  prefix,
  phrase,
  listed(
    'status',
    ['open', 'in_progress', 'On Hold', 'resolved', 'closed', 'cancelled', 'active', 'all'],
    (value, { row }, actor) =>
      value === 'all'
        ? true
        : value === 'active'
          ? Number(row.section) > 0 || (actor.role === 'client' && row.snoozedUntil !== null)
          : row.status === value.toLowerCase().replace(' ', '_'),
  ),
  listed(
    'is',
    [
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
      'merged',
      'mirrored',
    ],
    state,
  ),
  staffOnly(listed('is', ['snoozed', 'watched'], state)),
  listed(
    'priority',
    ['low', 'Medium', 'high', 'critical'],
    (value, { row }) => row.priorityRank === ['low', 'medium', 'high', 'critical'].indexOf(value.toLowerCase()) + 1,
  ),
  field(
    ['priority:>=high', 'priority:>=medium'],
    (value, { row }) => Number(row.priorityRank) >= (value === '>=high' ? 3 : 2),
  ),
  listed('assignee', NAMES, (value, { assignee }, actor) => means(value, assignee, actor)),
  listed('requester', NAMES, (value, { requester }, actor) => means(value, requester, actor)),
  staffOnly(
    listed('watcher', NAMES, (value, { watchers }, actor) =>
      value === 'none' ? watchers.length === 0 : watchers.some((one) => means(value, one, actor)),
    ),
  ),
  staffOnly(
    listed('tag', ['Security', 'OUTAGE', 'data breach', 'lang:de', 'none', 'tech*', 'nothing'], (value, { tags }) =>
      value === 'none'
        ? tags.length === 0
        : tags.some((name) => (value.endsWith('*') ? begins(value.slice(0, -1), name) : fold(name) === fold(value))),
    ),
  ),
  listed('site', ['harbour', 'Zurich', 'none', '1', 'nowhere'], (value, { site, row }) =>
    value === 'none' ? site === null : value === '1' ? row.siteId === 1 : begins(value, site),
  ),
  field(['site:"Harbour"'], (value, { site }) => site === value),
  listed('project', ['roof', 'new', 'none'], (value, { project }) =>
    value === 'none' ? project === null : begins(value, project),
  ),
  listed('source', ['local', 'old', '1'], (value, { source, row }) =>
    value === 'local' ? source === null : value === '1' ? row.sourceId === 1 : begins(value, source),
  ),
  listed('type', ['incident', 'Service Request', 'none', 'odd'], (value, { row }) => same(value, row.type)),
  listed('category', ['hardware', 'netzwerk', 'none'], (value, { row }) => same(value, row.category)),
  listed('component', ['bms', 'none'], (value, { row }) => same(value, row.component)),
  listed('job', ['j-1', 'J-2', 'none'], (value, { row }) => same(value, row.jobNumber)),
  listed('section', ['1', '2', '3'], (value, { row }) => row.section === Number(value)),
  field(['section:1..2'], (_value, { row }) => row.section === 1 || row.section === 2),
  listed('stage', STAGES, (value, ticket) => Number(ticket.row.section) > 0 && STAGES[stageOf(ticket)] === value),
  dated('created', 'createdAt'),
  dated('updated', 'updatedAt'),
  dated('due', 'dueAt'),
  dated('resolved', 'resolvedAt'),
  dated('closed', 'closedAt'),
  listed('has', ['attachment', 'link', 'reply', 'due'], holding),
  staffOnly(listed('has', ['note', 'watcher', 'relation', 'action'], holding)),
  field(['field.floor:One', 'field.floor:Two'], (value, { values }) => values['field.floor']?.text === value),
  field(
    ['field.count:>5', 'field.count:>8'],
    (value, { values }) => Number(values['field.count']?.number ?? -1) > Number(value.slice(1)),
  ),
  field(['field.agreed:no'], (_value, { values }) => values['field.agreed'] === undefined),
  field(['#77'], (_value, { row }) => row.id === 77 || (row.sourceId !== null && row.externalId === '77')),
]
