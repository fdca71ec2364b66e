import type { Desk } from '#src/desk.ts'

/** So many taggings are looked at; counting all of them would grow with the tickets. */
const LATEST = 2000

/** The tags, those first that were used most of late. */
export function tagNames({ db }: Desk, most: number): readonly string[] {
  return db.sql
    .all<{ name: string }>(
      `SELECT g.name FROM Tag g LEFT JOIN (
         SELECT tagId, count(*) AS uses FROM (SELECT tagId FROM TicketTag ORDER BY ticketId DESC LIMIT ${LATEST}) GROUP BY tagId
       ) u ON u.tagId = g.id ORDER BY u.uses DESC, g.name LIMIT @most`,
      { most },
    )
    .map(({ name }) => name)
}
