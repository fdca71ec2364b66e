import type { Texts } from '#domain/edits.ts'
import { REMOTE_FIELDS } from '#domain/mirror.ts'
import { statusOf } from '#domain/status.ts'
import type { Change } from '#domain/timeline.ts'
import type { TypedPerson } from '#domain/typed-person.ts'
import { foldName } from '#domain/text.ts'
import type { Tx } from '#db/database.ts'
import type { Desk } from '#src/desk.ts'
import { editValues } from '#features/fields/values/service.ts'
import { findOrCreatePerson, findPerson } from '#features/people/service.ts'
import { findOrCreateProject, siteFor } from '#features/sites/service.ts'
import { findOrCreateTags } from '#features/tags/service.ts'
import { clocksFor, refuseFinal } from '#features/tickets/edit/service.ts'
import { refuseOwned, type Act, type Outcome } from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'
import { changesBetween } from './changes.ts'
import { heldIn, LISTS, nameIn, put, take, type ListName } from './lists.ts'

/** One field of a ticket, and what it shall be; null empties it. */
export type FieldWish =
  | { readonly field: 'priority'; readonly to: string }
  | { readonly field: 'type' | 'category' | 'component' | 'site' | 'project'; readonly to: string | null }
  | { readonly field: 'dueAt'; readonly to: number | null }
  | { readonly field: 'requester'; readonly to: TypedPerson | null }
  /** Fields of the operator's own, by their names in forms; '' empties one. */
  | { readonly field: 'custom'; readonly brought: Texts }
  | { readonly field: 'tags'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly field: 'watchers'; readonly add: readonly TypedPerson[]; readonly remove: readonly TypedPerson[] }

type Wished<Wish = FieldWish> = { readonly ticket: TicketState; readonly wish: Wish; readonly act: Act }

const THINGS: Readonly<Record<FieldWish['field'], string>> = {
  priority: 'the priority',
  type: 'the type',
  category: 'the category',
  component: 'the component',
  dueAt: 'the due date',
  requester: 'the requester',
  custom: 'the fields',
  site: 'the site',
  project: 'the project',
  tags: 'the tags',
  watchers: 'the watchers',
}

const NOTHING: Outcome = { next: {}, changes: [] }

/** Changes one field inside a transaction, by the rules of the form; answers no changes where the ticket is so already. */
export async function changeField(desk: Desk, tx: Tx, wished: Wished): Promise<Outcome> {
  const { ticket, wish } = wished
  const outcome = await outcomeOf(desk, tx, wished)
  if (outcome.changes.length === 0) return outcome

  refuseFinal({ statusKind: statusOf(desk.config.workflow, ticket.status).kind })
  if (REMOTE_FIELDS.has(wish.field)) refuseOwned(ticket, THINGS[wish.field], wish.field)
  return outcome
}

async function outcomeOf(desk: Desk, tx: Tx, wished: Wished): Promise<Outcome> {
  const { ticket, wish, act } = wished
  if (wish.field === 'tags' || wish.field === 'watchers') return changeList(tx, { ...wished, wish })
  if (wish.field !== 'custom') return await changeValue(desk, tx, { ...wished, wish })
  const owner = { entity: 'ticket', id: ticket.id } as const
  return { next: {}, changes: editValues(desk, tx, { actor: act.actor, owner, brought: wish.brought }) }
}

type ValueWish = Exclude<FieldWish, { readonly field: 'tags' | 'watchers' | 'custom' }>
type ListWish = Extract<FieldWish, { readonly field: 'tags' | 'watchers' }>

async function changeValue(desk: Desk, tx: Tx, { ticket, wish, act }: Wished<ValueWish>): Promise<Outcome> {
  const next = await valueOf(tx, { ticket, wish, act })
  const changes = changesBetween(tx, desk.config, { before: ticket, after: { ...ticket, ...next } })
  if (changes.length === 0) return NOTHING
  return wish.field === 'priority'
    ? { next, changes, clocks: clocksFor(desk.config, ticket, wish.to) }
    : { next, changes }
}

async function valueOf(tx: Tx, { ticket, wish, act }: Wished<ValueWish>): Promise<Outcome['next']> {
  switch (wish.field) {
    case 'site':
      return await placed(tx, { ticket, name: wish.to, act })
    case 'project':
      return { projectId: await projectAt(tx, { name: wish.to, siteId: ticket.siteId, at: act.at }) }
    case 'dueAt':
      return { dueAt: wish.to }
    case 'requester':
      return { requesterId: wish.to === null ? null : findOrCreatePerson(tx, wish.to, act.at).id }
    default:
      return { [wish.field]: wish.to }
  }
}

type Placing = { readonly ticket: TicketState; readonly name: string | null; readonly act: Act }

/** A project belongs to its site: the ticket gets the one of the same name there. */
async function placed(tx: Tx, { ticket, name, act }: Placing): Promise<Outcome['next']> {
  const named = (table: 'Site' | 'Project', id: number | null) =>
    id === null
      ? null
      : (tx.hot.get<{ id: number; name: string }>(`SELECT id, name FROM ${table} WHERE id = @id`, { id }) ?? null)
  const held = named('Site', ticket.siteId)
  const site = await siteFor(tx, act.actor, { name, held, at: act.at })
  if (site?.id === held?.id) return {}
  const project = named('Project', ticket.projectId)
  const siteId = site?.id ?? null
  return { siteId, projectId: await projectAt(tx, { name: project?.name ?? null, siteId, at: act.at }) }
}

async function projectAt(
  tx: Tx,
  { name, siteId, at }: { name: string | null; siteId: number | null; at: number },
): Promise<number | null> {
  return name === null ? null : (await findOrCreateProject(tx, { name, siteId }, at)).id
}

function changeList(tx: Tx, { ticket, wish, act }: Wished<ListWish>): Outcome {
  const [add, remove] =
    wish.field === 'tags'
      ? [findOrCreateTags(tx, wish.add).map(({ id }) => id), knownTags(tx, wish.remove)]
      : [
          wish.add.map((person) => findOrCreatePerson(tx, person, act.at).id),
          wish.remove.flatMap((person) => findPerson(tx, person)?.id ?? []),
        ]
  const held = heldIn(tx, wish.field, ticket.id)
  const gone = held.filter((id) => remove.includes(id))
  const come = [...new Set(add)].filter((id) => !held.includes(id))
  for (const id of gone) take(tx, wish.field, { ticketId: ticket.id, id })
  for (const id of come) put(tx, wish.field, { ticketId: ticket.id, id })
  return { next: {}, changes: toldLists(tx, wish.field, { gone, come }) }
}

/** What a timeline says of what went and what came. */
export function toldLists(
  tx: Tx,
  list: ListName,
  { gone, come }: { gone: readonly number[]; come: readonly number[] },
): readonly Change[] {
  const { field } = LISTS[list]
  return [
    ...gone.map((id) => ({ field, from: nameIn(tx, list, id), to: null })),
    ...come.map((id) => ({ field, from: null, to: nameIn(tx, list, id) })),
  ]
}

/** A tag nobody knows is on no ticket, so it need not be made to be taken away. */
const knownTags = ({ hot }: Tx, names: readonly string[]): readonly number[] =>
  names.flatMap(
    (name) => hot.get<{ id: number }>('SELECT id FROM Tag WHERE nameKey = @key', { key: foldName(name) })?.id ?? [],
  )
