import type { RemotePerson, RemoteTicket } from '#domain/remote.ts'
import type { Change } from '#domain/timeline.ts'
import { without } from '#lib/without.ts'
import { longTime } from '#lib/zones.ts'

/** What is kept of a remote ticket beside the ticket's own columns, so that the next poll can tell what changed. */
export type Kept = Omit<RemoteTicket, 'title' | 'description'>

export const keptOf = (remote: RemoteTicket): Kept => without(remote, 'title', 'description')

const person = (one: RemotePerson | null) => one?.name ?? one?.email ?? one?.externalId ?? null

/** What the other side changed since, in its own words. */
export function remoteChanges(
  before: Kept & { readonly title: string; readonly description: string },
  after: RemoteTicket,
  zone: string,
): readonly Change[] {
  const time = (at: number | null) => (at === null ? null : longTime(at, zone))
  const text = (value: string) => (value === '' ? null : value.slice(0, 200))
  const single: readonly (Change & { readonly same?: boolean })[] = [
    { field: 'title', from: before.title, to: after.title },
    {
      field: 'description',
      from: text(before.description),
      to: text(after.description),
      same: before.description === after.description,
    },
    { field: 'status', from: before.status.name ?? before.status.id, to: after.status.name ?? after.status.id },
    {
      field: 'priority',
      from: before.priority.name ?? before.priority.id,
      to: after.priority.name ?? after.priority.id,
    },
    { field: 'type', from: before.type, to: after.type },
    { field: 'category', from: before.category, to: after.category },
    { field: 'group', from: before.group?.name ?? null, to: after.group?.name ?? null },
    { field: 'requester', from: person(before.requester), to: person(after.requester) },
    { field: 'assignee', from: person(before.assignee), to: person(after.assignee) },
    { field: 'firstResponse', from: time(before.firstResponseDueAt), to: time(after.firstResponseDueAt) },
    { field: 'dueAt', from: time(before.dueAt), to: time(after.dueAt) },
  ]
  const gone = before.tags.filter((tag) => !after.tags.includes(tag))
  const come = after.tags.filter((tag) => !before.tags.includes(tag))
  return [
    ...single
      .filter(({ from, to, same }) => !(same ?? from === to))
      .map(({ field, from, to }) => ({ field, from, to })),
    ...gone.map((tag) => ({ field: 'tag', from: tag, to: null })),
    ...come.map((tag) => ({ field: 'tag', from: null, to: tag })),
  ]
}
