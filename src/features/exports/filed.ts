import type { Priority } from '#domain/priority.ts'
import type { RemoteTicket } from '#domain/remote.ts'
import { filedPriority, filedStatus, type FiledTicket } from '#domain/ticket-file.ts'
import type { TicketRow } from './queries.ts'

/** The number a ticket's file is named after: that of the system it is mirrored from, else our own. */
export const filedNumber = ({ id, externalId }: TicketRow): string => externalId ?? String(id)

/** A ticket as its file shows it; one that came from files of this shape keeps the statuses and priorities it came with. */
export function filedTicket(row: TicketRow, priorities: readonly Priority[]): FiledTicket {
  const remote = remoteOf(row)
  return {
    id: filedNumber(row),
    title: row.title,
    description: row.description,
    status: numberOf(remote?.status.id) ?? filedStatus(row.statusKind),
    priority: numberOf(remote?.priority.id) ?? filedPriority(row.priority, priorities),
    type: row.type,
    category: row.category,
    requesterId: row.requesterId,
    assigneeId: row.assigneeId,
    tags: JSON.parse(row.tags) as string[],
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    // A clock that pauses here has no deadline, and there it has.
    firstResponseDueAt: remote ? remote.firstResponseDueAt : row.firstResponseDueAt,
    dueAt: remote ? remote.dueAt : earlier(row.dueAt, row.resolutionDueAt),
    firstRespondedAt: row.firstRespondedAt,
    agentRespondedAt: row.agentRespondedAt,
    resolvedAt: row.resolvedAt,
    closedAt: row.closedAt,
  }
}

type Remote = Pick<RemoteTicket, 'status' | 'priority' | 'firstResponseDueAt' | 'dueAt'>

const SAME_SHAPE = new Set(['freshservice', 'folder'])

const remoteOf = ({ sourceKind, externalData }: TicketRow): Remote | null =>
  externalData !== null && SAME_SHAPE.has(sourceKind ?? '') ? (JSON.parse(externalData) as Remote) : null

const numberOf = (id: string | undefined): number | null => (/^\d{1,15}$/.test(id ?? '') ? Number(id) : null)

const earlier = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)
