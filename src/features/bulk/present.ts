import type { Actor } from '#domain/actor.ts'
import { formatNumber } from '#domain/numbers.ts'
import { writePerson } from '#domain/typed-person.ts'
import type { Desk } from '#src/desk.ts'
import { presentCustom } from '#features/fields/present.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { agents, peopleLike } from '#features/people/queries.ts'
import { projectsFor, sitesFor } from '#features/sites/queries.ts'
import { tagNames } from '#features/tags/queries.ts'
import type { Form } from '#web/form.ts'
import { headsOf, readersOf, type Chosen } from './queries.ts'
import type { Result, Run } from './runs.ts'
import { NONE, type ChangeName } from './schema.ts'

const MOST_OFFERED = 200
/** Of each group so many tickets are named; the rest is counted. */
const MOST_NAMED = 100

/** Which group of the form holds what a list asked for. */
const GROUPS: Readonly<Record<ChangeName, string>> = {
  status: 'status',
  assignee: 'people',
  watchers: 'people',
  requester: 'people',
  fields: 'fields',
  priority: 'urgency',
  due: 'urgency',
  snooze: 'urgency',
  tags: 'tags',
  category: 'kind',
  type: 'kind',
  component: 'kind',
  site: 'place',
  project: 'place',
  reply: 'words',
  note: 'words',
}

