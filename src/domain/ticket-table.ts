/**
 * The columns in which tickets leave as a table and come back: what each is called, and whether clients get it. Custom
 * fields stand behind them as `field.KEY`.
 */
export const TICKET_TABLE = {
  number: { header: 'Number', forClients: true },
  title: { header: 'Title', forClients: true },
  description: { header: 'Description', forClients: true },
  status: { header: 'Status', forClients: true },
  priority: { header: 'Priority', forClients: true },
  stage: { header: 'Stage', forClients: false },
  type: { header: 'Type', forClients: false },
  category: { header: 'Category', forClients: true },
  component: { header: 'Component', forClients: false },
  requester: { header: 'Requester', forClients: true },
  requesterMail: { header: 'Requester mail', forClients: false },
  assignee: { header: 'Assignee', forClients: true },
  assigneeMail: { header: 'Assignee mail', forClients: false },
  watchers: { header: 'Watchers', forClients: false },
  site: { header: 'Site', forClients: true },
  project: { header: 'Project', forClients: false },
  jobNumber: { header: 'Job number', forClients: false },
  tags: { header: 'Tags', forClients: false },
  links: { header: 'Links', forClients: true },
  due: { header: 'Due', forClients: true },
  created: { header: 'Created', forClients: true },
  updated: { header: 'Updated', forClients: true },
  firstResponse: { header: 'First response', forClients: false },
  resolved: { header: 'Resolved', forClients: true },
  closed: { header: 'Closed', forClients: true },
  ageFrom: { header: 'Age counts from', forClients: false },
  holdReason: { header: 'Hold reason', forClients: false },
  resolution: { header: 'Resolution', forClients: true },
  notes: { header: 'Notes', forClients: false },
  source: { header: 'Source', forClients: false },
  externalId: { header: 'External id', forClients: false },
} as const

export type TicketColumn = keyof typeof TICKET_TABLE

/** The columns of a table for these readers, in their order. */
export const ticketColumns = (forClients: boolean): readonly TicketColumn[] =>
  (Object.keys(TICKET_TABLE) as TicketColumn[]).filter((name) => !forClients || TICKET_TABLE[name].forClients)
