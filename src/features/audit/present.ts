import { AUDIT_WORDS } from '#domain/audit.ts'
import { csvLine } from '#lib/csv-write.ts'
import { dayEnd, dayStart, longTime, shortTime } from '#lib/zones.ts'
import { auditEntries, type AuditRow, type AuditWanted, type Verdict } from './queries.ts'
import type { AuditQuery } from './schema.ts'
import type { Desk } from '#src/desk.ts'

const BATCH = 500
const LONGEST = 300
const WORDS: Readonly<Record<string, string | undefined>> = AUDIT_WORDS

/** What the page's address asks for; days are days of the reader's zone. */
export const wantedOf = ({ action, q, from, to, before }: AuditQuery, zone: string, most: number): AuditWanted => ({
  action,
  q,
  fromAt: from === '' ? null : dayStart(from, zone),
  toAt: to === '' ? null : dayEnd(to, zone),
  before: before ?? null,
  most,
})

export const actions = Object.entries(AUDIT_WORDS).map(([value, label]) => ({ value, label }))

/** One entry as the page tells it. */
export function presentEntry(row: AuditRow, zone: string, now: number) {
  return {
    id: row.id,
    at: {
      iso: new Date(row.createdAt).toISOString(),
      text: shortTime(row.createdAt, zone, now),
      full: longTime(row.createdAt, zone),
    },
    who: row.actorName,
    whoHref: row.actorId === null ? null : `/people/${row.actorId}`,
    did: WORDS[row.action] ?? row.action,
    subject: row.subject,
    details: detailsOf(row.details, (at) => shortTime(at, zone, now)),
    address: row.address,
  }
}

function detailsOf(
  json: string,
  time: (at: number) => string,
): readonly { readonly name: string; readonly text: string }[] {
  try {
    return Object.entries(JSON.parse(json) as Readonly<Record<string, unknown>>).map(([name, value]) => ({
      name,
      text: name.endsWith('At') && typeof value === 'number' ? time(value) : clipped(wordsOf(value)),
    }))
  } catch {
    return [{ name: 'cannot be read', text: clipped(json) }]
  }
}

const wordsOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const clipped = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

/** The state of the chain in a sentence. */
export function presentVerdict(verdict: Verdict) {
  const { count } = verdict
  const entries = count === 1 ? '1 entry' : `${count.toLocaleString('en')} entries`
  return verdict.ok
    ? { ok: true, text: `${entries}, unbroken`, lastHash: verdict.lastHash }
    : {
        ok: false,
        text: `Broken at entry ${verdict.brokenAt}: ${verdict.reason}. The ${entries} before it are whole.`,
      }
}

/** The log as CSV, the newest first, some hundred entries at a time. */
export function* auditCsv(desk: Desk, wanted: AuditWanted): Generator<string> {
  yield `\uFEFF${csvLine(['id', 'time', 'who', 'address', 'action', 'subject', 'details', 'hash'])}`
  for (let before = wanted.before; ;) {
    const rows = auditEntries(desk, { ...wanted, before, most: BATCH })
    yield rows
      .map(({ id, createdAt, actorName, address, action, subject, details, hash }) =>
        csvLine([id, new Date(createdAt).toISOString(), actorName, address, action, subject, details, hash]),
      )
      .join('')
    if (rows.length < BATCH) return
    before = rows.at(-1)?.id ?? before
  }
}
