const LONGEST = 200
const MOST_TERMS = 12

export type Match = {
  /** Each word as the beginning of one. */
  readonly begun: string
  /** Each word as it stands. */
  readonly whole: string
}

/**
 * Words and "phrases" as FTS5 queries: every one must occur. Everything typed is quoted, so nothing of it is ever read
 * as an operator. Null when there is nothing to look for.
 */
export function matchOf(typed: string, columns?: readonly string[]): Match | null {
  const terms = [...typed.slice(0, LONGEST).matchAll(/"([^"]+)"|([^\s"]+)/g)]
    .map(([, phrase, word]) => (phrase === undefined ? termOf(word ?? '', true) : termOf(phrase, false)))
    .filter((term) => term !== null)
    .slice(0, MOST_TERMS)
  if (terms.length === 0) return null

  const within = (all: string) => (columns ? `{${columns.join(' ')}} : (${all})` : all)
  return {
    begun: within(terms.map(({ quoted, begins }) => `${quoted}${begins ? '*' : ''}`).join(' AND ')),
    whole: within(terms.map(({ quoted }) => quoted).join(' AND ')),
  }
}

// Half of all words begin with some letter or other, so one or two of them stand for themselves. In scripts without
// spaces they may well begin a whole sentence.
const SHORT = /^[\p{Script=Latin}\p{N}]{1,2}$/u

// A term without any letter or digit holds no token and would match nothing.
function termOf(text: string, word: boolean) {
  if (!/[\p{L}\p{N}]/u.test(text)) return null
  return { quoted: `"${text.replaceAll('"', ' ')}"`, begins: word && !SHORT.test(text) }
}
