import { foldName } from './text.ts'

/** What a person was called, and what stands in its place. */
export type Redaction = {
  readonly label: string
  readonly names: readonly string[]
  readonly mails: readonly string[]
}

/** A text without the names and addresses; the words around them stay. */
export function redacted(text: string, { label, names, mails }: Redaction): string {
  const words = [...mails, ...names].flatMap((word) => [word, inJson(word)])
  return [...new Set(words)].reduce((rest, word) => rest.replace(wholeWord(word), () => label), text)
}

/** The same for what is folded for finding. */
export const redactedKey = (text: string, { label, names, mails }: Redaction): string =>
  redacted(text, { label: foldName(label), names: names.map(foldName), mails })

/** A name of one word is a word of everybody's; it is taken out only where it stands for the person alone. */
export const isDistinct = (name: string): boolean => /\p{L}\S*\s+\S*\p{L}/u.test(name)

const inJson = (word: string): string => JSON.stringify(word).slice(1, -1)

const wholeWord = (word: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu')
