import type { Mover } from './status.ts'

export type Role = 'admin' | 'agent' | 'client'

const CLIENT = [
  'tickets.list',
  'tickets.see',
  'tickets.create',
  'tickets.edit',
  'tickets.move',
  'tickets.reply',
  'tickets.rate',
  'attachments.see',
  'attachments.add',
  'live.see',
] as const

const AGENT = [
  ...CLIENT,
  'board.see',
  'tickets.assign',
  'tickets.share',
  'tickets.note',
  'attachments.remove',
  'updates.edit',
  'flag.see',
  'flag.acknowledge',
  'sites.see',
  'templates.use',
  'templates.share',
  'recurrences.edit',
  'views.share',
] as const

const ADMIN = [
  ...AGENT,
  'tickets.delete',
  'updates.remove',
  'imports.run',
  'settings.edit',
  'people.edit',
  'appearance.edit',
  'flag.settings',
  'sites.edit',
] as const

export type Permission = (typeof ADMIN)[number]

const GRANTS: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  client: new Set(CLIENT),
  agent: new Set(AGENT),
  admin: new Set(ADMIN),
}

/** Says what a role may ever do; which tickets it may do it to is decided by visibility. */
export const can = (role: Role, permission: Permission): boolean => GRANTS[role].has(permission)

/** In which capacities a person moves a ticket: a client who did not ask for it has none. */
export function moversOf(role: Role, isRequester: boolean): Mover[] {
  const staff: Mover[] = role === 'client' ? [] : [role]
  return isRequester ? [...staff, 'requester'] : staff
}
