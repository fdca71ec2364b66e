import type { FlagState } from '#domain/flag.ts'
import { MOST_REMEMBERED, readAcknowledgement, type Acknowledgement } from '#domain/flag-ack.ts'
import type { Desk } from '#src/desk.ts'
import { storedFact } from '#features/sla/queries.ts'
import { watchedFilter } from '#features/flag/queries.ts'

/** Where it is kept. */
export const ACKNOWLEDGED = 'flag.acknowledged'

/** Who has seen what the flag shows, as stored. */
export const storedAcknowledgement = (desk: Desk): Acknowledgement | null =>
  readAcknowledgement(storedFact(desk, ACKNOWLEDGED))

/** The tickets in this state now; null when they are too many to remember. */
export function ticketsIn(desk: Desk, state: FlagState): readonly number[] | null {
  const { where, bind } = watchedFilter(desk)
  const rows = desk.db.sql.all<{ id: number }>(
    `SELECT t.id FROM Ticket t WHERE ${inState(state)} AND ${where} LIMIT ${MOST_REMEMBERED + 1}`,
    { ...bind, now: desk.clock.now() },
  )
  return rows.length > MOST_REMEMBERED ? null : rows.map(({ id }) => id)
}

/** Whether a ticket has come into the acknowledged state that was not in it then. */
export function hasNewTicket(desk: Desk, { state, at, tickets }: Acknowledgement): boolean {
  const { where, bind } = watchedFilter(desk)
  const since = state === 'waiting' ? '0' : `${BEGINS[state] ?? '0'} > @at`
  const unknown = tickets === null ? since : `(${since} OR t.id NOT IN (SELECT value FROM json_each(@known)))`
  const found = desk.db.sql.get(`SELECT 1 FROM Ticket t WHERE ${inState(state)} AND ${unknown} AND ${where} LIMIT 1`, {
    ...bind,
    now: desk.clock.now(),
    at,
    known: JSON.stringify(tickets ?? []),
  })
  return found !== undefined
}

const BEGINS: Readonly<Partial<Record<FlagState, string>>> = {
  stage0: 't.createdAt',
  stage1: 't.stage1At',
  stage2: 't.stage2At',
  stage3: 't.stage3At',
  overdue: 't.overdueAt',
}

const IN_STATE: Readonly<Partial<Record<FlagState, string>>> = {
  stage0: 't.overdueAt IS NOT NULL AND t.stage1At > @now',
  stage1: 't.stage1At <= @now AND t.stage2At > @now',
  stage2: 't.stage2At <= @now AND t.stage3At > @now',
  stage3: 't.stage3At <= @now AND t.overdueAt > @now',
  overdue: 't.overdueAt <= @now',
  waiting: 't.section = 2',
}

const inState = (state: FlagState): string => IN_STATE[state] ?? '0'
