import type { Actor } from '#domain/actor.ts'
import { NO_DRAFTS, type Drafts } from '#domain/drafts.ts'
import type { Desk } from '#src/desk.ts'

/** Where somebody writes: on a ticket, or null for a new one. */
export type DraftPlace = { readonly ticketId: number | null; readonly kind: string }

// `IS` also finds the place without a ticket, of which a unique index knows nothing.
export const ONE_DRAFT =
  'SELECT id, body FROM Draft WHERE personId = @personId AND kind = @kind AND ticketId IS @ticketId'

export type DraftRow = { readonly id: number; readonly body: string }

/** A person's own unfinished writing; nobody else's is ever read. */
export function draftsOf({ db }: Desk, { personId }: Actor, { ticketId, kind }: DraftPlace): Drafts {
  const row = db.sql.get<DraftRow>(ONE_DRAFT, { personId, ticketId, kind })
  return row === undefined ? NO_DRAFTS : readDrafts(row.body)
}

/** What is stored otherwise than it is written here is no draft. */
export function readDrafts(body: string): Drafts {
  try {
    const read = JSON.parse(body) as Partial<Drafts>
    return Array.isArray(read.entries) && Array.isArray(read.sent) ? (read as Drafts) : NO_DRAFTS
  } catch {
    return NO_DRAFTS
  }
}
