import type { Texts } from '#domain/edits.ts'
import { TICKET_TABLE, type TicketColumn } from '#domain/ticket-table.ts'
import { isMail, parsePerson } from '#domain/typed-person.ts'
import { datesOf, type Layout, type Row } from '#features/imports/layout.ts'
import type { IncomingPerson, IncomingTicket } from '#features/imports/types.ts'
import { contentKey } from '#features/imports/values.ts'

/** Our own table, read back to the letter: see `features/exports/csv`. */
export const pennant: Layout = {
  key: 'pennant',
  label: 'Pennant',
  signs: [['number'], ['title'], ['stage'], ['requester mail'], ['age counts from'], ['hold reason']],
  columns: {
    id: ['number'],
    title: ['title'],
    description: ['description'],
    notes: ['notes'],
    requester: ['requester'],
    requester_email: ['requester mail'],
    assignee: ['assignee'],
    assignee_email: ['assignee mail'],
    watchers: ['watchers'],
    priority: ['priority'],
    status: ['status'],
    hold_reason: ['hold reason'],
    resolution: ['resolution'],
    type: ['type'],
    category: ['category'],
    component: ['component'],
    site: ['site'],
    project: ['project'],
    job_number: ['job number'],
    tags: ['tags'],
    links: ['links'],
    due: ['due'],
    created: ['created'],
    updated: ['updated'],
    first_response: ['first response'],
    resolved: ['resolved'],
    closed: ['closed'],
    age_reference: ['age counts from'],
  },
  ignored: ['stage'],
  remarks: [
    'This table comes from Pennant: it is read back as it was written. The updates of its tickets are not in it.',
  ],
  read,
}

function read(row: Row): IncomingTicket {
  const cell = (name: TicketColumn) => row.raw(TICKET_TABLE[name].header)
  const word = (name: TicketColumn) => cell(name) || null
  const parts = (name: TicketColumn, between: string) =>
    cell(name)
      .split(between)
      .filter((part) => part !== '')
  return {
    ...keyOf(row, cell('number')),
    line: row.line,
    exact: true,
    title: cell('title'),
    description: cell('description'),
    notes: notesOf(cell),
    requester: personOf(cell('requester'), cell('requesterMail')),
    assignee: personOf(cell('assignee'), cell('assigneeMail')),
    watchers: parts('watchers', '\n').flatMap((text) => parsePerson(text) ?? []),
    priority: word('priority'),
    status: word('status'),
    holdReason: word('holdReason'),
    resolution: word('resolution'),
    type: word('type'),
    category: word('category'),
    component: word('component'),
    site: word('site'),
    project: word('project'),
    jobNumber: word('jobNumber'),
    ...datesOf(row),
    tags: parts('tags', ', ').map((name) => ({ name, color: null })),
    links: parts('links', '\n'),
    updates: [],
    files: [],
    fields: fieldsOf(row),
  }
}

/** Two desks count alike, so the time of the opening belongs to the number. */
function keyOf(row: Row, number: string) {
  const [createdAt, digits] = [row.date('created'), /\d{1,15}/.exec(number)?.[0]]
  if (number === '' || createdAt === null) return { key: contentKey(row.cells) }
  return { key: `${number}:${createdAt}`, ...(digits ? { own: { id: Number(digits), createdAt } } : {}) }
}

function personOf(name: string, mail: string): IncomingPerson | null {
  const email = isMail(mail) ? mail : null
  return name === '' && email === null ? null : { name: name || mail, email }
}

/** What belonged to a mirrored system is ours here; its number there is still known. */
function notesOf(cell: (name: TicketColumn) => string): string {
  const [source, number] = [cell('source'), cell('externalId')]
  return [cell('notes'), source === '' ? '' : `${source} number: ${number}`].filter((part) => part !== '').join('\n\n')
}

const fieldsOf = (row: Row): Texts =>
  Object.fromEntries(
    row.headers
      .filter((header) => header.startsWith('field.'))
      .map((header) => [header, row.raw(header)] as const)
      .filter(([, text]) => text !== ''),
  )
