/** The pages of the settings: what they are called, where they are, and what else people look for them by. */
export const SETTINGS: readonly (readonly [label: string, href: string, words: string])[] = [
  ['Settings', '/settings', 'preferences configuration options'],
  ['Settings: Company', '/settings/company', 'name time zone number format address'],
  ['Settings: Statuses', '/settings/statuses', 'workflow states moves'],
  ['Settings: Priorities', '/settings/priorities', 'targets sla levels'],
  ['Settings: Urgency and calendars', '/settings/targets', 'sla stages deadlines due'],
  ['Settings: Calendars', '/settings/calendars', 'hours holidays working time'],
  ['Settings: Lists', '/settings/lists', 'types categories components resolutions hold reasons'],
  ['Settings: Colours', '/settings/colours', 'colors palette'],
  ['Settings: Copied summaries', '/settings/clipboard', 'clipboard copy'],
  ['Settings: Uploads', '/settings/uploads', 'attachments files size'],
  ['Settings: Board and lists', '/settings/board', 'page size section'],
  ['Settings: Tags', '/settings/tags', 'labels merge'],
  ['Settings: Custom fields', '/settings/fields', 'own'],
  ['Settings: Sources', '/settings/sources', 'mirror freshservice folder'],
  ['Settings: Audit log', '/settings/audit', 'who did history'],
  ['Settings: What was changed', '/settings/history', 'log'],
]
