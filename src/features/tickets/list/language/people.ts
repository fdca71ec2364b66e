import { foldName } from '#domain/text.ts'
import type { Value } from '#domain/search/terms.ts'
import { mailKey } from '#domain/typed-person.ts'
import { wantedOf } from '#domain/search/match.ts'
import { among, holds, isNull, noneOf, within, type Ask, type Clause } from './clause.ts'

/** Who works on a ticket, asked for it, or opened it. */
export const personIn =
  (column: 'assigneeId' | 'requesterId') =>
  (value: Value, ask: Ask): Clause => {
    if (!value.quoted && value.text === 'none') return isNull(column)
    const id = idOf(value, ask)
    return id === null ? among(column, peopleSql(value, ask), 1) : holds(column, ask.bind(id), 1)
  }

/** Who follows a ticket. */
export function watcher(value: Value, ask: Ask): Clause {
  const rows = 'FROM Watcher w WHERE'
  if (!value.quoted && value.text === 'none') return noneOf(within(`${rows} 1`, 'w.ticketId', 9))
  const id = idOf(value, ask)
  const who = id === null ? `IN (${peopleSql(value, ask)})` : `= ${ask.bind(id)}`
  return within(`${rows} w.personId ${who}`, 'w.ticketId', 1)
}

/** Tickets that this actor follows. */
export const watchedBy = ({ personId }: Ask['actor'], ask: Ask): Clause =>
  within(`FROM Watcher w WHERE w.personId = ${ask.bind(personId ?? -1)}`, 'w.ticketId', 1)

/** The one person that a value names by number; null when it is a name. */
function idOf({ text, quoted }: Value, { actor }: Ask): number | null {
  if (quoted) return null
  if (text === 'me') return actor.personId ?? -1
  return /^#?\d{1,15}$/.test(text) ? Number(text.replace('#', '')) : null
}

/** People by the beginning of any word of their name, or by their mail address, which clients know of themselves alone. */
function peopleSql({ text }: Value, ask: Ask): string {
  const { actor } = ask
  const { match } = wantedOf([{ kind: 'word', text: `${foldName(text)}*`, not: false }], ['name'])
  const found =
    match === null ? '0' : `p.id IN (SELECT rowid FROM PersonSearch WHERE PersonSearch MATCH ${ask.bind(match.begun)})`
  const own = actor.role === 'client' ? ` AND p.id = ${ask.bind(actor.personId ?? -1)}` : ''
  const mail = text.includes('@') ? ` OR p.emailKey = ${ask.bind(mailKey(text))}${own}` : ''
  return `SELECT coalesce(p.mergedIntoId, p.id) FROM Person p WHERE ${found}${mail}`
}
