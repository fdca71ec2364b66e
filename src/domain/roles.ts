import type { Role } from './access.ts'

/** The roles, the mightiest last. */
export const ROLES = ['client', 'agent', 'admin'] as const satisfies readonly Role[]

export const ROLE_WORDS: Readonly<Record<Role, string>> = { client: 'Client', agent: 'Agent', admin: 'Admin' }

/** Whether one role may do more than another. */
export const isAbove = (one: Role, other: Role): boolean => ROLES.indexOf(one) > ROLES.indexOf(other)
