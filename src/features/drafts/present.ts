import type { Actor } from '#domain/actor.ts'
import { writeRef, type DraftEntry } from '#domain/drafts.ts'
import { excerpt } from '#domain/text.ts'
import { clockTime, dateOf, shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import type { Values } from '#web/form.ts'
import { draftsOf, type DraftPlace } from './queries.ts'

const LONGEST = 90

export type DraftShown = NonNullable<ReturnType<typeof presentDraft>>

/** What a form needs to keep what is typed in it; null for who is nobody. `closed` forms show what was typed already. */
export function presentDraft(desk: Desk, actor: Actor, place: DraftPlace, { closed = false } = {}) {
  const { personId } = actor
  if (personId === null) return null

  const { entries, sent } = draftsOf(desk, actor, place)
  const [entry, ...others] = entries
  const base = place.ticketId === null ? '/tickets/new' : `/tickets/${place.ticketId}`
  return {
    url: place.ticketId === null ? `${base}/draft` : `${base}/draft/${place.kind}`,
    key: `draft:${personId}:${base}:${place.kind}`,
    ref: writeRef({ slot: entry?.slot ?? null, rev: entry?.rev ?? null, window: '' }),
    sent: sent.join(' '),
    closed,
    at: entry?.at ?? 0,
    slot: entry?.slot ?? null,
    atText: entry ? timeOf(desk, actor, entry.at) : null,
    unsent: closed ? null : (entry?.unsent ?? null),
    values: entry && !closed ? valuesOf(entry) : null,
    // JSON has escapes for what a page cannot carry as it is.
    json: entry && !closed ? JSON.stringify(entry.fields) : null,
    others: others.map((other) => ({
      slot: other.slot,
      atText: timeOf(desk, actor, other.at),
      text: excerpt(textOf(other), LONGEST),
    })),
  }
}

function timeOf({ clock }: Desk, { zone }: Actor, at: number): string {
  const now = clock.now()
  return dateOf(at, zone) === dateOf(now, zone) ? clockTime(at, zone) : shortTime(at, zone, now)
}

const textOf = ({ fields }: DraftEntry): string => fields.body?.[0] ?? fields.title?.[0] ?? ''

/** As a form that was refused shows what was typed; several values of a name stand one a line. */
const valuesOf = ({ fields }: DraftEntry): Values =>
  Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values.join('\n')]))
