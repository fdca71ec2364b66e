import type { Desk } from '#src/desk.ts'

export type SourceState = 'new' | 'ok' | 'error' | 'off'

export type SourceRow = {
  readonly id: number
  readonly kind: string
  readonly name: string
  readonly state: SourceState
  readonly cursor: string | null
  readonly lastPollAt: number | null
  readonly lastSuccessAt: number | null
  readonly lastFullAt: number | null
  readonly lastError: string | null
  readonly pausedAt: number | null
  readonly createdAt: number
}

const COLUMNS = 'id, kind, name, state, cursor, lastPollAt, lastSuccessAt, lastFullAt, lastError, pausedAt, createdAt'

export const sourceRows = ({ db }: Desk): readonly SourceRow[] =>
  db.sql.all(`SELECT ${COLUMNS} FROM Source ORDER BY id`)

export const sourceRow = ({ db }: Desk, id: number): SourceRow | undefined =>
  db.sql.get(`SELECT ${COLUMNS} FROM Source WHERE id = @id`, { id })

export type PollRow = {
  readonly id: number
  readonly kind: string
  readonly startedAt: number
  readonly finishedAt: number | null
  readonly seen: number
  readonly changed: number
  readonly error: string | null
}

export const pollsOf = ({ db }: Desk, sourceId: number, most: number): readonly PollRow[] =>
  db.sql.all(
    `SELECT id, kind, startedAt, finishedAt, seen, changed, error FROM SourcePoll WHERE sourceId = @sourceId
     ORDER BY startedAt DESC, id DESC LIMIT @most`,
    { sourceId, most },
  )

export type NewsRow = {
  readonly ticketId: number
  readonly title: string
  readonly changes: string
  readonly createdAt: number
}

/** So far back it is looked for news: what is older is in the timelines. */
const RECENT = 5000

/** What the other side changed last, the newest first. */
export const newsOf = ({ db }: Desk, sourceId: number, most: number): readonly NewsRow[] =>
  db.sql.all(
    `SELECT u.ticketId, t.title, u.changes, u.createdAt FROM "Update" u JOIN Ticket t ON t.id = u.ticketId
     WHERE u.id > (SELECT coalesce(max(id), 0) FROM "Update") - ${RECENT}
       AND u.kind = 'system' AND u.authorId IS NULL AND u.changes IS NOT NULL AND t.sourceId = @sourceId
     ORDER BY u.id DESC LIMIT @most`,
    { sourceId, most },
  )

/** How many tickets of a source are here, and how many of them are in work. */
export const mirroredCounts = ({ db }: Desk, sourceId: number): { readonly all: number; readonly active: number } =>
  db.sql.get(
    'SELECT count(*) AS "all", coalesce(sum(section > 0), 0) AS active FROM Ticket WHERE sourceId = @sourceId',
    {
      sourceId,
    },
  ) ?? { all: 0, active: 0 }

/** The tickets of a source that are in work here, by their numbers there. */
export const activeExternalIds = ({ db }: Desk, sourceId: number): readonly string[] =>
  db.sql
    .rows<[string]>(
      'SELECT externalId FROM Ticket WHERE sourceId = @sourceId AND archivedAt IS NULL AND (section > 0 OR snoozedUntil IS NOT NULL) ORDER BY id',
      { sourceId },
    )
    .map(([externalId]) => externalId)

/** Whether a ticket is here and done: that it is in work there is then a matter of the mapping. */
export const hasEnded = ({ db }: Desk, sourceId: number, externalId: string): boolean =>
  db.sql.get(
    'SELECT 1 FROM Ticket WHERE sourceId = @sourceId AND externalId = @externalId AND archivedAt IS NULL AND section = 0 AND snoozedUntil IS NULL',
    {
      sourceId,
      externalId,
    },
  ) !== undefined
