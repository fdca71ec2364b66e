import { fieldName, fieldWords } from '#domain/fields.ts'
import { priorityOf } from '#domain/priority.ts'
import { statusOf } from '#domain/status.ts'
import { writePerson } from '#domain/typed-person.ts'
import { longTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { allFields } from '#features/fields/queries.ts'
import { nameOf } from '#features/people/queries.ts'
import { NONE, type Order } from './schema.ts'

const THINGS = { type: 'Type', category: 'Category', component: 'Component', site: 'Site', project: 'Project' } as const

/** What an order asks for, a few words each: `Status: Resolved`, `Add tags: vpn`. */
export function orderWords(desk: Desk, order: Order): readonly string[] {
  const { workflow, priorities, timeZone } = desk.config
  const set = (label: string, value: string | null) =>
    value === null ? [] : [`${label}: ${value === NONE ? 'none' : value}`]
  const list = (label: string, add: readonly string[], remove: readonly string[]) => [
    ...(add.length > 0 ? [`Add ${label}: ${add.join(', ')}`] : []),
    ...(remove.length > 0 ? [`Remove ${label}: ${remove.join(', ')}`] : []),
  ]
  const why = order.holdReason ?? order.resolution
  return [
    ...set('Status', order.status === null ? null : statusOf(workflow, order.status).label + (why ? ` (${why})` : '')),
    ...set('Requester', order.requester === null ? (order.noRequester ? NONE : null) : writePerson(order.requester)),
    ...set('Assignee', assigneeWords(desk, order.assignee)),
    ...set('Priority', order.priority === null ? null : priorityOf(priorities, order.priority).label),
    ...Object.entries(THINGS).flatMap(([name, label]) => set(label, order[name as keyof typeof THINGS])),
    ...set('Due', order.dueAt === null ? (order.noDue ? NONE : null) : longTime(order.dueAt, timeZone)),
    ...set('Snooze until', order.snoozeUntil === null ? null : longTime(order.snoozeUntil, timeZone)),
    ...list('tags', order.addTags, order.removeTags),
    ...list('watchers', order.addWatchers.map(writePerson), order.removeWatchers.map(writePerson)),
    ...customWords(desk, order),
    ...(order.reply === '' ? [] : ['A reply']),
    ...(order.note === '' ? [] : ['A note']),
  ]
}

const customWords = (desk: Desk, { custom }: Order): readonly string[] =>
  allFields(desk).flatMap((field) => {
    const text = field.entity === 'ticket' ? custom[fieldName(field)] : undefined
    return text === undefined ? [] : [`${field.label}: ${fieldWords(field, text) ?? 'none'}`]
  })

const assigneeWords = (desk: Desk, assignee: string | null): string | null =>
  assignee === null || assignee === NONE ? assignee : (nameOf(desk, Number(assignee)) ?? `person ${assignee}`)
