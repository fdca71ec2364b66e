import type { Texts } from '#domain/edits.ts'
import type { DateOrder } from './dates.ts'
import type { IncomingPerson, IncomingTicket } from './types.ts'

const DATE_FIELDS = [
  'created',
  'updated',
  'due',
  'first_response',
  'resolved',
  'closed',
  'age_reference',
  'changed',
] as const

/** What a column can be mapped to; `changed` and `changed_by` make a file a history with several rows a ticket. */
export const FIELDS = [
  'id',
  'title',
  'description',
  'notes',
  'requester',
  'requester_email',
  'assignee',
  'assignee_email',
  'watchers',
  'priority',
  'status',
  'hold_reason',
  'resolution',
  'type',
  'category',
  'component',
  'site',
  'project',
  'job_number',
  'tags',
  'links',
  'reply',
  'changed_by',
  ...DATE_FIELDS,
] as const

export type Field = (typeof FIELDS)[number]
export type DateField = (typeof DATE_FIELDS)[number]

/** A record with names; reading a bad date leaves a sentence in `problems`. */
export type Row = {
  readonly line: number
  readonly problems: readonly string[]
  readonly cells: readonly string[]
  readonly text: (field: Field) => string | null
  /** Text of several lines. */
  readonly body: (field: Field) => string
  readonly list: (field: Field) => string[]
  readonly date: (field: DateField) => number | null
  readonly person: (field: 'requester' | 'assignee') => IncomingPerson | null
  readonly extra: (name: string) => string[]
  /** The cell under this very header, to the letter; '' where there is none. */
  readonly raw: (header: string) => string
  readonly headers: readonly string[]
  /** For dates inside a text; read in the order of the column of that field. */
  readonly dateLike: (text: string, field: DateField) => number | null
  /** Custom fields, and beside them as "Header: value" what the file says of one that it cannot hold. */
  readonly custom: () => { readonly texts: Texts; readonly rest: readonly string[] }
  /** What no field is read from, as "Header: value". */
  readonly rest: () => string[]
}

/** How one product writes its tickets down; headers are in the form of `normalHeader`. */
export type Layout = {
  readonly key: string
  readonly label: string
  /** Each line of headers must have one that the file has. */
  readonly signs: readonly (readonly string[])[]
  readonly columns: Readonly<Partial<Record<Field, readonly string[]>>>
  /** Columns that only `finish` understands. */
  readonly extras?: Readonly<Record<string, readonly string[]>>
  /** Columns that repeat others or count what the timeline shows. */
  readonly ignored?: readonly string[]
  /** Extras whose changes belong into the timeline of a history. */
  readonly tracked?: readonly string[]
  /** Line breaks are written as a backslash and an n. */
  readonly escapedBreaks?: boolean
  /** For dates that can be read both ways; day first where it is absent. */
  readonly order?: DateOrder
  /** Said in the preview. */
  readonly remarks?: readonly string[]
  /** `finish` has a place for the columns that no field is read from. */
  readonly keepsRest?: true
  /** Reads a record whole, where every cell says exactly what is meant; nothing is guessed or put right then. */
  readonly read?: (row: Row) => IncomingTicket
  readonly finish?: (ticket: IncomingTicket, row: Row) => IncomingTicket
}

export const isDateField = (field: string): field is DateField => (DATE_FIELDS as readonly string[]).includes(field)

export const isField = (name: string): name is Field => (FIELDS as readonly string[]).includes(name)

/** The instants that a record tells of its ticket. */
export const datesOf = (row: Row) => ({
  dueAt: row.date('due'),
  createdAt: row.date('created'),
  updatedAt: row.date('updated'),
  firstRespondedAt: row.date('first_response'),
  resolvedAt: row.date('resolved'),
  closedAt: row.date('closed'),
  ageReferenceAt: row.date('age_reference'),
})
