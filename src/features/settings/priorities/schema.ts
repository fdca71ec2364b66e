import { z } from 'zod'
import { overrideKey, parseColor } from '#domain/palette.ts'
import { blankable, line, ticked } from '#lib/fields.ts'
import { madeField, madeForm, wrong, type Fields, type Made } from '#lib/made-fields.ts'
import { positives, whole } from '#lib/number-fields.ts'

export const MOST = 25

/** A priority as the form has it; what is null is not set. */
export type PriorityRow = {
  /** Null for one that is new. */
  readonly key: string | null
  readonly label: string
  readonly place: number
  readonly color: string
  readonly first: number | string | null
  readonly resolution: number | string | null
  readonly update: number | string | null
  readonly ages: readonly number[]
  /** The key of the priority its tickets go to when it is removed. */
  readonly goesTo: string | null
}

export type PrioritiesForm = {
  readonly rows: readonly PriorityRow[]
  readonly defaultKey: string
  readonly retargets: boolean
}

const color = z
  .string()
  .refine((text) => parseColor(text) !== null, 'Write the colour as #ff5000.')
  .transform((text) => parseColor(text) ?? text)

/** As config.json takes it: a bare number is hours. */
const duration = z
  .string()
  .transform((text) => text.replace(/\s+/g, '').toLowerCase())
  .refine((text) => /^(?:\d{1,5}(?:\.\d{1,3})?[mhd]?)?$/.test(text) && !/^0+(?:\.0+)?[mhd]?$/.test(text), {
    error: 'Write it as 30m, 4h or 2d.',
  })
  .transform((text) => (text === '' ? null : /[mhd]$/.test(text) ? text : Number(text)))

// Records know these words without anybody having said them.
const label = line(80).refine((name) => !(name in {}) && !(overrideKey(name) in {}), 'Choose another name.')
const place = blankable(whole(1, 99)).transform((value) => value ?? 99)
const ages = positives(12, 3650)

/** The rows by their numbers; a row without key and name is the empty one for something new. */
export const rowNumbers = (fields: Fields): readonly number[] =>
  Array.from({ length: MOST + 1 }, (_none, index) => index).filter((index) => `label_${index}` in fields)

export const prioritiesForm = madeForm.transform((fields, context): PrioritiesForm => {
  const made = { fields, context }
  const rows = rowNumbers(fields)
    .filter((index) => (fields[`key_${index}`] ?? '') !== '' || (fields[`label_${index}`] ?? '').trim() !== '')
    .map((index) => ({ index, row: rowAt(made, index) }))
  checkRows(made, rows)
  return {
    rows: rows.map(({ row }) => row),
    defaultKey: fields.default_priority ?? '',
    retargets: ticked.parse(fields.retarget),
  }
})

function rowAt(made: Made, index: number): PriorityRow {
  const read = <Value>(name: string, schema: z.ZodType<Value>) => madeField(made, `${name}_${index}`, schema)
  const textOf = (name: string) => made.fields[`${name}_${index}`] ?? ''
  return {
    key: textOf('key') === '' ? null : textOf('key'),
    label: read('label', label) ?? '',
    place: placed(read('place', place) ?? 99, index + 1),
    color: read('color', color) ?? '',
    first: read('first', duration) ?? null,
    resolution: read('resolution', duration) ?? null,
    update: read('update', duration) ?? null,
    ages: read('ages', ages) ?? [],
    goesTo: textOf('gone') === '' ? null : textOf('gone'),
  }
}

/** Whoever moves up goes before the one that is there, whoever moves down behind it. */
const placed = (wanted: number, now: number): number => wanted + Math.sign(wanted - now) / 2

type Numbered = { readonly index: number; readonly row: PriorityRow }

function checkRows(made: Made, rows: readonly Numbered[]): void {
  const kept = rows.filter(({ row }) => row.goesTo === null)
  if (kept.length === 0) wrong(made, 'gone_0', 'One priority must remain.')
  for (const [at, { index, row }] of kept.entries()) {
    if (row.label === '') wrong(made, `label_${index}`, 'Give it a name.')
    const twice = kept.slice(0, at).some((other) => overrideKey(other.row.label) === overrideKey(row.label))
    if (twice) wrong(made, `label_${index}`, `"${row.label}" is listed twice.`)
  }
  for (const { index, row } of rows) {
    if (row.goesTo !== null && !kept.some((other) => other.row.key === row.goesTo))
      wrong(made, `gone_${index}`, 'Choose one that remains.')
  }
}
