import type { Layout, Row } from '#features/imports/layout.ts'
import type { IncomingTicket } from '#features/imports/types.ts'

/** The public support-ticket sets: no number, no date and no person, but an answer to each. */
export const supportTickets: Layout = {
  key: 'support-tickets',
  label: 'Support tickets with answers',
  signs: [['body'], ['answer', 'tag 1', 'language']],
  columns: {
    title: ['subject'],
    description: ['body'],
    reply: ['answer'],
    type: ['type'],
    category: ['queue'],
    priority: ['priority'],
    tags: ['tag 1', 'tag 2', 'tag 3', 'tag 4', 'tag 5', 'tag 6', 'tag 7', 'tag 8', 'tag 9', 'tag 10'],
  },
  extras: { language: ['language'] },
  escapedBreaks: true,
  remarks: ['The language becomes a tag such as “lang:de”.'],
  finish: withLanguage,
}

function withLanguage(ticket: IncomingTicket, row: Row): IncomingTicket {
  const tags = row.extra('language').map((language) => ({ name: `lang:${language}`, color: null }))
  return { ...ticket, tags: [...ticket.tags, ...tags] }
}
