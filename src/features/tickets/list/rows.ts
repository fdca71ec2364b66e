import type { Role } from '#domain/access.ts'
import type { Sorted } from './order.ts'

const COLUMNS = `t.id, t.title, t.status, t.statusKind, t.priority, t.priorityRank, t.section, t.dueAt, t.createdAt, t.updatedAt,
  t.stage1At, t.stage2At, t.stage3At, t.overdueAt, t.externalId, CASE WHEN source.state <> 'off' THEN source.name END AS source,
  requester.name AS requester, assignee.name AS assignee, site.name AS site,
  (SELECT c.kind FROM Clock c WHERE c.ticketId = t.id AND c.dueAt = t.overdueAt LIMIT 1) AS clock`

const TAGS =
  '(SELECT json_group_array(json_array(g.name, g.color)) FROM TicketTag x JOIN Tag g ON g.id = x.tagId WHERE x.ticketId = t.id)'

const UPDATES = `(SELECT count(*) FROM "Update" u WHERE u.ticketId = t.id AND u.kind`

const FOR_AGENTS = `${COLUMNS}, ${TAGS} AS tags, t.snoozedUntil, ${UPDATES} IN ('reply', 'note')) AS updates,
  (SELECT count(*) FROM Attachment a WHERE a.ticketId = t.id) AS files`

const FOR_CLIENTS = `${COLUMNS}, '[]' AS tags, ${UPDATES} = 'reply') AS updates,
  (SELECT count(*) FROM Attachment a LEFT JOIN "Update" u ON u.id = a.updateId
   WHERE a.ticketId = t.id AND (a.updateId IS NULL OR u.kind = 'reply' AND u.removedAt IS NULL)) AS files`

/** What a row of the board or of a list needs; clients get neither tags nor the number of notes. Wants `ROW_JOINS`. */
export const rowColumns = (role: Role): string => (role === 'client' ? FOR_CLIENTS : FOR_AGENTS)

export const ROW_JOINS = `LEFT JOIN Person requester ON requester.id = t.requesterId
  LEFT JOIN Person assignee ON assignee.id = t.assigneeId LEFT JOIN Site site ON site.id = t.siteId
  LEFT JOIN Source source ON source.id = t.sourceId`

export type TicketRow = Sorted & {
  readonly title: string
  readonly status: string
  readonly statusKind: string
  readonly priority: string
  readonly externalId: string | null
  /** The mirrored system that owns it; null for our own. */
  readonly source: string | null
  readonly requester: string | null
  readonly assignee: string | null
  readonly site: string | null
  readonly clock: 'first_response' | 'resolution' | null
  readonly tags: string
  /** Clients are not told. */
  readonly snoozedUntil?: number | null
  readonly updates: number
  readonly files: number
}
