import { OPERATORS } from './operators.ts'
import { MOST_TERMS, saysTooMuch } from './parse.ts'
import type { Hint, Operator, Words } from './terms.ts'
import { writeTerm } from './write.ts'

const KNOWN = OPERATORS.map(({ name }) => name)

/** Says that there is no such operator, and which one may have been meant. */
export function unknownOperator(term: Operator): Hint {
  const meant = nearest(term.name, [...KNOWN, 'field'])
  const guess = meant === null ? '' : ` Did you mean “${meant === 'field' ? 'field.name' : meant}:”?`
  return { term: writeTerm(term), text: `There is no operator “${term.name}:”. Searched as words.${guess}` }
}

/** Says that a value could not be read, and what could be. */
export function unreadValue(term: Operator, bad: string, known: readonly string[] = []): Hint {
  const all = OPERATORS.find(({ name }) => name === term.name)
  const meant = nearest(bad.toLowerCase(), [...known, ...(all?.values ?? []).map((one) => one.text)])
  const example = all?.examples[0]
  const guess =
    meant !== null ? ` Did you mean “${term.name}:${meant}”?` : example ? ` It is written like “${example}”.` : ''
  const said = bad === '' ? `“${term.name}:” needs a value.` : `“${bad}” is nothing that “${term.name}:” can read.`
  return { term: writeTerm(term), text: `${said} Searched as words.${guess}` }
}

/** Says that one letter and a star are searched as the letter alone. */
export const tooOpen = ({ text }: Words): Hint => ({
  term: text,
  text: `“${text}” was searched as “${text.slice(0, -1)}”. Write two letters or more before the star.`,
})

/** Says that what agents keep for themselves is not searched by others. */
export const forStaff = (term: Operator): Hint => ({
  term: writeTerm(term),
  text: `“${writeTerm(term)}” is for agents. It finds nothing here.`,
})

/** Says that a search is longer than what is read of it; null where all of it counts. */
export function tooLong(text: string, longest: number): Hint | null {
  if (text.length >= longest)
    return { term: '', text: `Only the first ${longest.toLocaleString('en')} characters count. Say it in fewer words.` }
  return saysTooMuch(text)
    ? { term: '', text: `Only the first ${MOST_TERMS} words and operators count. Say it in fewer.` }
    : null
}

/** The word that is meant, as far as it begins like this one or differs by two letters at most. */
export function nearest(typed: string, words: readonly string[]): string | null {
  if (typed === '') return null
  const begun = words.find((word) => typed.length > 1 && (word.startsWith(typed) || typed.startsWith(word)))
  const [best] = words
    .map((word) => ({ word, far: distance(typed, word) }))
    .filter(({ word, far }) => far <= (word.length > 3 ? 2 : 1))
    .toSorted((one, other) => one.far - other.far)
  return best?.word ?? begun ?? null
}

/** How many letters must be typed anew, left out or put in. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3
  let row = Array.from({ length: other.length + 1 }, (_none, index) => index)
  for (const [line, letter] of Array.from(one).entries()) {
    const next = [line + 1]
    for (const [column, wanted] of Array.from(other).entries())
      next.push(
        Math.min((next[column] ?? 0) + 1, (row[column + 1] ?? 0) + 1, (row[column] ?? 0) + (letter === wanted ? 0 : 1)),
      )
    row = next
  }
  return row.at(-1) ?? 0
}
