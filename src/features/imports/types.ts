import type { Texts } from '#domain/edits.ts'

/** `content` is null where the file only names the attachment. */
export type IncomingFile = { readonly name: string; readonly type: string; readonly content: string | null }

/** Words of the system the file comes from; null where it knows none. */
export type IncomingChange = { readonly field: string; readonly from: string | null; readonly to: string | null }

export type IncomingUpdate = {
  readonly key: string
  readonly kind: 'reply' | 'note' | 'system'
  /** Empty where the file names nobody. */
  readonly author: string
  readonly authorIsRequester: boolean
  readonly body: string
  /** Null where the file has no time: it happened, at the latest, when it was imported. */
  readonly at: number | null
  readonly changes: readonly IncomingChange[]
  readonly files: readonly IncomingFile[]
}

export type IncomingPerson = { readonly name: string; readonly email: string | null }

export type IncomingTag = { readonly name: string; readonly color: string | null }

/** A ticket as a file tells it: statuses, priorities and types are still in the words of its origin. */
export type IncomingTicket = {
  /** A stable external id, or a hash of the content where the file has none. */
  readonly key: string
  readonly line: number
  readonly title: string
  readonly description: string
  readonly notes: string
  readonly requester: IncomingPerson | null
  readonly assignee: IncomingPerson | null
  readonly watchers: readonly IncomingPerson[]
  readonly priority: string | null
  readonly status: string | null
  readonly holdReason: string | null
  readonly resolution: string | null
  readonly type: string | null
  readonly category: string | null
  readonly component: string | null
  readonly site: string | null
  readonly project: string | null
  readonly jobNumber: string | null
  readonly dueAt: number | null
  readonly createdAt: number | null
  readonly updatedAt: number | null
  readonly firstRespondedAt: number | null
  readonly resolvedAt: number | null
  readonly closedAt: number | null
  readonly ageReferenceAt: number | null
  readonly tags: readonly IncomingTag[]
  readonly links: readonly string[]
  readonly updates: readonly IncomingUpdate[]
  readonly files: readonly IncomingFile[]
  /** Values of custom fields in their one spelling, by their names in forms. */
  readonly custom?: Texts
  /** Whether the words are the desk's own, and stay as they are. */
  readonly exact?: true
  /** What its custom fields hold, by their names in forms. */
  readonly fields?: Texts
  /** The ticket of this desk it is, if the file was written here. */
  readonly own?: { readonly id: number; readonly createdAt: number }
}

export type Rejected = { readonly line: number; readonly reason: string }

export type Incoming =
  { readonly kind: 'ticket'; readonly ticket: IncomingTicket } | ({ readonly kind: 'rejected' } & Rejected)

/** A file that was opened and understood, not yet read. */
export type ImportSource = {
  /** Begins every import key, so that two systems may use the same numbers. */
  readonly origin: string
  readonly label: string
  /** What `Rejected.line` counts. */
  readonly unit: 'line' | 'ticket'
  readonly size: number
  /** How much of `size` has been read. */
  readonly position: () => number
  /** What was decided about the file, in sentences; complete once the records have been read. */
  readonly remarks: readonly string[]
  readonly records: () => AsyncGenerator<Incoming>
}

export const rejected = (line: number, reason: string): Incoming => ({ kind: 'rejected', line, reason })
