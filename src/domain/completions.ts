import type { Operator, Value } from './search/operators.ts'
import { nameValue, writeValue } from './search/write.ts'
import { foldName } from './text.ts'

/** The piece of a search that is being typed: the name of an operator, or one of its values. */
export type Place = {
  /** Whose value it is; null while a word or the name of an operator is typed. */
  readonly operator: string | null
  /** What stands before the caret, without quotes. */
  readonly typed: string
  /** Which part of the text a completion takes the place of. */
  readonly from: number
  readonly to: number
  /** The other values of the same list, folded. */
  readonly others: readonly string[]
}

/** An operator as it is offered, with all values that are known here. */
export type Offer = Pick<Operator, 'name' | 'help'> & { readonly values: readonly Value[] }

export type Completion = { readonly label: string; readonly insert: string; readonly help: string }

const NAME = /^([a-z]+|field\.[\w-]+):/i
const SIGNS = /^[<>]=?/

/** What is being typed at the caret; null inside a phrase, where nothing is completed. */
export function placeAt(text: string, at: number): Place | null {
  const caret = Math.min(Math.max(at, 0), text.length)
  const pieces = quotedSplit(text, /\s/)
  const piece = pieces.find(({ from, to }) => from <= caret && caret <= to)
  if (!piece) return null

  const from = piece.from + (text[piece.from] === '-' ? 1 : 0)
  const term = text.slice(from, piece.to)
  const name = NAME.exec(term)?.[1]
  if (name !== undefined && caret > from + name.length)
    return valueAt({ text: term.slice(name.length + 1), start: from + name.length + 1 }, name, caret)

  const typed = text.slice(from, Math.max(caret, from))
  if (/[",]/.test(typed)) return null
  return { operator: null, typed, from, to: name === undefined ? piece.to : from + name.length + 1, others: [] }
}

function valueAt({ text, start }: { text: string; start: number }, name: string, caret: number): Place | null {
  const pieces = quotedSplit(text, /,/).map(({ from, to }) => ({ from: start + from, to: start + to }))
  const values = pieces.map(({ from, to }) => text.slice(from - start, to - start))
  const index = pieces.findIndex(({ from, to }) => from <= caret && caret <= to)
  const piece = pieces[index]
  if (!piece) return null

  const operator = name.toLowerCase()
  const value = values[index] ?? ''
  const signs = /^-?/.exec(value)?.[0].length ?? 0
  const from = Math.min(
    piece.from + signs + (operator === 'priority' ? (SIGNS.exec(value.slice(signs))?.[0].length ?? 0) : 0),
    caret,
  )
  return {
    operator,
    typed: bare(text.slice(from - start, caret - start)),
    from,
    to: piece.to,
    others: values.filter((_value, other) => other !== index).map((other) => foldName(bare(other.replace(/^-/, '')))),
  }
}

const bare = (text: string): string => text.replaceAll('"', '')

type Span = { readonly from: number; readonly to: number }

/** Cuts at every separator that is not between quotes; a quote that was not closed reaches to the end. */
function quotedSplit(text: string, separator: RegExp): readonly Span[] {
  const spans: Span[] = []
  let [from, quoted] = [0, false]
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    if (letter === '"') quoted = !quoted
    if (quoted || !separator.test(letter)) continue
    spans.push({ from, to: at })
    from = at + 1
  }
  return [...spans, { from, to: text.length }]
}

/** The operators or values that go on from what is typed, at most `most`, those that begin with it first. */
export function completionsFor(place: Place, operators: readonly Offer[], most: number): readonly Completion[] {
  const typed = foldName(place.typed)
  if (place.operator === null) {
    const found = operators.filter(({ name }) => name.startsWith(typed) || name.startsWith(`field.${typed}`))
    return found.slice(0, most).map(({ name, help }) => ({ label: `${name}:`, insert: `${name}:`, help }))
  }
  const { operator } = place
  const values = operators.find(({ name }) => name === operator)?.values ?? []
  const words = values.filter(({ name }) => name !== true).map(({ text }) => text)
  return values
    .filter(({ text }) => !place.others.includes(foldName(text)))
    .map((value) => ({ value, rank: rankOf(value, typed) }))
    .filter(({ rank }) => rank < NOWHERE)
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ value }) => ({ label: value.text, insert: written(value, operator, words), help: value.help ?? '' }))
}

const NOWHERE = 2

// What is typed in full needs no completion.
function rankOf({ text, help = '' }: Value, typed: string): number {
  const name = foldName(text)
  if (name === typed) return NOWHERE
  if (name.startsWith(typed)) return 0
  return `${name} ${foldName(help)}`.split(/[\s_-]+/).some((word) => word.startsWith(typed)) ? 1 : NOWHERE
}

const written = ({ text, name }: Value, operator: string, words: readonly string[]): string =>
  writeValue(name ? nameValue(text, words) : { text, not: false, quoted: false }, operator.includes('.'))
