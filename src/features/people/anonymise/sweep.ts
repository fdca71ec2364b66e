import { redacted, redactedKey, type Redaction } from '#domain/redaction.ts'
import type { Tx } from '#db/database.ts'

type Hot = Tx['hot']
type Column = { readonly table: string; readonly column: string }

// Asked of the database itself, so that a table that comes later is swept as well. People and the log are seen to apart.
const TEXT_COLUMNS = `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master m JOIN pragma_table_info(m.name) c
  WHERE m.type = 'table' AND upper(c.type) = 'TEXT' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'TicketSearch%'
    AND m.name NOT IN ('Person', 'AuditEntry', 'Meta', 'File')
    AND c.name NOT IN (SELECT k."from" FROM pragma_foreign_key_list(m.name) k)`

// A file is never renamed otherwise, so no trigger minds it.
const FIND_ANEW = `INSERT OR IGNORE INTO SearchDirty SELECT ticketId FROM Attachment WHERE rowid = @row AND ticketId IS NOT NULL`

/** Takes names and mail addresses out of every text there is. */
export function sweepTexts(hot: Hot, redaction: Redaction): void {
  const words = [...redaction.names, ...redaction.mails]
  for (const place of hot.all<Column>(TEXT_COLUMNS))
    for (const word of words) sweepColumn(hot, place, { word, redaction })
}

function sweepColumn(
  hot: Hot,
  { table, column }: Column,
  { word, redaction }: { word: string; redaction: Redaction },
): void {
  const rows = hot.all<{ row: number; text: string }>(
    `SELECT rowid AS row, "${column}" AS text FROM "${table}" WHERE instr(lower("${column}"), lower(@word)) > 0`,
    { word: column.endsWith('Key') ? word.toLowerCase() : word },
  )
  const clean = column.endsWith('Key') ? redactedKey : redacted
  for (const { row, text } of rows) {
    const next = clean(text, redaction)
    if (next === text) continue
    hot.run(`UPDATE "${table}" SET "${column}" = @next WHERE rowid = @row`, { next, row })
    if (table === 'Attachment') hot.run(FIND_ANEW, { row })
  }
}

type Changed = { readonly field: string; readonly from: string | null; readonly to: string | null }
const OF_PEOPLE = new Set(['assignee', 'requester', 'watcher'])

/** Takes a name out of what timelines say about people, where it may be a single word. */
export function sweepChanges(hot: Hot, names: readonly string[], label: string): void {
  const clean = (value: string | null) => (value !== null && names.includes(value) ? label : value)
  for (const name of names) {
    const rows = hot.all<{ id: number; changes: string }>(
      'SELECT id, changes FROM "Update" WHERE changes IS NOT NULL AND instr(changes, @quoted) > 0',
      { quoted: JSON.stringify(name) },
    )
    for (const { id, changes } of rows) {
      const told = (JSON.parse(changes) as readonly Changed[]).map((change) =>
        OF_PEOPLE.has(change.field) ? { ...change, from: clean(change.from), to: clean(change.to) } : change,
      )
      hot.update('Update', id, { changes: JSON.stringify(told) })
    }
  }
}
