import { createHash } from 'node:crypto'
import { isMail, parsePerson } from '#domain/typed-person.ts'
import type { IncomingPerson } from './types.ts'

const LONGEST_TITLE = 250
const SENTENCE_TITLE = 80
const UNKNOWN = /^(|\?+|-{1,3}|\\N|\(?null\)?|#N\/A|\(empty\)|\(blank\))$/i
const NOBODY = /^(unassigned|not assigned|no agent|nobody|none|n\/a|nicht zugewiesen)$/i

/** Trimmed; null for an empty cell and for the marks with which exports say that they do not know. */
export function knownOrNull(text: string): string | null {
  const value = storable(text).trim()
  return UNKNOWN.test(value) ? null : value
}

/** Reads "Name <mail>", a bare address or a name; an address that has a column of its own wins. */
export function personOf(text: string | null, address: string | null = null): IncomingPerson | null {
  const own = address !== null && isMail(address.trim()) ? parsePerson(address) : null
  const written = parsePerson(text ?? '')
  if (!written || NOBODY.test(written.name)) return own
  return { name: written.name, email: own?.email ?? written.email }
}

/** Parts of a cell that holds several values, between commas, semicolons or line breaks. */
export function splitList(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** Line ends as the desk keeps them; a written-out "\n" becomes one where the file does so, or visibly means it. */
export function withBreaks(text: string, escaped: boolean): string {
  const plain = withoutHtml(storable(text).replace(/\r\n?/g, '\n').trim())
  if (!plain.includes('\\n') || !(escaped || (/\\n(\\r)?\\n/.test(plain) && !plain.includes('\n')))) return plain

  // A path such as C:\new holds the same two characters.
  return plain
    .replace(/\b[A-Z]:\\[^\s"']*|(\\r)?\\n|\\t/g, (found) =>
      found.startsWith('\\') ? (found === '\\t' ? ' ' : '\n') : found,
    )
    .trim()
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Some systems export their texts as the pages they show; the desk keeps plain text. */
function withoutHtml(text: string): string {
  if (!/^<(p|div|html|body|span|table|ul|ol|br|h[1-6]|b|strong|a)\b[^>]*>/i.test(text)) return text

  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
    .replace(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<br\b[^>]*>|<\/(div|li|tr|h[1-6])>/gi, '\n')
    .replace(/<\/(p|ul|ol|table)>/gi, '\n\n')
    .replace(/<li\b[^>]*>/gi, '- ')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&(#\d{1,6}|[a-z]+);/gi, (whole, name: string) => entity(name) ?? whole)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const entity = (name: string): string | undefined =>
  name.startsWith('#') ? String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff)) : ENTITIES[name.toLowerCase()]

/** A title for a ticket that came without: the first sentence of its text, cut at a word. */
export function firstSentence(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())
  const line = lines.find((candidate) => candidate !== '' && !isGreeting(candidate)) ?? lines.find(Boolean) ?? ''
  const sentence = /^.+?[.!?](?=\s|$)/.exec(line)?.[0] ?? line
  return shortened(sentence.replace(/\.$/, ''), SENTENCE_TITLE)
}

/** What does not fit into a title stands, whole, above the description. */
export function fitted(title: string, description: string): { title: string; description: string } {
  const line = title.replace(/\s+/g, ' ').trim()
  if (line.length <= LONGEST_TITLE) return { title: line, description }
  return { title: shortened(line, LONGEST_TITLE), description: `${line}\n\n${description}`.trim() }
}

/** Without the characters that a database would give back otherwise than it got them. */
export const storable = (text: string): string =>
  text.replaceAll('\0', '').replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')

/** Tells contents apart; the same cells give the same key in every run. */
export function contentKey(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text

  const cut = text.slice(0, limit - 1)
  const word = cut.lastIndexOf(' ')
  return `${(word > limit / 2 ? cut.slice(0, word) : cut).replace(/[\s,;:–-]+$/, '')}…`
}

/** Ends like a salutation, or says nothing else. */
function isGreeting(line: string): boolean {
  const salutes = /^(dear|hello|hi|hey|good (morning|day|afternoon)|sehr geehrte|liebe|guten|hallo)\b/i.test(line)
  return salutes && line.length < SENTENCE_TITLE && (/[,!:]$/.test(line) || line.split(' ').length < 4)
}
