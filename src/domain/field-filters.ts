import type { Field } from './fields.ts'
import { isDay, numberOf } from './field-values.ts'

type Value = string | number
export type Bound = { readonly value: Value; readonly open: boolean }

/** What a list asks of a field. */
export type FieldTest =
  | { readonly kind: 'holds' | 'contains'; readonly text: string }
  | { readonly kind: 'ticked' | 'unticked' }
  /** Numbers by number; days by their text, whose order is the same. */
  | {
      readonly kind: 'between'
      readonly column: 'number' | 'text'
      readonly from: Bound | null
      readonly to: Bound | null
    }

/** Reads a filter: a choice, `yes`, part of a text, `>5`, `5..10`, `2026-11-01..2026-11-30`; null when it is none. */
export function fieldTest({ type }: Pick<Field, 'type'>, typed: string): FieldTest | null {
  const text = typed.trim()
  if (type === 'number') return between('number', text, numberOf)
  if (type === 'date') return between('text', text, (day) => (isDay(day) ? day : null))
  if (type === 'choice' || type === 'choices') return { kind: 'holds', text }
  if (type !== 'checkbox') return { kind: 'contains', text }
  if (text !== 'yes' && text !== 'no') return null
  return { kind: text === 'yes' ? 'ticked' : 'unticked' }
}

type Read = (text: string) => Value | null

function between(column: 'number' | 'text', text: string, read: Read): FieldTest | null {
  const [, sign, bounded] = /^(>=|<=|>|<)\s*(.+)$/.exec(text) ?? []
  if (sign !== undefined && bounded !== undefined) {
    const bound = boundOf(bounded, read, !sign.endsWith('='))
    if (bound === null) return null
    const [from, to] = sign.startsWith('>') ? [bound, null] : [null, bound]
    return { kind: 'between', column, from, to }
  }
  const [begin, end] = ends(text)
  const [one, other] = [boundOf(begin, read), boundOf(end, read)]
  const [from, to] = one !== null && other !== null && one.value > other.value ? [other, one] : [one, other]
  const unread = (written: string | undefined, bound: Bound | null) => written !== '' && bound === null
  if ((from === null && to === null) || unread(begin, one) || unread(end, other)) return null
  return { kind: 'between', column, from, to }
}

function ends(text: string): readonly [string, string] {
  const at = text.indexOf('..')
  return at < 0 ? [text, text] : [text.slice(0, at).trim(), text.slice(at + 2).trim()]
}

function boundOf(text: string, read: Read, open = false): Bound | null {
  const value = read(text)
  return value === null ? null : { value, open }
}
