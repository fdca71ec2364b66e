import { all } from './dom.ts'

export type Fields = Readonly<Record<string, readonly string[]>>

const UNTYPED = new Set(['_csrf', 'draft', 'seen', 'kept', 'act', 'slot'])
/** Hidden boxes that belong to what was typed: what a ticket was when its editing began. */
const HIDDEN = new Set(['version', 'base'])

/** Everything typed and chosen in a form, to the letter; files cannot be kept. */
export function fieldsOf(form: HTMLFormElement): Fields {
  const fields: Record<string, string[]> = {}
  for (const box of boxesOf(form)) {
    const values = (fields[box.name] ??= [])
    if (box instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(box.type)) {
      if (box.checked) values.push(box.value)
    } else if (box instanceof HTMLSelectElement && box.multiple)
      values.push(...[...box.selectedOptions].map(({ value }) => value))
    else values.push(box.value)
  }
  return fields
}

/** Puts what was kept back into the form, and opens what would hide it. */
export function fillIn(form: HTMLFormElement, fields: Fields): void {
  for (const box of boxesOf(form)) {
    const values = fields[box.name]
    if (!values) continue
    if (box instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(box.type))
      box.checked = values.includes(box.value)
    else if (box instanceof HTMLSelectElement && box.multiple)
      for (const option of box.options) option.selected = values.includes(option.value)
    else if (values[0] !== undefined && box.value !== values[0]) box.value = values[0]
    if (values[0] !== undefined && values[0] !== '' && box instanceof HTMLTextAreaElement)
      box.closest('details')?.setAttribute('open', '')
  }
}

type Box = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const boxesOf = (form: HTMLFormElement): readonly Box[] =>
  all<Box>('input[name], textarea[name], select[name]', form).filter(
    ({ name, type }) =>
      !UNTYPED.has(name) && type !== 'file' && type !== 'password' && (type !== 'hidden' || HIDDEN.has(name)),
  )

export const sameFields = (one: Fields, other: Fields): boolean => written(one) === written(other)

const written = (fields: Fields): string =>
  JSON.stringify(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)))
