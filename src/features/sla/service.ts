import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { restood, type Renewal } from '#domain/restanding.ts'
import type { Config } from '#config/config.ts'
import type { Tx } from '#db/database.ts'
import type { Desk } from '#src/desk.ts'
import { rulesOf, saveClocks } from '#features/tickets/service.ts'
import { restandables, storedFact, type Stored } from './queries.ts'

// So many are computed and written within some 20 ms, so that nobody waits for the rest.
const BATCH = 150
const KEY = 'policy'

/** When the rules have changed since the stored deadlines were computed, computes them anew. Says how many tickets moved. */
export async function applyPolicy(desk: Desk): Promise<number> {
  const policy = policyHash(desk.config)
  if (storedFact(desk, KEY) === policy) return 0

  const moved = await renewAll(desk, 'deadlines')
  await desk.db.write((tx) =>
    tx.meta.upsert({ where: { key: KEY }, create: { key: KEY, value: policy }, update: { value: policy } }),
  )
  return moved
}

/** Gives clocks that have not stopped the targets of the config, as if they had begun with them. Says how many tickets moved. */
export const applyTargets = (desk: Desk): Promise<number> => renewAll(desk, 'targets')

async function renewAll(desk: Desk, renewal: Renewal): Promise<number> {
  let moved = 0
  for (let after = 0; ;) {
    // Read where it is written: a ticket that moved meanwhile is not put back.
    const batch = await desk.db.write((tx) => renewBatch(tx, desk.config, { after, renewal }))
    moved += batch.moved
    if (batch.last === null) return moved
    after = batch.last
    await setImmediate()
  }
}

function renewBatch(tx: Tx, config: Config, { after, renewal }: { after: number; renewal: Renewal }) {
  const tickets = restandables(tx.hot, after, BATCH)
  const moved = tickets.filter((ticket) => renew(tx, config, { ticket, renewal })).length
  return { moved, last: tickets.at(-1)?.id ?? null }
}

function renew({ hot }: Tx, config: Config, { ticket, renewal }: { ticket: Stored; renewal: Renewal }): boolean {
  const policy = { ...rulesOf(config), calendar: config.calendar }
  const { clocks, standing } = restood(ticket, policy, renewal)
  const same = Object.entries(standing).every(
    ([name, value]) => (ticket as unknown as Record<string, unknown>)[name] === value,
  )
  const ticking = JSON.stringify(clocks) === JSON.stringify(ticket.clocks)
  if (!same) hot.update('Ticket', ticket.id, standing)
  if (!ticking) saveClocks(hot, { ticketId: ticket.id, before: ticket.clocks, after: clocks })
  return !same || !ticking
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
