/** The same for names that differ only in case, accents, width or blanks: `  Zoë  MÜLLER` → `zoe muller`. */
export const foldName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    // Upper in between: that is how `ß` meets `ss`; lower first, because `ẞ` is upper already.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()

/** The beginning of a Markdown text on one line without its marks, at most `max` characters with the ellipsis. */
export function excerpt(markdown: string, max: number): string {
  const plain = Array.from(plainText(markdown.slice(0, max * 4 + 1000)))
  if (plain.length <= max) return plain.join('')

  const cut = plain.slice(0, max).join('')
  const lastBlank = cut.lastIndexOf(' ')
  // A word as long as half the excerpt is cut rather than left out.
  return `${lastBlank > max / 2 ? cut.slice(0, lastBlank) : plain.slice(0, max - 1).join('')}…`
}

/** Two letters for a face without a picture; a dash for no name. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}][^\s]*/gu) ?? []
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  if (!first) return '–'
  return `${firstLetter(first)}${last ? firstLetter(last) : ''}`.toUpperCase()
}

const firstLetter = (word: string): string => Array.from(word)[0] ?? ''

function plainText(markdown: string): string {
  return markdown
    .replace(/^ {0,3}(```|~~~).*$/gm, ' ')
    .replace(/!?\[([^\][\n]{0,500})\]\([^()\n]{0,2000}\)/g, '$1')
    .replace(/<((?:https?:\/\/|mailto:)[^<>\s]{1,2000})>/g, '$1')
    .replace(/<\/?[A-Za-z][^<>\n]{0,500}>/g, ' ')
    .replace(/^ {0,3}(?:#{1,6} |> ?|[-*+] |\d{1,9}[.)] )/gm, '')
    .replace(/^ {0,3}(?:[-*_] ?){3,50}$/gm, ' ')
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/(^|[\s(])[*_]([^\s*_][^*_\n]{0,500})[*_](?=$|[\s).,;:!?])/gm, '$1$2')
    .replace(/\s+/g, ' ')
    .trim()
}
