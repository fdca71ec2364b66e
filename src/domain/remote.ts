/** Somebody as a mirrored system knows them; what it does not say is null. */
export type RemotePerson = {
  readonly externalId: string
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  /** Whether they work on tickets there. */
  readonly agent: boolean
}

/** A value of a list that belongs to the mirrored system; the name is null when only its id is known. */
export type RemoteChoice = { readonly id: string; readonly name: string | null }

/** A ticket as a mirrored system knows it, in our words. Instants are milliseconds by the remote clock. */
export type RemoteTicket = {
  readonly externalId: string
  readonly url: string | null
  readonly title: string
  /** Plain text or Markdown, never HTML. */
  readonly description: string
  readonly status: RemoteChoice
  readonly priority: RemoteChoice
  readonly type: string | null
  readonly category: string | null
  readonly group: RemoteChoice | null
  readonly workspace: RemoteChoice | null
  readonly requester: RemotePerson | null
  readonly assignee: RemotePerson | null
  readonly tags: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
  readonly firstRespondedAt: number | null
  readonly resolvedAt: number | null
  readonly closedAt: number | null
  readonly firstResponseDueAt: number | null
  readonly dueAt: number | null
  /** Deleted there, put away as spam, or moved to where we do not mirror: not ours to show any more. */
  readonly gone: boolean
}
