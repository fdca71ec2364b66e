import type { Clock } from '#domain/clocks.ts'
import type { Prisma } from '#db/database.ts'

export const STATE = {
  include: { clocks: { include: { pauses: { orderBy: { fromAt: 'asc' } } } } },
} satisfies Prisma.TicketDefaultArgs

type Row = Prisma.TicketGetPayload<typeof STATE>

/** A ticket as rules see it: instants as numbers, its clocks with their pauses. */
export type TicketState = {
  readonly id: number
  readonly version: number
  readonly title: string
  readonly description: string
  readonly notes: string
  readonly status: string
  readonly holdReason: string | null
  readonly resolution: string | null
  readonly priority: string
  readonly type: string | null
  readonly category: string | null
  readonly component: string | null
  readonly jobNumber: string | null
  readonly requesterId: number | null
  readonly assigneeId: number | null
  readonly siteId: number | null
  readonly projectId: number | null
  readonly dueAt: number | null
  readonly ageReferenceAt: number
  readonly createdAt: number
  readonly firstRespondedAt: number | null
  readonly resolvedAt: number | null
  readonly resolvedById: number | null
  readonly closedAt: number | null
  readonly sourceId: number | null
  readonly clocks: readonly Clock[]
}

const at = (date: Date | null) => date?.getTime() ?? null

export function stateOf(row: Row): TicketState {
  return {
    ...row,
    dueAt: at(row.dueAt),
    ageReferenceAt: row.ageReferenceAt.getTime(),
    createdAt: row.createdAt.getTime(),
    firstRespondedAt: at(row.firstRespondedAt),
    resolvedAt: at(row.resolvedAt),
    closedAt: at(row.closedAt),
    clocks: row.clocks.map(clockOf),
  }
}

function clockOf(row: Row['clocks'][number]): Clock {
  return {
    kind: row.kind === 'first_response' ? 'first_response' : 'resolution',
    targetSeconds: row.targetSeconds,
    startedAt: row.startedAt.getTime(),
    stoppedAt: at(row.stoppedAt),
    met: row.met,
    dueAt: at(row.dueAt),
    pauses: row.pauses.map(({ fromAt, toAt, reason }) => ({ fromAt: fromAt.getTime(), toAt: at(toAt), reason })),
  }
}

export const dateOrNull = (instant: number | null): Date | null => (instant === null ? null : new Date(instant))

/** A clock as a row, without the ticket it belongs to. */
export const clockRow = (clock: Clock) => ({
  kind: clock.kind,
  targetSeconds: clock.targetSeconds,
  startedAt: new Date(clock.startedAt),
  dueAt: dateOrNull(clock.dueAt),
  stoppedAt: dateOrNull(clock.stoppedAt),
  met: clock.met,
})

export const pauseRows = ({ pauses }: Clock) =>
  pauses.map(({ fromAt, toAt, reason }) => ({ fromAt: new Date(fromAt), toAt: dateOrNull(toAt), reason }))
