import type { Clock } from '#domain/clocks.ts'
import type { Texts } from '#domain/edits.ts'
import { LISTS, type ListName, type Lists } from '#features/tickets/fields/lists.ts'
import type { TicketState } from '#features/tickets/state.ts'

/** Fields that change together go back together, or not at all. */
const GROUPS = [
  ['status', 'holdReason', 'resolution', 'resolvedAt', 'resolvedById', 'closedAt'],
  ['siteId', 'projectId'],
  ['priority'],
  ['type'],
  ['category'],
  ['component'],
  ['dueAt'],
  ['requesterId'],
  ['assigneeId'],
  ['snoozedUntil'],
] as const

type Group = (typeof GROUPS)[number]
type Field = Group[number]
type Values = Readonly<Partial<Pick<TicketState, Field>>>
type Moved = { readonly gone: readonly number[]; readonly come: readonly number[] }

/** What one ticket was before a change and after it: exactly the fields that were changed. */
export type Step = {
  readonly before: Values
  readonly after: Values
  readonly clocks: { readonly before: readonly Clock[]; readonly after: readonly Clock[] }
  readonly lists: Readonly<Record<ListName, Moved>>
  /** Fields of the operator's own, by their names in forms. */
  readonly custom?: { readonly before: Texts; readonly after: Texts }
}

type Kept = { readonly ticket: TicketState; readonly lists: Lists; readonly custom?: Texts }

/** Null where nothing changed that could be taken back. */
export function stepBetween(before: Kept, after: Kept): Step | null {
  const changed = GROUPS.filter((group) => group.some((field) => before.ticket[field] !== after.ticket[field])).flat()
  const names = Object.keys(LISTS) as readonly ListName[]
  const lists = Object.fromEntries(
    names.map((name) => [name, difference(before.lists[name], after.lists[name])]),
  ) as Step['lists']
  const custom = filledIn(before.custom ?? {}, after.custom ?? {})
  const still = names.every((name) => lists[name].gone.length + lists[name].come.length === 0)
  if (changed.length === 0 && still && custom === null) return null
  return {
    before: picked(before.ticket, changed),
    after: picked(after.ticket, changed),
    clocks: { before: before.ticket.clocks, after: after.ticket.clocks },
    lists,
    ...(custom === null ? {} : { custom }),
  }
}

function filledIn(before: Texts, after: Texts): Required<Step>['custom'] | null {
  const names = Object.keys(after).filter((name) => before[name] !== after[name])
  const of = (texts: Texts) => Object.fromEntries(names.map((name) => [name, texts[name] ?? '']))
  return names.length === 0 ? null : { before: of(before), after: of(after) }
}

const picked = (ticket: TicketState, fields: readonly Field[]): Values =>
  Object.fromEntries(fields.map((field) => [field, ticket[field]]))

const difference = (before: readonly number[], after: readonly number[]): Moved => ({
  gone: before.filter((id) => !after.includes(id)),
  come: after.filter((id) => !before.includes(id)),
})

/** The groups of a step: those whose fields are as the change left them can go back, the others were changed since. */
export function groupsOf(step: Step, now: TicketState): { readonly back: Values; readonly since: readonly Field[] } {
  const groups = GROUPS.filter((group) => group.some((field) => field in step.after))
  const untouched = (group: Group) => group.every((field) => now[field] === step.after[field])
  return {
    back: Object.fromEntries(
      groups.filter(untouched).flatMap((group) => group.map((field) => [field, step.before[field]])),
    ),
    since: groups.filter((group) => !untouched(group)).map(([first]) => first),
  }
}
