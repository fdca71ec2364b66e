/** What a row of the board or of a list needs, in one statement; nothing a row does not show. */
export const ROW_COLUMNS = `t.id, t.title, t.status, t.statusKind, t.priority, t.priorityRank, t.section, t.dueAt, t.createdAt, t.updatedAt,
  t.stage1At, t.stage2At, t.stage3At, t.overdueAt, t.externalId,
  (SELECT p.name FROM Person p WHERE p.id = t.requesterId) AS requester,
  (SELECT p.name FROM Person p WHERE p.id = t.assigneeId) AS assignee,
  (SELECT s.name FROM Site s WHERE s.id = t.siteId) AS site,
  (SELECT c.kind FROM Clock c WHERE c.ticketId = t.id AND c.dueAt = t.overdueAt LIMIT 1) AS clock,
  (SELECT json_group_array(json_array(g.name, g.color)) FROM TicketTag x JOIN Tag g ON g.id = x.tagId WHERE x.ticketId = t.id) AS tags,
  (SELECT count(*) FROM "Update" u WHERE u.ticketId = t.id AND u.kind = 'reply') AS replies,
  (SELECT count(*) FROM "Update" u WHERE u.ticketId = t.id AND u.kind = 'note') AS notes,
  (SELECT count(*) FROM Attachment a WHERE a.ticketId = t.id) AS files`

export type TicketRow = {
  readonly id: number
  readonly title: string
  readonly status: string
  readonly statusKind: string
  readonly priority: string
  readonly priorityRank: number
  readonly section: number
  readonly dueAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly stage1At: number | null
  readonly stage2At: number | null
  readonly stage3At: number | null
  readonly overdueAt: number | null
  readonly externalId: string | null
  readonly requester: string | null
  readonly assignee: string | null
  readonly site: string | null
  readonly clock: 'first_response' | 'resolution' | null
  readonly tags: string
  readonly replies: number
  readonly notes: number
  readonly files: number
}
