import type { Layout, Row } from '#features/imports/layout.ts'
import type { IncomingTicket } from '#features/imports/types.ts'

const MINUTE = 60_000

export const zendesk: Layout = {
  key: 'zendesk',
  label: 'Zendesk',
  signs: [
    ['id', 'ticket id'],
    ['subject'],
    ['requester', 'requester email'],
    ['ticket type', 'via', 'requested', 'solved at', 'submitter'],
  ],
  columns: {
    id: ['id', 'ticket id'],
    title: ['subject'],
    description: ['description', 'first comment'],
    requester: ['requester', 'requester name'],
    requester_email: ['requester email'],
    assignee: ['assignee', 'assignee name'],
    assignee_email: ['assignee email'],
    watchers: ['ccs', 'followers'],
    status: ['status', 'ticket status'],
    priority: ['priority'],
    type: ['ticket type', 'type'],
    created: ['created at', 'created', 'requested'],
    updated: ['updated at', 'updated'],
    due: ['due date', 'due at'],
    resolved: ['solved at', 'solved'],
    tags: ['tags'],
  },
  extras: { firstReplyMinutes: ['first reply time in minutes'] },
  ignored: [
    'summation column',
    'requester id',
    'requester external id',
    'requester domain',
    'reopens',
    'replies',
    'group stations',
    'assignee stations',
    'assigned at',
    'initially assigned at',
  ],
  finish: spaced,
}

/** Tags hold no blanks in Zendesk, which therefore puts blanks between them in some exports. */
function spaced(ticket: IncomingTicket, row: Row): IncomingTicket {
  return {
    ...ticket,
    tags: ticket.tags.flatMap(({ name }) => name.split(/\s+/).map((part) => ({ name: part, color: null }))),
    firstRespondedAt: firstReply(ticket, row),
  }
}

function firstReply({ createdAt, firstRespondedAt }: IncomingTicket, row: Row): number | null {
  const [minutes] = row.extra('firstReplyMinutes').map(Number)
  if (createdAt === null || minutes === undefined || Number.isNaN(minutes)) return firstRespondedAt
  return createdAt + minutes * MINUTE
}
