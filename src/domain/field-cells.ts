import { fieldName, type Field } from './fields.ts'
import { foldName } from './text.ts'

/** A value as one cell of a table; several choices stand between semicolons, or a line each where one holds a semicolon. */
export function cellOf({ type }: Pick<Field, 'type'>, text: string): string {
  return type === 'choices' && !text.includes(';') ? text.replaceAll('\n', '; ') : text
}

/** What a cell says, as a form would send it. */
export function typedOfCell({ type, options }: Pick<Field, 'type' | 'options'>, cell: string): string {
  if (type === 'choice') return known(options, cell)
  if (type !== 'choices') return cell
  const whole = known(options, cell)
  const parts = options.includes(whole) ? [whole] : cell.split(/\r?\n/).flatMap((line) => partsOf(options, line))
  return parts.join('\n')
}

function partsOf(options: readonly string[], line: string): readonly string[] {
  const whole = known(options, line)
  return options.includes(whole) ? [whole] : line.split(';').map((part) => known(options, part))
}

/** The option that is meant, however it is written; else what was written. */
const known = (options: readonly string[], text: string): string =>
  options.find((option) => foldName(option) === foldName(text)) ?? text.trim()

type Headed = Pick<Field, 'key' | 'label'>

/** The head of the column of a field: its label, or its name where the label is the head of another column. */
export const headOf = (field: Headed, taken: readonly string[]): string =>
  taken.some((name) => foldName(name) === foldName(field.label)) ? fieldName(field) : field.label

/** The field that the head of a column names, by its label, its key or its name in addresses. */
export function fieldOfHead<Known extends Headed>(fields: readonly Known[], head: string): Known | undefined {
  const text = foldName(head)
  return (
    fields.find((field) => text === fieldName(field)) ??
    fields.find((field) => text === foldName(field.label)) ??
    fields.find((field) => text === field.key)
  )
}
