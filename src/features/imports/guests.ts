import { foldName } from '#domain/text.ts'
import { mailKey } from '#domain/typed-person.ts'
import type { IncomingPerson } from './types.ts'

/** Remembers across batches which people this import made, and in a preview which names it has met. */
export type Guests = { readonly made: Set<number>; readonly met: Set<string> }

export type Visit = { readonly guests: Guests; readonly at: number; readonly preview: boolean }

export const personKey = ({ name, email }: IncomingPerson): string =>
  email === null ? `name:${foldName(name)}` : `mail:${mailKey(email)}`

/** How many of these a preview has not met in an earlier batch. */
export function newcomers(guests: Guests, kind: string, keys: readonly string[]): number {
  const fresh = keys.filter((key) => !guests.met.has(`${kind} ${key}`))
  for (const key of fresh) guests.met.add(`${kind} ${key}`)
  return fresh.length
}
