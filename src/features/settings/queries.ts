import { setImmediate } from 'node:timers/promises'
import { restood, shadeAt, type Renewal, type Shade } from '#domain/restanding.ts'
import type { Config } from '#config/config.ts'
import type { Desk } from '#src/desk.ts'
import { auditEntries } from '#features/audit/queries.ts'
import { activeRestandables } from '#features/sla/queries.ts'
import { rulesOf } from '#features/tickets/service.ts'

export type ListColumn = 'holdReason' | 'type' | 'category' | 'component' | 'resolution' | 'priority' | 'status'

/** How many tickets say exactly this. */
export const ticketsWith = ({ db }: Desk, column: ListColumn, value: string): number =>
  db.sql.get<{ n: number }>(`SELECT count(*) AS n FROM Ticket WHERE ${column} = @value`, { value })?.n ?? 0

/** How many tickets say what, in one column. */
export const countsBy = ({ db }: Desk, column: 'priority' | 'status'): ReadonlyMap<string, number> =>
  new Map(db.sql.rows<[string, number]>(`SELECT ${column}, count(*) FROM Ticket GROUP BY ${column}`))

export type WhatIf = {
  readonly all: number
  readonly changed: number
  readonly moves: readonly { readonly from: Shade; readonly to: Shade; readonly count: number }[]
}

const BATCH = 300

export type Suppose = {
  readonly config: Config
  readonly renewal: Renewal
  /** Old key of a priority → new one. */
  readonly renamed: ReadonlyMap<string, string>
}

/** How the tickets on the board would change colour under another config; reads, writes nothing, and lets others in between. */
export async function whatIf(desk: Desk, { config: next, renewal, renamed }: Suppose): Promise<WhatIf> {
  const at = desk.clock.now()
  const counts = new Map<string, number>()
  const [before, after] = [rulesOf(desk.config), rulesOf(next)]
  for (let last = 0; ;) {
    const batch = activeRestandables(desk, last, BATCH)
    for (const ticket of batch) {
      const from = shadeAt(ticket, ticket, { rules: before, at })
      const renewed = { ...ticket, priority: renamed.get(ticket.priority) ?? ticket.priority }
      const { standing } = restood(renewed, { ...after, calendar: next.calendar }, renewal)
      const key = `${from} ${shadeAt(renewed, standing, { rules: after, at })}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    if (batch.length < BATCH) return told(counts)
    last = batch.at(-1)?.id ?? Infinity
    await setImmediate()
  }
}

function told(counts: ReadonlyMap<string, number>): WhatIf {
  const all = [...counts].map(([key, count]) => {
    const [from, to] = key.split(' ') as [Shade, Shade]
    return { from, to, count }
  })
  const moves = all.filter(({ from, to }) => from !== to)
  const sum = (list: typeof all) => list.reduce((total, { count }) => total + count, 0)
  return { all: sum(all), changed: sum(moves), moves }
}

/** Who changed which setting, the newest first. */
export const settingsHistory = (desk: Desk, before: number | null, most: number) =>
  auditEntries(desk, { action: 'settings.changed', q: '', fromAt: null, toAt: null, before, most })
