import type { Role } from '#domain/access.ts'
import { parseSearch } from '#domain/search/parse.ts'
import { marksOf, snippetOf, type Mark, type Piece } from '#domain/search/snippet.ts'
import { isWords } from '#domain/search/terms.ts'
import type { Desk } from '#src/desk.ts'

type Shown = readonly { readonly id: number }[]
type Text = { readonly id: number; readonly text: string | null }

// Of a long thread the latest is read; a match in what lies before is found, but not shown.
const LATEST = 20

const FILED = (role: Role) =>
  role === 'client' ? `AND (u.id IS NULL OR u.kind = 'reply' AND u.removedAt IS NULL)` : ''

const TAGS = `coalesce((SELECT group_concat(g.name, ', ') FROM TicketTag x JOIN Tag g ON g.id = x.tagId WHERE x.ticketId = t.id), '')`

/** What is read of the tickets on one page, in this order, until each shows where it was found. */
const TEXTS: readonly ((role: Role) => string)[] = [
  () => `SELECT t.id, t.description AS text FROM Ticket t WHERE t.id IN (SELECT value FROM json_each(@ids))`,
  (
    role,
  ) => `SELECT w.value AS id, (SELECT group_concat(body, ' … ') FROM (SELECT u.body FROM "Update" u WHERE u.ticketId = w.value
    AND u.kind IN (${role === 'client' ? `'reply'` : `'reply', 'note'`}) AND u.removedAt IS NULL ORDER BY u.createdAt DESC LIMIT ${LATEST})) AS text
    FROM json_each(@ids) w`,
  (
    role,
  ) => `SELECT t.id, ${role === 'client' ? `''` : 't.notes'} || ' ' || coalesce((SELECT name FROM Person WHERE id = t.requesterId), '') || ' ' ||
    ${role === 'client' ? `''` : TAGS} || ' ' ||
    coalesce((SELECT group_concat(l.url || ' ' || coalesce(l.label, ''), ' ') FROM TicketLink l LEFT JOIN "Update" u ON u.id = l.updateId WHERE l.ticketId = t.id ${FILED(role)}), '') || ' ' ||
    coalesce((SELECT group_concat(a.name, ' ') FROM Attachment a LEFT JOIN "Update" u ON u.id = a.updateId WHERE a.ticketId = t.id ${FILED(role)}), '') AS text
    FROM Ticket t WHERE t.id IN (SELECT value FROM json_each(@ids))`,
]

/** Where in these tickets, beyond their titles, this role finds the words; nothing when none are looked for. */
export function snippetsFor(
  desk: Desk,
  role: Role,
  { q, rows }: { q: string; rows: Shown },
): ReadonlyMap<number, readonly Piece[]> {
  const marks = marksOf(parseSearch(q).filter(isWords))
  const found = new Map<number, readonly Piece[]>()
  if (marks.length === 0) return found
  for (const text of TEXTS) {
    const open = rows.filter(({ id }) => !found.has(id)).map(({ id }) => id)
    if (open.length > 0) mark(desk.db.sql.all<Text>(text(role), { ids: JSON.stringify(open) }), marks, found)
  }
  return found
}

function mark(texts: readonly Text[], marks: readonly Mark[], found: Map<number, readonly Piece[]>): void {
  for (const { id, text } of texts) {
    const pieces = text === null ? null : snippetOf(text, marks)
    if (pieces !== null) found.set(id, pieces)
  }
}
