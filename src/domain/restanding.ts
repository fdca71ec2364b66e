import type { Calendar } from './calendar.ts'
import { retargetClocks } from './clock-set.ts'
import { deadlineOf, type Clock } from './clocks.ts'
import { STAGES, type Stage } from './stage.ts'
import { standingOf, type Placeable, type Rules, type Standing } from './standing.ts'
import { isTimeless, stageAt, type Boundaries } from './urgency.ts'

export type Restandable = Placeable &
  Boundaries & {
    /** Not null for mirrored tickets, whose deadlines are not reckoned here. */
    readonly sourceId: number | null
    readonly clocks: readonly Clock[]
  }

/** `deadlines` keeps the targets clocks were started with; `targets` gives those that still run the new ones. */
export type Renewal = 'deadlines' | 'targets'

export type Policy = Rules & { readonly calendar: Calendar }

/** Where a ticket stands under other rules. */
export function restood(
  ticket: Restandable,
  policy: Policy,
  renewal: Renewal,
): { readonly clocks: readonly Clock[]; readonly standing: Standing } {
  const clocks = ticket.sourceId === null ? renewed(ticket, policy, renewal) : ticket.clocks
  return { clocks, standing: standingOf(ticket, clocks, policy) }
}

function renewed(ticket: Restandable, { priorities, calendar }: Policy, renewal: Renewal): readonly Clock[] {
  const timed = ticket.clocks.map((clock) =>
    clock.stoppedAt === null ? { ...clock, dueAt: deadlineOf(clock, calendar) } : clock,
  )
  const priority = priorities.find(({ key }) => key === ticket.priority)
  const { createdAt, firstRespondedAt } = ticket
  return renewal === 'targets' && priority
    ? retargetClocks(timed, priority, { createdAt, firstRespondedAt, calendar })
    : timed
}

/** What a ticket shows: its stage, or the colour of its status where that wins. */
export type Shade = Stage | 'own'

export const SHADES: readonly Shade[] = [...STAGES, 'own']

/** The shade at `at`, by boundaries that were computed under these rules. */
export function shadeAt(
  ticket: Restandable,
  boundaries: Boundaries,
  { rules, at }: { rules: Rules; at: number },
): Shade {
  const kind = rules.workflow.find(({ key }) => key === ticket.status)?.kind ?? 'open'
  return isTimeless({ ...ticket, kind }, rules.urgency) ? 'own' : stageAt(boundaries, at)
}
