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

/** How far the chain was found whole. */
export type Checked = { readonly after: number; readonly count: number; readonly previousHash: string }
type Step = { readonly verdict: Verdict | null; readonly checked: Checked }

export const UNCHECKED: Checked = { after: 0, count: 0, previousHash: BEGINNING }

/** Walks the whole chain; an entry that was changed, taken out or put in breaks it there. */
export function verifyAudit(desk: Desk): Verdict {
  let step = verifyOn(desk, UNCHECKED)
  while (step.verdict === null) step = verifyOn(desk, step.checked)
  return step.verdict
}

/** Walks on by some entries; the verdict is null while there are more. */
export function verifyOn({ db }: Desk, { after, count, previousHash }: Checked): Step {
  const sql = `SELECT ${COLUMNS} FROM AuditEntry WHERE id > @after ORDER BY id LIMIT ${BATCH}`
  const rows = db.sql.all<AuditRow>(sql, { after })
  let checked: Checked = { after, count, previousHash }
  for (const row of rows) {
    const reason = flawOf(row, checked.previousHash)
    if (reason !== null) return { checked, verdict: { ok: false, count: checked.count, brokenAt: row.id, reason } }
    checked = { after: row.id, count: checked.count + 1, previousHash: row.hash }
  }
  const verdict = { ok: true, count: checked.count, lastHash: checked.previousHash } as const
  return { checked, verdict: rows.length < BATCH ? verdict : null }
}

function flawOf(row: AuditRow, previousHash: string): string | null {
  if (row.previousHash !== previousHash) return 'an entry before it was taken out, put in or moved'
  return row.hash === hashOf(previousHash, row) ? null : 'it was changed after it was written'
}
