import type { Role } from './access.ts'

type Notice = { readonly key: string; readonly label: string; readonly staff: boolean; readonly usual: boolean }

/** What a person may be told by mail; what is for staff alone is not offered to clients. */
export const NOTICES = [
  { key: 'reply', label: 'Somebody replies on a ticket I asked for or work on', staff: false, usual: true },
  { key: 'moved', label: 'A ticket of mine changes its status', staff: false, usual: true },
  { key: 'watched', label: 'Something happens on a ticket I watch', staff: false, usual: true },
  { key: 'assigned', label: 'A ticket is assigned to me', staff: true, usual: true },
  { key: 'note', label: 'Somebody writes a note on a ticket I work on', staff: true, usual: false },
  { key: 'opened', label: 'A new ticket nobody works on comes in', staff: true, usual: false },
  { key: 'critical', label: 'A ticket I work on becomes critical or overdue', staff: true, usual: true },
] as const satisfies readonly Notice[]

export type NoticeKey = (typeof NOTICES)[number]['key']

export const noticesFor = (role: Role): readonly (typeof NOTICES)[number][] =>
  NOTICES.filter(({ staff }) => !staff || role !== 'client')

/** What somebody chose, from how it is stored; what they never chose, and what cannot be read, is as usual. */
export function chosenNotices(stored: string): Readonly<Record<NoticeKey, boolean>> {
  const chosen = parsed(stored)
  return Object.fromEntries(
    NOTICES.map(({ key, usual }) => [key, typeof chosen[key] === 'boolean' ? chosen[key] : usual]),
  ) as Record<NoticeKey, boolean>
}

function parsed(stored: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(stored)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
