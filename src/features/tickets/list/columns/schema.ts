import type { Role } from '#domain/access.ts'
import { fieldName, type Field } from '#domain/fields.ts'
import type { Sort } from '#features/tickets/list/schema.ts'

type Kind = { readonly label: string; readonly sort?: Sort; readonly staff?: true }

/** What a list can show of a ticket beside the operator's own fields, in the order in which it is offered. */
const KINDS = {
  number: { label: 'Number' },
  title: { label: 'Title' },
  requester: { label: 'Requester' },
  assignee: { label: 'Assignee' },
  status: { label: 'Status' },
  priority: { label: 'Priority', sort: 'priority' },
  stage: { label: 'Urgency', sort: 'urgency' },
  due: { label: 'Due', sort: 'due' },
  site: { label: 'Site' },
  project: { label: 'Project' },
  type: { label: 'Type' },
  category: { label: 'Category' },
  component: { label: 'Component', staff: true },
  tags: { label: 'Tags', staff: true },
  source: { label: 'Source', staff: true },
  created: { label: 'Created', sort: 'created' },
  updated: { label: 'Updated', sort: 'updated' },
  first_response: { label: 'First response' },
  resolved: { label: 'Resolved' },
} as const satisfies Readonly<Record<string, Kind>>

export type ColumnKey = keyof typeof KINDS

/** A column as somebody may have it; `field` where it shows one of the operator's own fields. */
export type Column = {
  readonly key: string
  readonly label: string
  readonly sort: Sort | null
  readonly field: Field | null
}

export const MOST_COLUMNS = 14

/** Every column that this role may choose. */
export function columnsFor(role: Role, fields: readonly Field[]): readonly Column[] {
  const own = Object.entries(KINDS as Readonly<Record<string, Kind>>)
    .filter(([, { staff }]) => role !== 'client' || staff === undefined)
    .map(([key, { label, sort }]) => ({ key, label, sort: sort ?? null, field: null }))
  return [...own, ...fields.map((field) => ({ key: fieldName(field), label: field.label, sort: null, field }))]
}

/** The columns these keys name, in their order; what this role may not have, or is not there any more, falls away. */
export function columnsOf(keys: readonly string[], offered: readonly Column[]): readonly Column[] {
  const known = [...new Set(keys)].flatMap((key) => offered.filter((column) => column.key === key))
  const title = offered.filter(({ key }) => key === 'title')
  const chosen = known.slice(0, MOST_COLUMNS)
  return chosen.some(({ key }) => key === 'title') ? chosen : [...title, ...chosen]
}

/** What the form of the columns starts with where nothing was chosen. */
export const FIRST_COLUMNS: readonly ColumnKey[] = [
  'stage',
  'number',
  'title',
  'requester',
  'priority',
  'due',
  'assignee',
]
