import { priorityOf } from '#domain/priority.ts'
import type { Change } from '#domain/timeline.ts'
import type { Config } from '#config/config.ts'
import { longTime } from '#lib/zones.ts'
import type { TicketForm } from '#features/tickets/schema.ts'
import type { Detail } from './detail.ts'

type Names = {
  readonly requesterId: number | null
  readonly assigneeId: number | null
  readonly requesterName: string | null
  readonly assigneeName: string | null
  readonly siteName: string | null
  readonly projectName: string | null
  readonly watchers: readonly { readonly name: string }[]
  readonly tags: readonly { readonly name: string }[]
}

const QUOTED = 200

/** What an edit changed, field by field, in the words people know. */
export function changesOf(
  before: Detail,
  { form, names, config }: { form: TicketForm; names: Names; config: Config },
): readonly Change[] {
  const priority = (key: string) => priorityOf(config.priorities, key).label
  const time = (at: number | null) => (at === null ? null : longTime(at, config.timeZone))
  const single: readonly Change[] = [
    { field: 'title', from: before.title, to: form.title },
    { field: 'description', from: quoted(before.description), to: quoted(form.description) },
    { field: 'notes', from: quoted(before.notes), to: quoted(form.notes) },
    { field: 'priority', from: priority(before.priority), to: priority(form.priority) },
    { field: 'type', from: before.type, to: form.type },
    { field: 'category', from: before.category, to: form.category },
    { field: 'component', from: before.component, to: form.component },
    { field: 'dueAt', from: time(before.dueAt?.getTime() ?? null), to: time(form.dueAt) },
    { field: 'requester', from: before.requester?.name ?? null, to: names.requesterName },
    { field: 'assignee', from: before.assignee?.name ?? null, to: names.assigneeName },
    { field: 'site', from: before.site?.name ?? null, to: names.siteName },
    { field: 'project', from: before.project?.name ?? null, to: names.projectName },
    { field: 'jobNumber', from: before.jobNumber, to: form.jobNumber },
  ]
  // Two people may share a name.
  const changed = {
    requester: (before.requester?.id ?? null) !== names.requesterId,
    assignee: (before.assignee?.id ?? null) !== names.assigneeId,
    description: before.description !== form.description,
    notes: before.notes !== form.notes,
  }
  return [
    ...single.filter(({ field, from, to }) =>
      field in changed ? changed[field as keyof typeof changed] : from !== to,
    ),
    ...listed(
      'tag',
      before.tags.map(({ tag }) => tag.name),
      names.tags.map(({ name }) => name),
    ),
    ...listed(
      'watcher',
      before.watchers.map(({ person }) => person.name),
      names.watchers.map(({ name }) => name),
    ),
    ...listed(
      'link',
      before.links.map(({ url }) => url),
      form.links,
    ),
  ]
}

function quoted(text: string): string | null {
  if (text === '') return null
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text
}

function listed(field: string, before: readonly string[], after: readonly string[]): Change[] {
  const gone = before.filter((item) => !after.includes(item)).map((item) => ({ field, from: item, to: null }))
  const come = after.filter((item) => !before.includes(item)).map((item) => ({ field, from: null, to: item }))
  return [...gone, ...come]
}
