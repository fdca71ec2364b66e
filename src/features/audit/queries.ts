import type { Desk } from '#src/desk.ts'
import { BEGINNING, hashOf, type Link } from './chain.ts'

export type AuditRow = Link & { readonly id: number; readonly previousHash: string; readonly hash: string }

const COLUMNS = 'id, createdAt, actorId, actorName, address, action, subject, details, previousHash, hash'
const BATCH = 1000

export type AuditWanted = {
  readonly action: string
  /** Part of a name, an address or a subject. */
  readonly q: string
  /** Instants; null for no bound. */
  readonly fromAt: number | null
  readonly toAt: number | null
  /** Entries before this one; null for the newest. */
  readonly before: number | null
  readonly most: number
}

/** Entries, the newest first. */
export function auditEntries(
  { db }: Desk,
  { action, q, fromAt, toAt, before, most }: AuditWanted,
): readonly AuditRow[] {
  return db.sql.all<AuditRow>(
    `SELECT ${COLUMNS} FROM AuditEntry
     WHERE (@action = '' OR action = @action) AND (@before IS NULL OR id < @before)
       AND (@fromAt IS NULL OR createdAt >= @fromAt) AND (@toAt IS NULL OR createdAt < @toAt)
       AND (@q = '' OR instr(lower(actorName || ' ' || coalesce(address, '') || ' ' || subject), lower(@q)) > 0)
     ORDER BY id DESC LIMIT @most`,
    { action, q, fromAt, toAt, before, most },
  )
}

export type Verdict =
  | { readonly ok: true; readonly count: number; readonly lastHash: string }
  | { readonly ok: false; readonly count: number; readonly brokenAt: number; readonly reason: string }

/** Walks the whole chain; an entry that was changed, taken out or put in breaks it there. */
export function verifyAudit({ db }: Desk): Verdict {
  let previousHash = BEGINNING
  let count = 0
  for (let after = 0; ;) {
    const rows = db.sql.all<AuditRow>(
      `SELECT ${COLUMNS} FROM AuditEntry WHERE id > @after ORDER BY id LIMIT ${BATCH}`,
      {
        after,
      },
    )
    for (const row of rows) {
      const reason = flawOf(row, previousHash)
      if (reason !== null) return { ok: false, count, brokenAt: row.id, reason }
      previousHash = row.hash
      count += 1
      after = row.id
    }
    if (rows.length < BATCH) return { ok: true, count, lastHash: previousHash }
  }
}

function flawOf(row: AuditRow, previousHash: string): string | null {
  if (row.previousHash !== previousHash) return 'an entry before it was taken out, put in or moved'
  return row.hash === hashOf(previousHash, row) ? null : 'it was changed after it was written'
}
