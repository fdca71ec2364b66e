import { priorityOf } from '#domain/priority.ts'
import { statusOf } from '#domain/status.ts'
import type { Change } from '#domain/timeline.ts'
import type { Config } from '#config/config.ts'
import type { Tx } from '#db/database.ts'
import { longTime } from '#lib/zones.ts'
import type { TicketState } from '#features/tickets/state.ts'

/** The fields of a ticket that the timeline names by themselves. */
const TOLD = [
  'status',
  'holdReason',
  'resolution',
  'priority',
  'type',
  'category',
  'component',
  'dueAt',
  'requesterId',
  'assigneeId',
  'siteId',
  'projectId',
  'jobNumber',
  'snoozedUntil',
] as const

type Told = (typeof TOLD)[number]
type Words = (value: string | number | null) => string | null

const NAMES: Readonly<Partial<Record<Told, { readonly field: string; readonly table: string }>>> = {
  requesterId: { field: 'requester', table: 'Person' },
  assigneeId: { field: 'assignee', table: 'Person' },
  siteId: { field: 'site', table: 'Site' },
  projectId: { field: 'project', table: 'Project' },
}

/** What a timeline says of the difference between two states of a ticket, in the words people know. */
export function changesBetween(
  tx: Tx,
  config: Config,
  { before, after }: { before: TicketState; after: TicketState },
): readonly Change[] {
  return TOLD.filter((field) => before[field] !== after[field]).map((field) => {
    const words = wordsOf(tx, config, field)
    // Until when it rested before is nobody's concern any more.
    if (field === 'snoozedUntil') return { field: 'snoozed', from: null, to: words(after[field]) }
    return { field: NAMES[field]?.field ?? field, from: words(before[field]), to: words(after[field]) }
  })
}

function wordsOf({ hot }: Tx, { workflow, priorities, timeZone }: Config, field: Told): Words {
  if (field === 'status') return (key) => statusOf(workflow, String(key)).label
  if (field === 'priority') return (key) => priorityOf(priorities, String(key)).label
  if (field === 'dueAt' || field === 'snoozedUntil')
    return (at) => (at === null ? null : longTime(Number(at), timeZone))
  const named = NAMES[field]
  if (!named) return (value) => (value === null ? null : String(value))
  return (id) =>
    id === null
      ? null
      : (hot.get<{ name: string }>(`SELECT name FROM "${named.table}" WHERE id = @id`, { id })?.name ?? null)
}
