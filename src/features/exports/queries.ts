import type { StatusKind } from '#domain/status.ts'
import type { Desk } from '#src/desk.ts'

const BATCH = 200
const PEOPLE_BATCH = 1_000

export type TicketRow = {
  readonly id: number
  /** Its number in the system it is mirrored from; null for our own. */
  readonly externalId: string | null
  readonly sourceKind: string | null
  readonly sourceName: string | null
  readonly externalData: string | null
  readonly title: string
  readonly description: string
  readonly statusKind: StatusKind
  readonly priority: string
  readonly type: string | null
  readonly category: string | null
  readonly requesterId: number | null
  readonly assigneeId: number | null
  /** A JSON list of names. */
  readonly tags: string
  readonly dueAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly firstRespondedAt: number | null
  readonly agentRespondedAt: number | null
  readonly resolvedAt: number | null
  readonly closedAt: number | null
  readonly firstResponseDueAt: number | null
  readonly resolutionDueAt: number | null
  /** 1 where another ticket has the same number by an older right. */
  readonly taken: 0 | 1
}

export type Choice = { readonly all: boolean }

const isChosen = (ticket: string) => `(@all = 1 OR ${ticket}.section > 0 OR ${ticket}.snoozedUntil IS NOT NULL)`

// A mirrored ticket keeps its number there; of two mirrored ones, the first that came has it.
const IS_TAKEN = `EXISTS (
  SELECT 1 FROM Source other CROSS JOIN Ticket o
  ON o.sourceId = other.id AND o.externalId = coalesce(t.externalId, CAST(t.id AS TEXT))
  WHERE o.id <> t.id AND (t.externalId IS NULL OR o.id < t.id))`

const TICKETS = `
  SELECT t.id, t.externalId, s.kind AS sourceKind, s.name AS sourceName, t.externalData, t.title, t.description,
    t.statusKind, t.priority, t.type, t.category, t.requesterId, t.assigneeId, t.dueAt, t.createdAt, t.updatedAt,
    t.firstRespondedAt, t.resolvedAt, t.closedAt,
    (SELECT json_group_array(g.name) FROM (
      SELECT name FROM TicketTag tt JOIN Tag ON Tag.id = tt.tagId WHERE tt.ticketId = t.id ORDER BY nameKey) g) AS tags,
    (SELECT dueAt FROM Clock WHERE ticketId = t.id AND kind = 'first_response') AS firstResponseDueAt,
    (SELECT dueAt FROM Clock WHERE ticketId = t.id AND kind = 'resolution') AS resolutionDueAt,
    (SELECT max(u.createdAt) FROM "Update" u JOIN Person p ON p.id = u.authorId
     WHERE u.ticketId = t.id AND u.kind = 'reply' AND u.removedAt IS NULL AND p.role <> 'client') AS agentRespondedAt,
    ${IS_TAKEN} AS taken
  FROM Ticket t LEFT JOIN Source s ON s.id = t.sourceId
  WHERE t.id > @after AND ${isChosen('t')} ORDER BY t.id LIMIT ${BATCH}`

/** The tickets in work, or all of them, some at a time. */
export function* ticketBatches({ db }: Desk, { all }: Choice): Generator<readonly TicketRow[]> {
  for (let after = 0; ;) {
    const batch = db.sql.all<TicketRow>(TICKETS, { after, all: Number(all) })
    const last = batch.at(-1)
    if (!last) return
    yield batch
    after = last.id
  }
}

/** Whether a ticket is exported under this number. */
export function isExported({ db }: Desk, number: string, { all }: Choice): boolean {
  const mirrored = db.sql.all<{ chosen: 0 | 1 }>(
    `SELECT ${isChosen('t')} AS chosen FROM Source s CROSS JOIN Ticket t ON t.sourceId = s.id AND t.externalId = @number
     ORDER BY t.id LIMIT 1`,
    { number, all: Number(all) },
  )
  const [ticket] =
    mirrored.length > 0
      ? mirrored
      : db.sql.all<{ chosen: 0 | 1 }>(
          `SELECT ${isChosen('t')} AS chosen FROM Ticket t
     WHERE t.id = CAST(@number AS INTEGER) AND CAST(t.id AS TEXT) = @number AND t.externalId IS NULL`,
          { number, all: Number(all) },
        )
  return ticket?.chosen === 1
}

export type PersonRow = { readonly id: number; readonly name: string }

const isNamed = (column: 'requesterId' | 'assigneeId') =>
  `EXISTS (SELECT 1 FROM Ticket t WHERE t.${column} = p.id AND ${isChosen('t')})`

/** Everybody who works on tickets, and whoever an exported one is assigned to. */
export const agentRows = (desk: Desk, choice: Choice): readonly PersonRow[] =>
  people(desk, choice, `(p.role IN ('agent', 'admin') AND p.active) OR ${isNamed('assigneeId')}`)

/** Everybody who asks in an exported ticket. */
export const requesterRows = (desk: Desk, choice: Choice): readonly PersonRow[] =>
  people(desk, choice, isNamed('requesterId'))

function people({ db }: Desk, { all }: Choice, condition: string): readonly PersonRow[] {
  const found: PersonRow[] = []
  const sql = `SELECT p.id, p.name FROM Person p WHERE p.id > @after AND (${condition}) ORDER BY p.id LIMIT ${PEOPLE_BATCH}`
  for (let after = 0; ;) {
    const batch = db.sql.all<PersonRow>(sql, { after, all: Number(all) })
    const last = batch.at(-1)
    if (!last) return found
    found.push(...batch)
    after = last.id
  }
}
