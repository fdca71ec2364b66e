import { createHash } from 'node:crypto'
import { deadlineOf, type Clock } from '#domain/clocks.ts'
import { standingOf } from '#domain/standing.ts'
import type { Config } from '#config/config.ts'
import type { Desk } from '#src/desk.ts'
import { datedStanding, rulesOf } from '#features/tickets/service.ts'
import { dateOrNull } from '#features/tickets/state.ts'
import { restandables, storedFact, type Restandable } from './queries.ts'

const BATCH = 500
const KEY = 'policy'

/** When the rules have changed since the stored deadlines were computed, computes them anew. Says how many tickets moved. */
export async function applyPolicy(desk: Desk): Promise<number> {
  const policy = policyHash(desk.config)
  if (storedFact(desk, KEY) === policy) return 0

  let moved = 0
  for (
    let after = 0, batch = restandables(desk, after, BATCH);
    batch.length > 0;
    batch = restandables(desk, after, BATCH)
  ) {
    const changed = batch.map((ticket) => restand(ticket, desk.config)).filter((change) => change !== null)
    moved += changed.length
    after = batch.at(-1)?.id ?? Infinity
    if (changed.length === 0) continue
    await desk.db.write(async (tx) => {
      for (const { id, data, clocks } of changed) {
        await tx.ticket.update({ where: { id }, data, select: { id: true } })
        for (const { kind, dueAt } of clocks)
          await tx.clock.update({
            where: { ticketId_kind: { ticketId: id, kind } },
            data: { dueAt: dateOrNull(dueAt) },
          })
      }
    })
  }
  await desk.db.write((tx) =>
    tx.meta.upsert({ where: { key: KEY }, create: { key: KEY, value: policy }, update: { value: policy } }),
  )
  return moved
}

/** Changes exactly when a rule does that stored standings depend on. */
function policyHash({ workflow, priorities, urgency, calendar }: Config): string {
  const parts = {
    workflow,
    priorities,
    overrides: [...urgency.overrides],
    due: urgency.dueStageDays,
    hours: urgency.clockStageHours,
    calendar: { ...calendar, holidays: [...calendar.holidays] },
  }
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

function restand(ticket: Restandable, config: Config) {
  const clocks = ticket.clocks.map((clock): Clock =>
    // The deadlines of mirrored tickets are not reckoned here.
    clock.stoppedAt === null && ticket.sourceId === null
      ? { ...clock, dueAt: deadlineOf(clock, config.calendar) }
      : clock,
  )
  const standing = standingOf(ticket, clocks, rulesOf(config))
  const same = Object.entries(standing).every(
    ([name, value]) => (ticket as unknown as Record<string, unknown>)[name] === value,
  )
  const moved = clocks.filter(({ dueAt }, index) => dueAt !== ticket.clocks[index]?.dueAt)
  if (same && moved.length === 0) return null

  return { id: ticket.id, data: datedStanding(standing), clocks: moved }
}
