import type { Layout } from '#features/imports/layout.ts'

const DATES: Layout['columns'] = {
  created: ['created time', 'created at', 'created date'],
  updated: ['last updated time', 'last update time', 'updated time', 'updated at'],
  due: ['due by time', 'due by', 'resolution due by'],
  first_response: ['initial response time', 'first responded at'],
  resolved: ['resolved time', 'resolved at'],
  closed: ['closed time', 'closed at'],
}

const COLUMNS: Layout['columns'] = {
  ...DATES,
  id: ['ticket id', 'id'],
  title: ['subject'],
  description: ['description', 'description text'],
  status: ['status'],
  priority: ['priority'],
  type: ['type'],
  assignee: ['agent', 'agent name'],
  assignee_email: ['agent email'],
  tags: ['tags'],
  resolution: ['resolution code', 'resolution'],
}

const IGNORED = ['time tracked', 'agent interactions', 'customer interactions', 'every response status']

export const freshservice: Layout = {
  key: 'freshservice',
  label: 'Freshservice',
  signs: [
    ['ticket id'],
    ['subject'],
    ['created time', 'created date'],
    ['requester name', 'requester email', 'requested for name', 'department', 'requester location'],
  ],
  columns: {
    ...COLUMNS,
    requester: ['requester name', 'requester', 'requested for name'],
    requester_email: ['requester email', 'requested for email'],
    category: ['category'],
    component: ['sub category', 'subcategory'],
    site: ['requester location', 'location'],
  },
  ignored: IGNORED,
}

export const freshdesk: Layout = {
  key: 'freshdesk',
  label: 'Freshdesk',
  signs: [
    ['ticket id'],
    ['subject'],
    ['created time'],
    ['full name', 'contact id', 'email', 'product', 'company name', 'group'],
  ],
  columns: {
    ...COLUMNS,
    requester: ['full name', 'requester name', 'contact name'],
    requester_email: ['email', 'requester email', 'contact email'],
    category: ['category'],
  },
  ignored: IGNORED,
}
