/** One of the values of an operator; quoted, it is a name and never a word of the language. */
export type Value = { readonly text: string; readonly not: boolean; readonly quoted: boolean }

/** What a search asks for: words and phrases to be found, and operators with their values. `not` excludes. */
export type Term =
  | { readonly kind: 'word' | 'phrase'; readonly text: string; readonly not: boolean }
  | { readonly kind: 'operator'; readonly name: string; readonly values: readonly Value[]; readonly not: boolean }

export type Operator = Extract<Term, { kind: 'operator' }>
export type Words = Exclude<Term, Operator>

export const isOperator = (term: Term): term is Operator => term.kind === 'operator'
export const isWords = (term: Term): term is Words => term.kind !== 'operator'

/** A value as it stands. */
export const value = (text: string, quoted = false): Value => ({ text, not: false, quoted })

/** An operator as an address or a link means it. */
export const operator = (name: string, ...values: readonly Value[]): Operator => ({
  kind: 'operator',
  name,
  values,
  not: false,
})

/** A term that could not be read is searched as it was written, hint or no hint. */
export type Hint = { readonly term: string; readonly text: string }
