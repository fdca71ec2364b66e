import { dayAt, dayOf, minuteOf } from '#lib/zones.ts'
import { isFinal, type StatusKind } from './status.ts'

/** What the timeline says when a ticket is awake again by what happened to it. */
export const WOKEN = { field: 'snoozed', from: null, to: null } as const

const HOUR_MS = 3_600_000
const LATER_MS = 3 * HOUR_MS
const NINE = 9 * 60
const MONDAY = 1

export type SnoozeChoice = { readonly key: string; readonly label: string; readonly at: number }

/** When a ticket wakes that shall rest until `wish`: nothing overdue rests, and nothing that is done need. */
export function asleepUntil(
  wish: number | null,
  { kind, overdueAt }: { readonly kind: StatusKind; readonly overdueAt: number | null },
): number | null {
  if (wish === null || kind === 'resolved' || isFinal(kind)) return null
  return overdueAt === null ? wish : Math.min(wish, overdueAt)
}

/** The times people mean most often, in their zone; mornings are at nine. */
export function snoozeChoices(now: number, zone: string): readonly SnoozeChoice[] {
  const today = dayAt(now, zone)
  const morning = (days: number) => minuteOf(dayOf(today.number + days, zone), NINE, zone)
  const weekday = (today.number + 4) % 7
  const toMonday = (MONDAY - weekday + 7) % 7 || 7
  const later = Math.ceil((now + LATER_MS) / HOUR_MS) * HOUR_MS
  return [
    ...(later < today.endAt ? [{ key: 'later', label: 'Later today', at: later }] : []),
    { key: 'tomorrow', label: 'Tomorrow morning', at: morning(1) },
    ...(toMonday > 1 ? [{ key: 'monday', label: 'Next Monday', at: morning(toMonday) }] : []),
    ...(toMonday === 7 ? [] : [{ key: 'week', label: 'In a week', at: morning(7) }]),
  ]
}
