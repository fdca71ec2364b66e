import type { Texts } from './edits.ts'
import { fieldName, type Field, type FieldType } from './fields.ts'
import { isLink } from './links.ts'

/** One row of a value; several choices take one each. */
export type StoredValue = {
  readonly text: string | null
  readonly number: number | null
  /** The beginning of a day in UTC: a date is the same day everywhere. */
  readonly at: number | null
}

export type ParsedField =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string }

type Shape = Pick<Field, 'type' | 'options'>

const LONGEST_LINE = 500
const LONGEST_TEXT = 20_000
const LONGEST_LINK = 2000
const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** Reads what was typed into its one spelling; empty is always right here. What is held already stays allowed. */
export function parseField(field: Shape, typed: string, held = ''): ParsedField {
  if (UNSTORABLE.test(typed)) return wrong('This holds characters that cannot be stored.')
  const text = clean(field.type, typed)
  return text === '' || text === held ? right(text) : PARSERS[field.type](text, field, held)
}

const right = (text: string): ParsedField => ({ ok: true, text })
const wrong = (problem: string): ParsedField => ({ ok: false, problem })

const clean = (type: FieldType, typed: string): string =>
  type === 'longtext' || type === 'choices' ? typed.replace(/\r\n?/g, '\n').trim() : typed.replace(/\s+/g, ' ').trim()

const upTo = (longest: number, text: string): ParsedField =>
  text.length > longest ? wrong(`Keep this to ${longest.toLocaleString('en')} characters.`) : right(text)

type Parser = (text: string, field: Shape, held: string) => ParsedField

const PARSERS: Readonly<Record<FieldType, Parser>> = {
  text: (text) => upTo(LONGEST_LINE, text),
  longtext: (text) => upTo(LONGEST_TEXT, text),
  number: (text) => {
    const number = numberOf(text)
    return number === null ? wrong('Write a number such as 12 or 12.5.') : right(String(number))
  },
  date: (text) => (isDay(text) ? right(text) : wrong('Write the day as 2026-11-21.')),
  choice: (text, { options }) => (options.includes(text) ? right(text) : wrong('Choose one of the list.')),
  choices: (text, { options }, held) => {
    const items = linesOf(text)
    const known = new Set([...options, ...linesOf(held)])
    return items.every((item) => known.has(item)) ? right(joined(items)) : wrong('Choose from the list.')
  },
  checkbox: (text) => {
    if (/^(?:on|yes|1|true)$/i.test(text)) return right('yes')
    return /^(?:off|no|0|false)$/i.test(text) ? right('') : wrong('Tick it or leave it.')
  },
  link: (text) => {
    if (!isLink(text)) return wrong('Write a whole address that begins with https://.')
    return upTo(LONGEST_LINK, text)
  },
}

/** At most fifteen figures before the point and six behind it; null when it is no number. */
export function numberOf(text: string): number | null {
  if (!/^[-+]?\d{1,15}(?:\.\d{1,6})?$/.test(text)) return null
  // Minus nothing is nothing.
  return Number(text) || 0
}

/** Whether there is such a day. */
export function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(text)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const joined = (items: readonly string[]): string => [...new Set(items)].sort().join('\n')

/** A value, in its one spelling, as rows; none for an empty one. */
export function storedRows(type: FieldType, text: string): readonly StoredValue[] {
  const row = { text, number: null, at: null }
  if (text === '') return []
  if (type === 'number') return [{ ...row, number: Number(text) }]
  if (type === 'date') return [{ ...row, at: Date.parse(text) }]
  if (type === 'checkbox') return [{ text: null, number: 1, at: null }]
  return type === 'choices' ? linesOf(text).map((item) => ({ ...row, text: item })) : [row]
}

/** Rows as the value they hold, in its one spelling. */
export function textOfRows(type: FieldType, rows: readonly Pick<StoredValue, 'text' | 'number'>[]): string {
  if (type === 'checkbox') return rows.some(({ number }) => number === 1) ? 'yes' : ''
  return type === 'choices' ? joined(rows.map(({ text }) => text ?? '')) : (rows[0]?.text ?? '')
}

type Filling = { readonly typed: Texts; readonly held: Texts }

/** Reads the fields that a form brought; one it did not bring is left alone. */
export function checkFields(
  fields: readonly Field[],
  { typed, held }: Filling,
): { readonly texts: Texts; readonly problems: Texts } {
  const texts: Record<string, string> = {}
  const problems: Record<string, string> = {}
  for (const field of fields) {
    const name = fieldName(field)
    const said = typed[name]
    if (said === undefined) continue
    const parsed = parseField(field, said, held[name])
    if (!parsed.ok) problems[name] = parsed.problem
    else if (field.required && parsed.text === '') problems[name] = missing(field)
    else texts[name] = parsed.text
  }
  return { texts, problems }
}

const missing = ({ type, label }: Field): string =>
  type === 'checkbox' ? `Tick “${label}”.` : type.startsWith('choice') ? `Choose “${label}”.` : `Fill in “${label}”.`

/** What the fields begin with; a default that left the list of options is none. */
export const defaultTexts = (fields: readonly Field[]): Texts =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const parsed = parseField(field, field.defaultValue)
      return parsed.ok && parsed.text !== '' ? [[fieldName(field), parsed.text]] : []
    }),
  )

/** What a new form of these fields says: what was typed, else how they begin. */
export const beginTexts = (fields: readonly Field[], typed: Texts): Texts => ({
  ...Object.fromEntries(fields.map((field) => [fieldName(field), ''])),
  ...defaultTexts(fields),
  ...typed,
})

/** The texts of a form with those of its fields in their one spelling; what cannot be read stays as it was typed. Other fields are left out. */
export const spelled = (fields: readonly Field[], texts: Texts, held: Texts): Texts => ({
  ...Object.fromEntries(Object.entries(texts).filter(([name]) => !name.startsWith('field.'))),
  ...Object.fromEntries(
    fields.flatMap((field) => {
      const name = fieldName(field)
      const parsed = texts[name] === undefined ? null : parseField(field, texts[name], held[name])
      return parsed === null ? [] : [[name, parsed.ok ? parsed.text : (texts[name] ?? '')]]
    }),
  ),
})
