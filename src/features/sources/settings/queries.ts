import type { Config } from '#config/config.ts'
import type { FreshserviceSource } from '#config/sources.ts'
import type { Desk } from '#src/desk.ts'
import type { Choices } from '#features/sources/adapter.ts'
import { storedFact } from '#features/sla/queries.ts'

export const choicesKey = (kind: string): string => `source.choices.${kind}`

/** What the lists of the account held when it was last checked; null before that. */
export function knownChoices(desk: Desk, kind: string): Choices | null {
  const text = storedFact(desk, choicesKey(kind))
  return text === null ? null : (JSON.parse(text) as Choices)
}

/** The account the config names, if it names one. */
export const freshserviceOf = ({ sources }: Config): FreshserviceSource | null =>
  sources.find((source): source is FreshserviceSource => source.kind === 'freshservice') ?? null
