import type { Layout, Row } from '#features/imports/layout.ts'
import type { IncomingTicket } from '#features/imports/types.ts'

const COLUMNS: Layout['columns'] = {
  id: ['number'],
  title: ['short description'],
  description: ['description'],
  requester: ['caller id', 'caller', 'requested for', 'opened by'],
  assignee: ['assigned to'],
  priority: ['priority'],
  status: ['incident state', 'state', 'status'],
  resolution: ['closed code', 'close code', 'resolution code'],
  category: ['category'],
  site: ['location'],
  created: ['opened at', 'opened', 'sys created at', 'sys created on', 'created'],
  updated: ['sys updated at', 'sys updated on', 'updated'],
  due: ['due date'],
  resolved: ['resolved at', 'resolved'],
  closed: ['closed at', 'closed'],
  tags: ['tags', 'sys tags'],
  hold_reason: ['hold reason', 'on hold reason'],
}

const EXTRAS: NonNullable<Layout['extras']> = {
  subcategory: ['subcategory'],
  symptom: ['u symptom', 'symptom'],
  group: ['assignment group'],
  impact: ['impact'],
  urgency: ['urgency'],
  problem: ['problem id', 'problem'],
  change: ['rfc', 'change request'],
}

const IGNORED = [
  'active',
  'sys mod count',
  'reassignment count',
  'reopen count',
  'sys updated by',
  'updated by',
  'knowledge',
]

/** One row a modification, as an audit or event log gives it. */
export const servicenowEvents: Layout = {
  key: 'servicenow',
  label: 'ServiceNow',
  remarks: ['The file has a row for each change: the rows of a ticket become its timeline.'],
  signs: [
    ['number'],
    ['incident state', 'state'],
    ['sys updated at', 'sys updated on'],
    ['sys mod count', 'sys updated by'],
  ],
  columns: { ...COLUMNS, changed: ['sys updated at', 'sys updated on'], changed_by: ['sys updated by'] },
  extras: EXTRAS,
  tracked: Object.keys(EXTRAS),
  ignored: [...IGNORED, 'made sla', 'u priority confirmation', 'notify'],
  keepsRest: true,
  finish: described,
}

/** One row a ticket, as a list view exports it. */
export const servicenow: Layout = {
  key: 'servicenow',
  label: 'ServiceNow',
  signs: [
    ['number'],
    ['short description', 'caller id', 'caller', 'opened at', 'opened'],
    ['state', 'incident state', 'priority'],
  ],
  columns: COLUMNS,
  extras: EXTRAS,
  ignored: IGNORED,
  keepsRest: true,
  finish: described,
}

function described(ticket: IncomingTicket, row: Row): IncomingTicket {
  const [subcategory] = row.extra('subcategory')
  const [symptom] = row.extra('symptom')
  const names = [ticket.category, subcategory, symptom].filter((name) => name !== null && name !== undefined)
  const facts = Object.entries(EXTRAS).flatMap(([name]) => row.extra(name).map((value) => `${capital(name)}: ${value}`))

  return {
    ...ticket,
    category: [ticket.category, subcategory].filter(Boolean).join(' / ') || null,
    title: ticket.title || names.join(' · ') || `Incident ${ticket.key}`,
    description: [ticket.description, [...facts, ...row.rest()].join('\n')].filter(Boolean).join('\n\n'),
  }
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
