import { isWords, type Term, type Value } from './terms.ts'

/** The canonical text of a search; reading it gives the same terms. */
export const writeSearch = (terms: readonly Term[]): string => terms.map(writeTerm).join(' ')

/** One term as somebody would type it. */
export function writeTerm(term: Term): string {
  const not = term.not ? '-' : ''
  if (isWords(term)) return not + (term.kind === 'word' ? term.text : inQuotes(term.text))
  const whole = term.name.includes('.')
  return `${not}${term.name}:${term.values.map((value) => writeValue(value, whole)).join(',')}`
}

/** One value as somebody would type it: in quotes where it would fall apart without. `whole`: of a custom field. */
export function writeValue({ text, not, quoted }: Value, whole: boolean): string {
  const hard = whole ? /[\s"]|^[/\\]/.test(text) : /[\s",]|^[-/\\]/.test(text)
  return (not ? '-' : '') + (quoted || hard || text === '' ? inQuotes(text) : text)
}

/** A name as a value: in quotes where it would be read as a word of the language, a number or a beginning. */
export const nameValue = (text: string, words: readonly string[]): Value => ({
  text,
  not: false,
  quoted: words.includes(text.toLowerCase()) || /^#?\d+$|^[<>]|\*$/.test(text),
})

const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`
