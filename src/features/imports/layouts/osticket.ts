import type { Layout } from '#features/imports/layout.ts'

export const osticket: Layout = {
  key: 'osticket',
  label: 'osTicket',
  signs: [
    ['ticket number', 'ticket'],
    ['subject'],
    ['date created', 'create date'],
    ['from', 'from email', 'help topic', 'department'],
  ],
  columns: {
    id: ['ticket number', 'ticket'],
    title: ['subject'],
    description: ['issue details', 'message', 'details'],
    requester: ['from', 'user name'],
    requester_email: ['from email', 'email', 'user email'],
    assignee: ['agent assigned', 'assigned to', 'assignee'],
    status: ['current status', 'status'],
    priority: ['priority'],
    category: ['help topic'],
    component: ['department'],
    created: ['date created', 'create date'],
    updated: ['last updated', 'last update'],
    due: ['due date'],
    closed: ['closed date', 'close date'],
  },
  ignored: ['overdue', 'answered', 'thread count', 'attachment count', 'reopen count', 'merged', 'linked'],
  order: 'mdy',
}
