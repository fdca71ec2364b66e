import type { Term, Value } from './terms.ts'

/** So many terms of a search count. */
export const MOST_TERMS = 40
// So a value is written in quotation marks only.
const ODD = /^[-/\\]/
// What stands before the colon; an address (`https://…`) or a path (`C:\…`) is a word.
const NAME = /^([a-z][a-z0-9_]{0,60}(?:\.[a-z0-9_]{1,60})?):(?![/\\])/i
const QUOTED = /^"((?:[^"]|"")*)"/
// A name that is still being typed is not closed yet.
const NAMED = /^"((?:[^"]|"")*)(?:"|$)/

/** Reads any text: what makes no sense as an operator is a word. Blanks mean "and". */
export function parseSearch(text: string): readonly Term[] {
  return termsOf(text, MOST_TERMS)
}

/** Whether a search says more than what counts of it. */
export const saysTooMuch = (text: string): boolean => termsOf(text, MOST_TERMS + 1).length > MOST_TERMS

function termsOf(text: string, most: number): readonly Term[] {
  const terms: Term[] = []
  let rest = text.replaceAll('\0', '').trimStart()
  while (rest !== '' && terms.length < most) {
    const [term, length] = readTerm(rest)
    if (term !== null) terms.push(term)
    rest = rest.slice(length).trimStart()
  }
  return terms
}

type Read<T> = readonly [found: T, length: number]

function readTerm(text: string): Read<Term | null> {
  const not = /^-[^\s-]/.test(text)
  const bare = not ? text.slice(1) : text
  const [term, length] = readOperator(bare, not) ?? readPhrase(bare, not) ?? readWord(bare, not)
  return [term, length + (not ? 1 : 0)]
}

function readPhrase(text: string, not: boolean): Read<Term | null> | null {
  const [whole, inner] = QUOTED.exec(text) ?? []
  if (whole === undefined || inner === undefined) return null
  const phrase = inner.replaceAll('""', '"').trim()
  return [phrase === '' ? null : { kind: 'phrase', text: phrase, not }, whole.length]
}

// A quotation mark that nothing closes is no more than a blank.
function readWord(text: string, not: boolean): Read<Term | null> {
  const [word] = /^[^\s"]+/.exec(text) ?? ['']
  return word === '' ? [null, 1] : [{ kind: 'word', text: word, not }, word.length]
}

function readOperator(text: string, not: boolean): Read<Term> | null {
  const [head, named] = NAME.exec(text) ?? []
  if (head === undefined || named === undefined) return null
  const name = named.toLowerCase()
  const [values, length] = readValues(text.slice(head.length), name.includes('.'))
  return [{ kind: 'operator', name, values, not }, head.length + length]
}

/** `whole`: the value of a field may hold commas and begin with a minus. */
function readValues(text: string, whole: boolean): Read<readonly Value[]> {
  const values: Value[] = []
  let at = 0
  for (;;) {
    const [found, length] = readValue(text.slice(at), whole)
    if (found !== null) values.push(found)
    at += length
    if (whole || text[at] !== ',') return [values, at]
    at += 1
  }
}

function readValue(text: string, whole: boolean): Read<Value | null> {
  const not = !whole && text.startsWith('-') && text.length > 1
  const bare = not ? text.slice(1) : text
  const dash = not ? 1 : 0
  const [quoted, inner] = NAMED.exec(bare) ?? []
  if (quoted !== undefined && inner !== undefined) {
    const name = inner.replaceAll('""', '"').trim()
    return [name === '' ? null : { text: name, not, quoted: true }, quoted.length + dash]
  }
  const [word] = (whole ? /^[^\s"]+/ : /^[^\s",]+/).exec(bare) ?? ['']
  return [word === '' ? null : { text: word, not, quoted: !whole && ODD.test(word) }, word.length + dash]
}
