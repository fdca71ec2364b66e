import type { Actor } from '#domain/actor.ts'
import { can } from '#domain/access.ts'
import { writePerson } from '#domain/typed-person.ts'
import type { Desk } from '#src/desk.ts'
import { presentCustom } from '#features/fields/present.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { agents, nameOf, peopleLike } from '#features/people/queries.ts'
import { projectsFor, sitesFor } from '#features/sites/queries.ts'
import { tagNames } from '#features/tags/queries.ts'
import { unheardFields } from '#features/tickets/schema.ts'
import type { Form } from '#web/form.ts'

const MOST_OFFERED = 200

/** What the form of a ticket offers; what the ticket holds is offered even if the operator's lists have changed. */
export function ticketFormPage(desk: Desk, actor: Actor, form: Form) {
  const { config } = desk
  const choice = (label: string) => ({ value: label, label })
  const listed = (labels: readonly string[], name: string) => {
    const held = form.values[name] ?? ''
    return (held === '' || labels.includes(held) ? labels : [...labels, held]).map(choice)
  }
  const { maxBytes, maxFiles } = config.uploads
  const places = sitesFor(desk, actor)
  return {
    form,
    choices: {
      priorities: unheardFields(config, actor.role).includes('priority')
        ? []
        : holding(
            config.priorities.toReversed().map(({ key, label }) => ({ value: key, label })),
            form.values.priority,
          ),
      types: listed(config.types, 'type'),
      categories: listed(config.categories, 'category'),
      components: listed(config.components, 'component'),
      sites: places.map(({ name }) => name),
      siteOptions: places.map(({ name }) => choice(name)),
      projects: projectsFor(desk, actor).map(({ name }) => name),
      assignees: can(actor.role, 'tickets.assign') ? assigneesOf(desk, form.values.assignee) : [],
      people: actor.role === 'client' ? [] : peopleLike(desk, '', MOST_OFFERED).map(writePerson),
      tags: actor.role === 'client' ? [] : tagNames(desk, MOST_OFFERED),
    },
    custom: presentCustom(fieldsFor(desk, actor, 'ticket'), form),
    zoneText: `Times are in ${actor.zone}.`,
    maxFilesText: `Up to ${maxFiles} files of ${Math.floor(maxBytes / 1024 / 1024)} MB each.`,
  }
}

type Choice = { readonly value: string; readonly label: string }

/** A select that did not offer what is held would change it unasked. */
const holding = (choices: readonly Choice[], held = '', label = held): readonly Choice[] =>
  held === '' || choices.some(({ value }) => value === held) ? choices : [...choices, { value: held, label }]

function assigneesOf(desk: Desk, held = ''): readonly Choice[] {
  const name = /^[1-9]\d{0,14}$/.test(held) ? nameOf(desk, Number(held)) : null
  return holding(
    agents(desk).map((agent) => ({ value: String(agent.id), label: agent.name })),
    name === null ? '' : held,
    name ?? '',
  )
}
