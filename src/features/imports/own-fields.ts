import type { Texts } from '#domain/edits.ts'
import { fieldName, type Field } from '#domain/fields.ts'
import { parseField } from '#domain/field-values.ts'
import type { IncomingTicket } from './types.ts'

/** A ticket whose values of custom fields can be stored here; the others are kept in its notes. */
export function withKnownFields(ticket: IncomingTicket, fields: readonly Field[]): IncomingTicket {
  if (ticket.fields === undefined) return ticket
  const known: Record<string, string> = {}
  const lines: string[] = []
  for (const [name, text] of Object.entries(ticket.fields)) {
    const value = valueOf(
      fields.find((field) => fieldName(field) === name),
      text,
    )
    if (value === null) lines.push(`${name}: ${text}`)
    else known[name] = value
  }
  const notes = [ticket.notes, lines.join('\n')].filter((part) => part !== '').join('\n\n')
  return { ...ticket, notes, fields: known satisfies Texts }
}

/** A choice that left the list stays what it was. */
function valueOf(field: Field | undefined, text: string): string | null {
  if (!field) return null
  const parsed = parseField(field, text, field.type.startsWith('choice') ? text : '')
  return parsed.ok ? parsed.text : null
}
