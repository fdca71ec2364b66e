import { nearest } from './nearest.ts'

/** What stands in a template: plain text, or a field in double braces with what to say where it is empty. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string; readonly fallback: string; readonly typed: string }

/** The text of a field in braces; bounded, so that looking for its end never takes long. */
const FIELD = /\{\{([^{}\n]{0,200})\}\}/g
const DATE = /^date ?([+-]) ?(\d{1,4}) ?(d|w|days?|weeks?)$/

/** Takes a template apart, in one pass from left to right; what is not closed is text. */
export function piecesOf(template: string): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const found of template.matchAll(FIELD)) {
    if (found.index > from) pieces.push({ kind: 'text', text: template.slice(from, found.index) })
    const [name = '', ...rest] = (found[1] ?? '').split('|')
    pieces.push({ kind: 'field', name: spelled(name), fallback: rest.join('|').trim(), typed: found[0] })
    from = found.index + found[0].length
  }
  if (from < template.length) pieces.push({ kind: 'text', text: template.slice(from) })
  return pieces
}

/** One spelling: `Requester . Name` is `requester.name`, `date + 3 d` is `date+3d`. Keys of custom fields stay as they are. */
function spelled(name: string): string {
  const clean = name.trim().replace(/\s+/g, ' ').toLowerCase()
  const [, sign, count, unit] = DATE.exec(clean) ?? []
  if (sign !== undefined) return `date${sign}${Number(count)}${(unit ?? 'd').charAt(0)}`
  return clean.replace(/ ?\. ?/g, '.')
}

/** How many days from today `date+2w` means; null for any other field. */
export function daysOf(name: string): number | null {
  const [, sign, count, unit] = /^date([+-])(\d{1,4})([dw])$/.exec(name) ?? []
  if (sign === undefined) return null
  return (sign === '-' ? -1 : 1) * Number(count) * (unit === 'w' ? 7 : 1)
}

/** Where the cursor stands after a reply was put into the composer. */
export const CURSOR = 'cursor'

/** What is wrong with a template whose fields must be among these, in words for its author; null if nothing is. */
export function templateProblem(template: string, known: readonly string[]): string | null {
  const pieces = piecesOf(template)
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      const at = piece.text.indexOf('{{')
      if (at >= 0)
        return `“${piece.text.slice(at, at + 24).split('\n')[0] ?? ''}” is not closed. End the field with }}.`
    } else if (!known.includes(piece.name) && daysOf(piece.name) === null) return unknownField(piece.name, known)
  }
  const cursors = pieces.filter((piece) => piece.kind === 'field' && piece.name === CURSOR)
  return cursors.length > 1 ? 'Name {{ cursor }} once: there is one cursor.' : null
}

function unknownField(name: string, known: readonly string[]): string {
  if (name === '') return 'An empty field stands between {{ and }}. Name one, or remove it.'
  if (name.startsWith('date')) return `Write {{ ${name} }} as a number of days or weeks, such as {{ date+3d }}.`
  const near = nearest(name, known)
  return `There is no field {{ ${name.slice(0, 60)} }}.${near === null ? '' : ` Did you mean {{ ${near} }}?`}`
}

export type Filled = { readonly text: string; readonly cursor: number | null }

/**
 * Puts values in for the fields. A value is text and nothing else: braces in it are not looked at again, and its line
 * breaks become blanks. What has no value says its default, and a field nobody knows stays as it was typed.
 */
export function fillText(template: string, valueOf: (name: string) => string | undefined): Filled {
  let text = ''
  let cursor: number | null = null
  for (const piece of piecesOf(template)) {
    if (piece.kind === 'text') text += piece.text
    else if (piece.name === CURSOR) cursor ??= text.length
    else text += valueIn(piece, valueOf(piece.name))
  }
  return { text, cursor }
}

function valueIn({ fallback, typed }: Extract<Piece, { kind: 'field' }>, value: string | undefined): string {
  if (value === undefined) return typed
  const line = value.replace(/\s+/g, ' ').trim()
  return line === '' ? fallback : line
}

/** `Wallace, Monique` → `Monique`; `Monique Wallace` → `Monique`. */
export function firstName(name: string): string {
  const [family = '', given = ''] = name.split(',')
  return (given.trim() === '' ? family : given).trim().split(/\s+/)[0] ?? ''
}
