import { SHADES, type Shade } from '#domain/restanding.ts'
import { STAGE_WORDS } from '#domain/stage.ts'
import { longTime, shortTime } from '#lib/zones.ts'
import type { AuditRow } from '#features/audit/queries.ts'
import type { SettingsPage } from './page.ts'
import type { WhatIf } from './queries.ts'
import type { KeyChange } from './service.ts'

const LONGEST = 160

/** A changed key with both its values in words. */
export const presentChange = ({ key, from, to }: KeyChange) => ({ key, from: clipped(from), to: clipped(to) })

const clipped = (value: unknown): string => {
  const text = wordsOf(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return 'not set'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(wordsOf).join(', ')
  if (typeof value === 'string') return value === '' ? 'empty' : value
  if (typeof value !== 'object') return JSON.stringify(value)
  if ('label' in value) return String(value.label)
  const entries = Object.entries(value)
  return entries.length === 0 ? 'none' : entries.map(([name, item]) => `${name} ${wordsOf(item)}`).join('; ')
}

/** What a reckoning found, in a sentence and a table. */
export function presentWhatIf({ all, changed, moves }: WhatIf) {
  const number = (count: number) => count.toLocaleString('en')
  const rank = (shade: Shade) => SHADES.indexOf(shade)
  return {
    sentence:
      changed === 0
        ? `None of the ${number(all)} tickets on the board would change colour.`
        : `${number(changed)} of the ${number(all)} tickets on the board would change colour.`,
    moves: moves
      .toSorted((one, other) => rank(other.to) - rank(one.to) || rank(other.from) - rank(one.from))
      .map(({ from, to, count }) => ({ from: shadeOf(from), to: shadeOf(to), count: number(count) })),
  }
}

const shadeOf = (shade: Shade) => ({
  urgency: shade === 'own' ? null : shade,
  word: shade === 'own' ? 'Colour of its status' : STAGE_WORDS[shade],
})

/** One entry of the history: who, when, on which page, and each key with what it was and became. */
export function presentEntry(row: AuditRow, zone: string, now: number) {
  const details = JSON.parse(row.details) as Readonly<Record<string, { from?: unknown; to?: unknown } | undefined>>
  return {
    at: {
      iso: new Date(row.createdAt).toISOString(),
      text: shortTime(row.createdAt, zone, now),
      full: longTime(row.createdAt, zone),
    },
    who: row.actorName,
    address: row.address,
    page: row.subject,
    changes: Object.entries(details).map(([key, change]) =>
      presentChange({ key, from: change?.from ?? null, to: change?.to ?? null }),
    ),
  }
}

/** The field a problem of the config stands beside: the page's own, by the longest beginning of the key. */
export function fieldErrors(
  page: Pick<SettingsPage, 'fields'>,
  problems: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const known = Object.entries(page.fields ?? {}).toSorted(([one], [other]) => other.length - one.length)
  return Object.fromEntries(
    Object.entries(problems).map(([key, message]) => {
      const field = known.find(([beginning]) => key === beginning || key.startsWith(`${beginning}.`))?.[1]
      return [field ?? '', field === undefined ? `${key}: ${message}` : `It ${message}.`]
    }),
  )
}