export const tickets = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'ticket' : 'tickets'}`

type Asked = { readonly form: Form; readonly change: ChangeName; readonly chosen: Chosen; readonly hidden: Hidden }
/** What carries the selection from page to page. */
export type Hidden = { readonly ids: string; readonly all: string; readonly search: string }

/** What the form offers for many tickets at once. */
export function presentForm(desk: Desk, actor: Actor, { form, change, chosen, hidden }: Asked) {
  return {
    form,
    hidden,
    open: GROUPS[change],
    heading: `Change ${tickets(chosen.ids.length)}`,
    choices: choicesOf(desk, actor),
    custom: customOf(desk, actor, form),
    zoneText: `Times are in ${actor.zone}.`,
  }
}

/** The fields of the operator's own that this actor may fill in; nothing is required here, for what is left alone stays. */
function customOf(desk: Desk, actor: Actor, form: Form) {
  const cleared = (form.values.clear ?? '').split(/\s+/)
  const drawn = presentCustom(fieldsFor(desk, actor, 'ticket'), form).fields.map((field) => ({
    ...field,
    ...(field.type === 'checkbox' ? { items: YES_OR_NO } : {}),
    hint: field.hint.replace(/^Required\. ?/, ''),
    clears: !field.required && field.type !== 'checkbox',
    cleared: cleared.includes(field.name),
  }))
  const touched = drawn.some(({ name, value, cleared }) => value !== '' || cleared || form.errors[name] !== undefined)
  return { fields: drawn, hint: drawn.map(({ label }) => label).join(', '), open: touched }
}

const YES_OR_NO = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
]

function choicesOf(desk: Desk, actor: Actor) {
  const { config } = desk
  const words = (items: readonly string[]) => items.map((item) => ({ value: item, label: item }))
  const orNone = (label: string, items: readonly { readonly value: string; readonly label: string }[]) =>
    items.length === 0 ? [] : [{ value: NONE, label }, ...items]
  return {
    statuses: config.workflow.map(({ key, label }) => ({ value: key, label })),
    holdReasons: config.holdReasons,
    resolutions: words(config.resolutions),
    priorities: config.priorities.toReversed().map(({ key, label }) => ({ value: key, label })),
    assignees: orNone(
      'Nobody',
      agents(desk).map(({ id, name }) => ({ value: String(id), label: name })),
    ),
    types: orNone('No type', words(config.types)),
    categories: orNone('No category', words(config.categories)),
    components: orNone('No component', words(config.components)),
    sites: orNone('No site', words(sitesFor(desk, actor).map(({ name }) => name))),
    projects: orNone('No project', words([...new Set(projectsFor(desk, actor).map(({ name }) => name))])),
    people: peopleLike(desk, '', MOST_OFFERED).map(writePerson),
    tags: tagNames(desk, MOST_OFFERED),
  }
}

type Planned = {
  readonly results: readonly Result[]
  readonly words: readonly string[]
  readonly form: Form
  readonly replies: boolean
  readonly hidden: Hidden
  readonly key: string
}

/** What will change and what will not, with the reasons, before anything does. */
export function presentPreview(desk: Desk, planned: Planned) {
  const { results, words, form, replies, hidden, key } = planned
  const will = results.filter(({ kind }) => kind === 'changed')
  return {
    ...{ words, hidden, key },
    count: will.length,
    button: `Change ${tickets(will.length)}`,
    groups: groupsOf(desk, results, 'will change'),
    label: words.join('; '),
    ids: will.map(({ id }) => id).join(','),
    values: Object.entries(form.values).map(([name, value]) => ({ name, value })),
    readers: replies
      ? readerWords(
          desk,
          will.map(({ id }) => id),
        )
      : null,
  }
}

function readerWords(desk: Desk, ids: readonly number[]): string {
  const { people, withoutRequester } = readersOf(desk, ids)
  const who = `${people.toLocaleString('en')} ${people === 1 ? 'person' : 'people'}`
  const nobody = withoutRequester === 0 ? '' : ` Nobody asked in ${tickets(withoutRequester)}.`
  return `Each of these tickets gets the reply; ${who} may read it.${nobody} A reply cannot be taken back.`
}

type Group = {
  readonly title: string
  readonly count: number
  readonly reasons: readonly { readonly why: string; readonly count: number }[]
  readonly tickets: readonly object[]
  readonly rest: number
}

const STAYS = { refused: 'cannot change', failed: 'could not be saved' } as const

function groupsOf(desk: Desk, results: readonly Result[], done: string): readonly Group[] {
  const of = (...kinds: readonly Result['kind'][]) => results.filter(({ kind }) => kinds.includes(kind))
  return [
    groupOf(desk, done, of('changed')),
    groupOf(desk, 'are so already', of('same')),
    groupOf(desk, STAYS.refused, of('refused')),
    groupOf(desk, STAYS.failed, of('failed')),
  ].filter(({ count }) => count > 0)
}

function groupOf(desk: Desk, title: string, results: readonly Result[]): Group {
  const named = results.slice(0, MOST_NAMED)
  const titles = new Map(
    headsOf(
      desk,
      named.map(({ id }) => id),
    ).map((head) => [head.id, head.title]),
  )
  return {
    title,
    count: results.length,
    reasons: reasonsOf(results),
    tickets: named.map(({ id, why, what }) => ({
      number: formatNumber(desk.config.tickets.numberFormat, id),
      href: `/tickets/${id}`,
      title: titles.get(id) ?? '',
      text: why ?? what,
    })),
    rest: results.length - named.length,
  }
}

/** The reasons of those that stay, the most frequent first. */
function reasonsOf(results: readonly Result[]) {
  const counts = new Map<string, number>()
  for (const { why } of results) if (why !== null) counts.set(why, (counts.get(why) ?? 0) + 1)
  return [...counts].map(([why, count]) => ({ why, count })).toSorted((one, other) => other.count - one.count)
}

/** How far a run is, and what came of it. */
export function presentRun(desk: Desk, run: Run, undoable: boolean) {
  const changed = run.results.filter(({ kind }) => kind === 'changed').length
  const running = run.state === 'running'
  return {
    ...{ id: run.id, label: run.label, running, total: run.total, done: run.results.length },
    heading: running ? `Changing ${tickets(run.total)}` : `${tickets(changed)} changed`,
    progress: `${run.results.length.toLocaleString('en')} of ${tickets(run.total)}`,
    stopped: run.state === 'stopped' ? stoppedWords(run) : null,
    undo: !running && undoable && changed > 0 ? `/undo/${run.id}` : null,
    replies: run.replies,
    groups: running ? [] : groupsOf(desk, run.results, 'changed'),
  }
}

const stoppedWords = ({ results, total }: Run): string =>
  `This stopped after ${results.length.toLocaleString('en')} of ${tickets(total)}; the others are as they were.`

type Past = { readonly id: number; readonly label: string; readonly total: number; readonly changed: number }

/** A run that this process knows no more of: what was changed is known by what can be taken back. */
export const presentPast = ({ id, label, total, changed }: Past, undoable: boolean) => ({
  ...{ id, label, total, done: total, running: false, groups: [], replies: false },
  heading: `A change of ${tickets(total)}`,
  progress: '',
  stopped:
    changed === 0
      ? 'There is nothing left to take back.'
      : `The program was restarted since. ${tickets(changed)} can still be taken back.`,
  undo: undoable && changed > 0 ? `/undo/${id}` : null,
})
