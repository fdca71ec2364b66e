import type { Desk } from '#src/desk.ts'

/** The tags in use, the most used first. */
export function tagNames({ db }: Desk, most: number): readonly string[] {
  return db.sql
    .all<{ name: string }>(
      `SELECT g.name FROM Tag g LEFT JOIN (SELECT tagId, count(*) AS uses FROM TicketTag GROUP BY tagId) u ON u.tagId = g.id ORDER BY u.uses DESC, g.name LIMIT @most`,
      { most },
    )
    .map(({ name }) => name)
}
