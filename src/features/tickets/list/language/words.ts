import { parseNumber } from '#domain/numbers.ts'
import { tooOpen } from '#domain/search/hints.ts'
import { isTooOpen, wantedOf, type Match } from '#domain/search/match.ts'
import type { Words } from '#domain/search/terms.ts'
import { listed, type Ask, type Clause } from './clause.ts'

// Among the people of a ticket are those who watch it, of whom clients do not hear; `requester:` finds who asked. Tags are
// how agents sort their work.
const OPEN_TO_CLIENTS = ['title', 'description', 'links', 'files', 'replies']
const REMOTE_NUMBER = 'SELECT m.id FROM Ticket m WHERE m.sourceId IN (SELECT id FROM Source) AND m.externalId ='

/** Words that must all be found, and the clause that says so. */
export type Asked = { readonly match: Match; readonly clause: Clause }

/** What is looked for in the full text, and the numbers among it. */
export function wordsOf(
  words: readonly Words[],
  whole: string,
  ask: Ask,
): { readonly clauses: readonly Clause[]; readonly match: Asked | null } {
  const { numberFormat } = ask.config.tickets
  const columns = ask.actor.role === 'client' ? OPEN_TO_CLIENTS : undefined
  for (const word of words.filter(isTooOpen)) ask.hint(tooOpen(word))
  // The format itself may hold a blank.
  const alone = parseNumber(whole, numberFormat)
  if (alone !== null) return { clauses: [numbered(alone, words, ask)], match: null }

  const number = (word: Words) => (isNumber(word, words) ? parseNumber(word.text, numberFormat) : null)
  const numbers = words.flatMap((word) => {
    const id = number(word)
    if (id === null) return []
    const clause = numbered(id, [{ ...word, not: false }], ask)
    return [word.not ? { each: `(${clause.each}) IS NOT TRUE` } : clause]
  })
  const { match, without } = wantedOf(words.filter((word) => number(word) === null).map(closed), columns)
  if (without !== null)
    return {
      clauses: [...numbers, { each: `t.id NOT IN (${found('@without')})` }],
      match: bound(ask, { without }, null),
    }
  if (match === null) return { clauses: numbers, match: null }
  const clause = lookup('@match')
  return { clauses: [clause, ...numbers], match: bound(ask, { match: match.begun }, { match, clause }) }
}

/** One letter and a star stand for the letter. */
const closed = (word: Words): Words => (isTooOpen(word) ? { ...word, text: word.text.slice(0, -1) } : word)

function bound(ask: Ask, bind: Record<string, string>, asked: Asked | null): Asked | null {
  ask.take(bind)
  return asked
}

/** `#1042`, `HD-1042`; bare digits only when nothing else is looked for. */
const isNumber = (word: Words, words: readonly Words[]): boolean =>
  word.kind === 'word' && (words.length === 1 || !/^\d+$/.test(word.text))

/** A ticket by its number here or where it is mirrored from, or by these words. */
function numbered(id: number, words: readonly Words[], ask: Ask): Clause {
  const columns = ask.actor.role === 'client' ? OPEN_TO_CLIENTS : undefined
  const { match } = wantedOf(words, columns)
  const texts = match === null ? '' : ` OR t.id IN (${found(ask.bind(match.begun))})`
  // A mirrored ticket is known by its number there as well.
  const sql = `(t.id = ${ask.bind(id)} OR t.id IN (${REMOTE_NUMBER} ${ask.bind(String(id))})${texts})`
  return { each: sql, way: { sql, exact: true, rank: 0 } }
}

const found = (query: string): string => `SELECT rowid FROM TicketSearch WHERE TicketSearch MATCH ${query}`

const lookup = (query: string): Clause => ({
  each: `t.id IN (${found(query)})`,
  way: listed(found(query), 0),
})
