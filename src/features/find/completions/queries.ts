import { sightOf, type Actor } from '#domain/actor.ts'
import { fieldName } from '#domain/fields.ts'
import type { Offer } from '#domain/completions.ts'
import { operatorsFor, type Value } from '#domain/search/operators.ts'
import { foldName } from '#domain/text.ts'
import { Memo } from '#lib/memo.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor, type FieldFor } from '#features/fields/queries.ts'
import { agents, searchPeople } from '#features/people/queries.ts'
import { projectsFor, sitesFor } from '#features/sites/queries.ts'
import { tagNames } from '#features/tags/queries.ts'
import { sourcesOf } from '#features/tickets/list/queries.ts'

const FRESH_MS = 10_000
const MOST_TAGS = 1000
const MOST_PEOPLE = 8

const TICKS: readonly Value[] = [{ text: 'yes' }, { text: 'no' }]

/** The operators somebody may use, each with what the desk knows of its values; read at most every ten seconds. */
export function operatorReader(desk: Desk): (actor: Actor) => readonly Offer[] {
  const known = new Memo<readonly Offer[]>(FRESH_MS)
  return (actor) => {
    const fields = fieldsFor(desk, actor, 'ticket')
    // A field that was closed must not be offered for another moment.
    const version = JSON.stringify(fields.map(({ key, label, options }) => [key, label, options]))
    const fresh = { version, now: desk.clock.now() }
    return known.get(`${actor.role} ${sightOf(actor)}`, fresh, () => operatorsOf(desk, actor, fields))
  }
}

function operatorsOf(desk: Desk, actor: Actor, fields: readonly FieldFor[]): readonly Offer[] {
  const names = valuesOf(desk, actor)
  const usual = operatorsFor(actor.role).flatMap(({ name, help, values = [] }): readonly Offer[] => {
    const known = names[name]?.() ?? null
    // An operator without any name the desk knows, such as a site where there are none, would lead nowhere.
    if (known?.length === 0) return []
    return [{ name, help, values: name === 'assignee' ? [...values, ...(known ?? [])] : [...(known ?? []), ...values] }]
  })
  return [...usual, ...fields.map(offerOf)]
}

type Read = () => readonly Value[]

/** What the operators are that the desk has names for. */
function valuesOf(desk: Desk, actor: Actor): Readonly<Record<string, Read>> {
  const { workflow, priorities, types, categories, components } = desk.config
  const plain = (texts: readonly string[]) => texts.map((text) => ({ text, name: true as const }))
  return {
    status: () => workflow.map(({ key, label }) => labelled(key, label)),
    priority: () => priorities.toReversed().map(({ key, label }) => labelled(key, label)),
    assignee: () => plain(agents(desk).map(({ name }) => name)),
    tag: () => plain(tagNames(desk, MOST_TAGS)),
    site: () => plain(sitesFor(desk, actor).map(({ name }) => name)),
    project: () => plain(projectsFor(desk, actor).map(({ name }) => name)),
    source: () => plain(sourcesOf(desk).map(({ name }) => name)),
    type: () => plain(types),
    category: () => plain(categories),
    component: () => plain(components),
  }
}

const labelled = (key: string, label: string): Value =>
  foldName(label).replaceAll(' ', '_') === key ? { text: key } : { text: key, help: label }

const offerOf = (field: FieldFor): Offer => ({
  name: fieldName(field),
  help: field.label,
  values: field.type === 'checkbox' ? TICKS : field.options.map((text) => ({ text })),
})

/** An operator whose values are people, with those whom a name may mean; clients are told of nobody else. */
export function peopleOffer(desk: Desk, actor: Actor, { offer, typed }: { offer: Offer; typed: string }): Offer {
  const people = typed === '' ? [] : searchPeople(desk, actor, { text: typed, most: MOST_PEOPLE })
  const named = people.map(({ name, email }) => ({
    ...{ text: name, name: true as const },
    ...(email === null ? {} : { help: email }),
  }))
  return { ...offer, values: [...offer.values, ...named] }
}
