const LONGEST = 200
const MOST_TERMS = 12

/**
 * Words and "phrases" as an FTS5 query: every one must occur, each word as the beginning of one. Everything typed is
 * quoted, so nothing of it is ever read as an operator. Null when there is nothing to look for.
 */
export function matchOf(typed: string, columns?: readonly string[]): string | null {
  const terms = [...typed.slice(0, LONGEST).matchAll(/"([^"]+)"|([^\s"]+)/g)]
    .map(([, phrase, word]) => (phrase === undefined ? termOf(word ?? '', '*') : termOf(phrase, '')))
    .filter((term) => term !== null)
    .slice(0, MOST_TERMS)
  if (terms.length === 0) return null
  return columns ? `{${columns.join(' ')}} : (${terms.join(' AND ')})` : terms.join(' AND ')
}

// A term without any letter or digit holds no token and would match nothing.
function termOf(text: string, tail: string): string | null {
  return /[\p{L}\p{N}]/u.test(text) ? `"${text.replaceAll('"', ' ')}"${tail}` : null
}
