import { moveClocks } from '#domain/clock-set.ts'
import { formatNumber } from '#domain/numbers.ts'
import { isFinal, statusOf, type Status } from '#domain/status.ts'
import { foldName } from '#domain/text.ts'
import type { Change } from '#domain/timeline.ts'
import type { Config } from '#config/config.ts'
import { conflict } from '#lib/errors.ts'
import type { Act, Outcome } from '#features/tickets/service.ts'
import type { TicketState } from '#features/tickets/state.ts'

/** A ticket that went over is at its end, as a duplicate where the desk has that word. */
export function ended(
  config: Config,
  source: TicketState,
  { target, act }: { target: TicketState; act: Act },
): Outcome {
  const merged = { mergedIntoId: target.id, snoozedUntil: null }
  const changes = [tellMerged(config, target.id, 'to')]
  const from = statusOf(config.workflow, source.status)
  if (isFinal(from.kind)) return { next: merged, changes }

  const to = endOf(config)
  const duplicate = config.resolutions.find((text) => foldName(text) === 'duplicate')
  const done = { resolvedAt: source.resolvedAt ?? act.at, resolvedById: source.resolvedById ?? act.actor.personId }
  return {
    next: {
      ...merged,
      ...(to.kind === 'closed' ? done : {}),
      status: to.key,
      holdReason: null,
      resolution: duplicate ?? source.resolution,
      closedAt: act.at,
    },
    clocks: moveClocks(source.clocks, { effects: ['stop'], at: act.at, pauseReason: '' }, config.calendar),
    changes,
    moved: { from: from.key, to: to.key, reason: null },
  }
}

function endOf({ workflow }: Config): Status {
  const end = workflow.find(({ kind }) => kind === 'closed') ?? workflow.find(({ kind }) => kind === 'cancelled')
  if (!end) throw conflict('There is no status in which a ticket ends, so nothing can be merged.')
  return end
}

/** What the timelines of both say, each of the other one. */
export const tellMerged = ({ tickets }: Config, otherId: number, end: 'from' | 'to'): Change => ({
  ...{ field: 'merged', from: null, to: null },
  [end]: formatNumber(tickets.numberFormat, otherId),
  about: otherId,
})

/** What a merge changes of the ticket itself, as it was. */
export const wasOf = ({
  status,
  holdReason,
  resolution,
  resolvedAt,
  resolvedById,
  closedAt,
  snoozedUntil,
}: TicketState) => ({
  status,
  holdReason,
  resolution,
  resolvedAt,
  resolvedById,
  closedAt,
  snoozedUntil,
})
