import type { Words } from './terms.ts'

const AROUND = 120
const BEFORE = 40

/** A stretch of text: `marked` is what was looked for. */
export type Piece = { readonly text: string; readonly marked: boolean }

/** A word to be marked, folded: as it begins, or as it stands. */
export type Mark = { readonly words: readonly string[]; readonly begins: boolean }

/** What is looked for, as it is marked in a text; excluded words are not. */
export const marksOf = (words: readonly Words[]): readonly Mark[] =>
  words
    .filter(({ not }) => !not)
    .map(({ kind, text }) => ({ words: tokensOf(text).map(({ key }) => key), begins: kind === 'word' }))
    .filter((mark) => mark.words.length > 0)

/** About 120 characters around the first match, with every match in them marked; null where there is none. */
export function snippetOf(text: string, marks: readonly Mark[]): readonly Piece[] | null {
  const plain = text.replace(/[\s*_#`>|~]+/g, ' ').trim()
  const begun = begunAt(plain, marks)
  if (begun < 0) return null
  const hits = hitsIn(tokensOf(plain, begun), marks)
  const [first] = hits
  if (!first) return null

  const start = wordStart(plain, Math.max(first.from - BEFORE, 0))
  const end = wordEnd(plain, Math.max(start + AROUND, first.to))
  const pieces: Piece[] = start > 0 ? [{ text: '…', marked: false }] : []
  let at = start
  for (const { from, to } of hits.filter((hit) => hit.to <= end)) {
    if (from > at) pieces.push({ text: plain.slice(at, from), marked: false })
    if (to > at) pieces.push({ text: plain.slice(Math.max(from, at), to), marked: true })
    at = Math.max(at, to)
  }
  if (end > at) pieces.push({ text: plain.slice(at, end), marked: false })
  return end < plain.length ? [...pieces, { text: '…', marked: false }] : pieces
}

type Token = { readonly key: string; readonly from: number; readonly to: number }

const ASCII = /^\p{ASCII}*$/u
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

/** The words of a text as the full text folds them, and where they stand; from this blank on. */
const tokensOf = (text: string, begun = 0): readonly Token[] =>
  [...text.slice(begun).matchAll(WORD)].map(({ 0: word, index }) => ({
    key: fold(word),
    from: begun + index,
    to: begun + index + word.length,
  }))

/**
 * The blank before the first letters of any mark, below which there is none; negative where there is none at all.
 * Folding a long text word by word takes time, and most hold a word as it was typed.
 */
function begunAt(text: string, marks: readonly Mark[]): number {
  if (!ASCII.test(text)) return 0
  const folded = text.toLowerCase()
  const found = marks.map(({ words }) => folded.indexOf(words[0] ?? '')).filter((at) => at >= 0)
  return found.length === 0 ? -1 : Math.max(text.lastIndexOf(' ', Math.min(...found)), 0)
}

const fold = (word: string): string =>
  ASCII.test(word)
    ? word.toLowerCase()
    : word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')

type Hit = { readonly from: number; readonly to: number }

function hitsIn(tokens: readonly Token[], marks: readonly Mark[]): readonly Hit[] {
  return tokens.flatMap((token, at) => {
    const mark = marks.find((one) => stands(tokens, at, one))
    const last = mark && tokens[at + mark.words.length - 1]
    return last ? [{ from: token.from, to: last.to }] : []
  })
}

const stands = (tokens: readonly Token[], at: number, { words, begins }: Mark): boolean =>
  words.every((word, index) => {
    const key = tokens[at + index]?.key ?? ''
    return begins && index === words.length - 1 ? key.startsWith(word) : key === word
  })

const wordStart = (text: string, at: number): number => (at === 0 ? 0 : text.indexOf(' ', at) + 1 || at)

const wordEnd = (text: string, at: number): number => {
  const blank = text.lastIndexOf(' ', at)
  return at >= text.length ? text.length : blank > at - 20 ? blank : at
}
