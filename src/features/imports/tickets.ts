import { datesOf, type Layout, type Row } from './layout.ts'
import type { IncomingTicket, IncomingUpdate } from './types.ts'
import { contentKey, firstSentence, fitted, personOf } from './values.ts'

/** One record as a ticket; look at `row.problems` afterwards. */
export function ticketOf(row: Row, layout: Layout): IncomingTicket {
  if (layout.read) return layout.read(row)
  const ticket = withOrigin(plainTicket(row), row, layout)
  const finished = layout.finish?.(ticket, row) ?? ticket
  return { ...finished, ...fitted(finished.title || firstSentence(finished.description), finished.description) }
}

function plainTicket(row: Row): IncomingTicket {
  return {
    key: row.text('id') ?? contentKey(row.cells),
    line: row.line,
    title: row.body('title'),
    description: row.body('description'),
    notes: row.body('notes'),
    ...peopleOf(row),
    ...wordsOf(row),
    ...datesOf(row),
    tags: row.list('tags').map((name) => ({ name, color: null })),
    links: row.list('links').flatMap((text) => text.split(/\s+/)),
    updates: repliesOf(row),
    files: [],
    custom: row.custom().texts,
  }
}

const peopleOf = (row: Row) => ({
  requester: row.person('requester'),
  assignee: row.person('assignee'),
  watchers: row.list('watchers').flatMap((text) => personOf(text) ?? []),
})

const wordsOf = (row: Row) => ({
  priority: row.text('priority'),
  status: row.text('status'),
  holdReason: row.text('hold_reason'),
  resolution: row.text('resolution'),
  type: row.text('type'),
  category: row.text('category'),
  component: row.list('component').join(', ') || null,
  site: row.text('site'),
  project: row.text('project'),
  jobNumber: row.text('job_number'),
})

function repliesOf(row: Row): IncomingUpdate[] {
  const body = row.body('reply')
  if (body === '') return []

  const at = row.date('first_response')
  return [{ key: 'reply', kind: 'reply', author: '', authorIsRequester: false, body, at, changes: [], files: [] }]
}

/** The number people know it by, and what no field of ours holds, are kept where agents see them. */
function withOrigin(ticket: IncomingTicket, row: Row, layout: Layout): IncomingTicket {
  const number = row.text('id')
  const lines = [
    number ? `${layout.label} number: ${number}` : '',
    ...row.custom().rest,
    ...(layout.keepsRest ? [] : row.rest()),
  ]
  return { ...ticket, notes: [ticket.notes, lines.filter(Boolean).join('\n')].filter(Boolean).join('\n\n') }
}
