import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'

export type TagRow = {
  readonly id: number
  readonly name: string
  readonly nameKey: string
  readonly color: string | null
  readonly count: number
}

const COLUMNS = 'g.id, g.name, g.nameKey, g.color, (SELECT count(*) FROM TicketTag x WHERE x.tagId = g.id) AS count'

/** Tags whose name holds this, by name. */
export const tagsNamed = ({ db }: Desk, part: string, most: number): readonly TagRow[] =>
  db.sql.all<TagRow>(
    `SELECT ${COLUMNS} FROM Tag g WHERE @part = '' OR instr(g.nameKey, @part) > 0 ORDER BY g.nameKey LIMIT @most`,
    { part, most },
  )

/** One tag; fails where there is none. */
export function tagRow({ db }: Desk, id: number): TagRow {
  const row = db.sql.get<TagRow>(`SELECT ${COLUMNS} FROM Tag g WHERE g.id = @id`, { id })
  if (!row) throw notFound('tag')
  return row
}
