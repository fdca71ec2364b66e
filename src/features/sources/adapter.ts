import type { RemoteChoice, RemoteTicket } from '#domain/remote.ts'

/** What the other side lets us ask, as it last said. */
export type Quota = {
  readonly limit: number | null
  readonly remaining: number | null
  /** When the allowance is full again. */
  readonly resetAt: number | null
}

export type Pulled = {
  readonly tickets: readonly RemoteTicket[]
  /** Opaque, only for the adapter that made it. */
  readonly cursor: string
  /** Whether the other side has nothing more for now; an empty page alone does not say so. */
  readonly done: boolean
  /** What this page had to leave out or could not settle, in words; the mark waits for it as long as is sane. */
  readonly problems?: readonly string[]
}

export type Snapshot = {
  /** Every ticket that is in work there. */
  readonly ids: ReadonlySet<string>
  /** Only a complete snapshot may take a ticket off the board. */
  readonly complete: boolean
}

export type Capabilities = {
  readonly deletions: 'stream' | 'reconcile' | 'none'
  /** Whether a cursor of the middle of a pull is still good later, or only that of its end. */
  readonly resumable: boolean
  readonly people: 'embedded' | 'lookup'
}

/** What a connection check found, a line each, in words a person can act on. */
export type Finding = { readonly ok: boolean; readonly text: string; readonly remedy: string | null }

/** The lists of the account, for the mapping table. */
export type Choices = {
  readonly statuses: readonly RemoteChoice[]
  readonly priorities: readonly RemoteChoice[]
  readonly types: readonly string[]
  readonly groups: readonly RemoteChoice[]
  readonly workspaces: readonly RemoteChoice[]
}

/** One mirrored system. Every method may fail with a `SourceFailure`, and with nothing else that was foreseen. */
export type SourceAdapter = {
  readonly capabilities: Capabilities
  /** The next page of what changed after the cursor; null begins at the horizon. */
  readonly pull: (cursor: string | null, signal: AbortSignal) => Promise<Pulled>
  readonly snapshot: (signal: AbortSignal) => Promise<Snapshot>
  /** One ticket as it is now; null when it is not there any more. */
  readonly get: (externalId: string, signal: AbortSignal) => Promise<RemoteTicket | null>
  readonly check: (signal: AbortSignal) => Promise<readonly Finding[]>
  readonly choices: (signal: AbortSignal) => Promise<Choices>
  readonly quota: () => Quota | null
  /** Says when something changed there, for those that can tell; answers how to stop listening. */
  readonly watch?: (onChange: () => void) => () => void
}
