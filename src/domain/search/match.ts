import { isWords, type Words } from './terms.ts'
import { parseSearch } from './parse.ts'

const MOST_WORDS = 12

/** Words and phrases as queries of the full text. */
export type Match = {
  /** Each word as the beginning of one. */
  readonly begun: string
  /** Each word as it stands. */
  readonly whole: string
  /** The same within titles, for what is found there stands first. */
  readonly titled: { readonly begun: string; readonly whole: string }
}

/** What must occur, and what must not; either may be empty. */
export type Wanted = { readonly match: Match | null; readonly without: string | null }

/**
 * Words as FTS5 queries: every one must occur, none of the excluded. Everything typed is quoted, so nothing of it is
 * ever read as an operator. Both are null when there is nothing to look for.
 */
export function wantedOf(words: readonly Words[], columns?: readonly string[]): Wanted {
  const tokens = words.flatMap((word) => tokenOf(word) ?? []).slice(0, MOST_WORDS)
  const not = tokens.filter((token) => token.not).map(begun)
  const sure = tokens.filter((token) => !token.not)
  if (sure.length === 0) return { match: null, without: not.length === 0 ? null : within(not.join(' OR '), columns) }

  const all = (write: (token: Token) => string) => sure.map(write).join(' AND ')
  const but = (text: string) => (not.length === 0 ? text : `(${text}) NOT (${not.join(' OR ')})`)
  const [prefixes, standing] = [all(begun), all(whole)]
  return {
    match: {
      begun: within(but(prefixes), columns),
      whole: within(but(standing), columns),
      titled: { begun: within(prefixes, ['title']), whole: within(standing, ['title']) },
    },
    without: null,
  }
}

/** What was typed as words alone, operators or not; null when there is nothing to look for. */
export const matchOf = (typed: string, columns?: readonly string[]): Match | null =>
  wantedOf(parseSearch(typed).filter(isWords), columns).match

const within = (query: string, columns?: readonly string[]) => (columns ? `{${columns.join(' ')}} : (${query})` : query)

type Token = { readonly spellings: readonly string[]; readonly begins: boolean; readonly not: boolean }

const either = (queries: readonly string[]): string =>
  queries.length > 1 ? `(${queries.join(' OR ')})` : queries.join('')
const whole = ({ spellings }: Token): string => either(spellings)
const begun = ({ spellings, begins }: Token): string =>
  either(begins ? spellings.map((spelling) => `${spelling}*`) : spellings)

// Half of all words begin with some letter or other, so one or two of them stand for themselves. In scripts without
// spaces they may well begin a whole sentence.
const SHORT = /^[\p{Script=Latin}\p{N}]{1,2}$/u
const OPEN = /^[\p{Script=Latin}\p{N}]\*$/u

/** Whether a word is one letter and a star: in the texts of all tickets it would hold everybody up to find nearly all. */
export const isTooOpen = ({ kind, text }: Words): boolean => kind === 'word' && OPEN.test(text)

// A term without any letter or digit holds no token and would match nothing.
function tokenOf({ kind, text, not }: Words): Token | null {
  if (!/[\p{L}\p{N}]/u.test(text)) return null
  const begins = kind === 'word' && (text.endsWith('*') || !SHORT.test(text))
  return { spellings: spellingsOf(text).map((spelling) => `"${spelling.replaceAll('"', ' ')}"`), begins, not }
}

const MOST_DOUBLES = 3

// The full text folds accents and leaves `ß`, which many keyboards do not have.
function spellingsOf(text: string): readonly string[] {
  const parts = text.split(/(ss|ß)/iu)
  if (parts.length > 2 * MOST_DOUBLES + 1) return [text]
  return parts.reduce<readonly string[]>(
    (made, part, index) =>
      (index % 2 === 0 ? [part] : [part, part.length === 2 ? 'ß' : 'ss']).flatMap((end) =>
        made.map((begin) => begin + end),
      ),
    [''],
  )
}

/** Whether there is anything in a word that can be looked for. */
export const holdsToken = (word: Words): boolean => tokenOf(word) !== null
