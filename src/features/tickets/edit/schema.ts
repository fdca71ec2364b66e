import { z } from 'zod'
import type { Texts } from '#domain/edits.ts'

const base = z
  .string()
  .max(20_000)
  .transform((text, context): Texts => {
    try {
      return z.record(z.string(), z.string()).parse(JSON.parse(text))
    } catch {
      context.addIssue({ code: 'custom', message: 'This form is not one of ours. Open it anew.' })
      return {}
    }
  })

/** What an edit carries beside the fields: what the form showed, and which side wins where both changed. */
export const editEnvelope = z.looseObject({ base, version: z.string().optional() })

export type Choice = 'mine' | 'theirs'

/** Takes the `keep.field` choices out of a body. */
export function choicesOf(body: Readonly<Record<string, unknown>>): {
  readonly fields: Record<string, unknown>
  readonly kept: ReadonlyMap<string, Choice>
} {
  const isChoice = (name: string) => name.startsWith('keep.')
  const entries = Object.entries(body)
  return {
    fields: Object.fromEntries(entries.filter(([name]) => !isChoice(name) && name !== 'base' && name !== 'version')),
    kept: new Map(
      entries
        .filter(([name]) => isChoice(name))
        .map(([name, value]) => [name.slice(5), value === 'theirs' ? 'theirs' : 'mine']),
    ),
  }
}
