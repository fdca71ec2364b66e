import { sightOf, type Actor } from '#domain/actor.ts'
import { fieldName } from '#domain/fields.ts'
import { operatorsFor, type Operator, type Value } from '#domain/search-operators.ts'
import { foldName } from '#domain/text.ts'
import { Memo } from '#lib/memo.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor, type FieldFor } from '#features/fields/queries.ts'
import { peopleFound } from '#features/find/queries.ts'
import { agents } from '#features/people/queries.ts'
import { projectsFor, sitesFor } from '#features/sites/queries.ts'
import { tagNames } from '#features/tags/queries.ts'
import { sourcesOf } from '#features/tickets/list/queries.ts'

const FRESH_MS = 10_000
const MOST_TAGS = 1000
const MOST_PEOPLE = 8

const TICKS: readonly Value[] = [{ text: 'yes' }, { text: 'no' }]
const ME: Value = { text: 'me', help: 'you' }
const NONE: Value = { text: 'none', help: 'nobody' }

/** The operators somebody may use, each with what the desk knows of its values; read at most every ten seconds. */
export function operatorReader(desk: Desk): (actor: Actor) => readonly Operator[] {
  const known = new Memo<readonly Operator[]>(FRESH_MS)
  return (actor) => {
    const fields = fieldsFor(desk, actor, 'ticket')
    // A field that was closed must not be offered for another moment.
    const version = JSON.stringify(fields.map(({ key, label, options }) => [key, label, options]))
    const fresh = { version, now: desk.clock.now() }
    return known.get(`${actor.role} ${sightOf(actor)}`, fresh, () => operatorsOf(desk, actor, fields))
  }
}

function operatorsOf(desk: Desk, actor: Actor, fields: readonly FieldFor[]): readonly Operator[] {
  const values = valuesOf(desk, actor)
  const usual = operatorsFor(actor.role).map((operator) => ({
    ...operator,
    values: operator.values ?? values[operator.name]?.() ?? [],
  }))
  // An operator without any value the desk knows, such as a site where there are none, would lead nowhere.
  return [...usual.filter(({ name, values: some }) => some.length > 0 || FREE.has(name)), ...fields.map(operatorOf)]
}

const FREE: ReadonlySet<string> = new Set(['requester', 'watcher', 'job'])

type Read = () => readonly Value[]

/** What the operators are that the desk has names for. */
function valuesOf(desk: Desk, actor: Actor): Readonly<Record<string, Read>> {
  const { workflow, priorities, types, categories, components } = desk.config
  const plain = (texts: readonly string[]) => texts.map((text) => ({ text }))
  return {
    status: () => workflow.map(({ key, label }) => labelled(key, label)),
    priority: () => priorities.toReversed().map(({ key, label }) => labelled(key, label)),
    assignee: () => [ME, NONE, ...agents(desk).map(({ name }) => ({ text: name }))],
    tag: () => [...plain(tagNames(desk, MOST_TAGS)), { text: 'none', help: 'without a tag' }],
    site: () => plain(sitesFor(desk, actor).map(({ name }) => name)),
    project: () => plain(projectsFor(desk, actor).map(({ name }) => name)),
    source: () => [{ text: 'local', help: 'opened here' }, ...plain(sourcesOf(desk).map(({ name }) => name))],
    type: () => plain(types),
    category: () => plain(categories),
    component: () => plain(components),
  }
}

const labelled = (key: string, label: string): Value =>
  foldName(label).replaceAll(' ', '_') === key ? { text: key } : { text: key, help: label }

const operatorOf = (field: FieldFor): Operator => ({
  name: fieldName(field),
  help: field.label,
  values: field.type === 'checkbox' ? TICKS : field.options.map((text) => ({ text })),
  to: 'everybody',
})

/** Whom a name may mean that is typed for one of these operators; clients are told of nobody else. */
export function peopleValues(desk: Desk, actor: Actor, typed: string): readonly Value[] {
  const people = peopleFound(desk, actor, typed, MOST_PEOPLE)
  return [ME, ...people.map(({ name, email }) => ({ text: name, ...(email === null ? {} : { help: email }) }))]
}
