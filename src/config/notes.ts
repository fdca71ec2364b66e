import type { ConfigFile } from './schema.ts'

/** TicketTracker ships with this; a published secret signs nothing here. */
export const PUBLISHED_SECRET = 'dev-secret-key-change-me'

/** What a file may say although it has no effect, each in a sentence. */
export function notesOn(file: ConfigFile): readonly string[] {
  const { colors, clipboard_summary: clipboard, sla } = file
  return [
    ...when(
      colors.ticket_title !== undefined,
      'colors.ticket_title has no place: titles are ink on paper, the pennant carries the colour.',
    ),
    ...when(
      colors.tags.text !== undefined,
      "colors.tags.text has no place: a tag's name is ink on paper beside its coloured dot.",
    ),
    ...when(clipboard.debug_status !== undefined, 'clipboard_summary.debug_status has no place.'),
    ...when(file.demo_mode === true, 'demo_mode has no effect.'),
    ...when(
      file.secret_key === PUBLISHED_SECRET,
      'secret_key is the one TicketTracker is published with, so it is not used; the secret in config/secret is.',
    ),
    ...leftovers('sla.priority_stage_days', sla.priority_stage_days, file),
    ...leftovers('sla.priority_open_days', sla.priority_open_days ?? {}, file),
    ...leftovers('sla.first_response', sla.first_response, file),
    ...leftovers('sla.resolution', sla.resolution, file),
    ...leftovers('sla.update_limit', sla.update_limit, file),
    ...leftovers('colors.priorities', colors.priorities, file),
  ]
}

const when = (holds: boolean, note: string): string[] => (holds ? [note] : [])

function leftovers(key: string, record: Readonly<Record<string, unknown>>, { priorities }: ConfigFile): string[] {
  return Object.keys(record)
    .filter((label) => !priorities.includes(label) && !(label in DEFAULTS))
    .map((label) => `${key}.${label} has no effect: there is no such priority.`)
}

// The defaults name these, so a file that renames its priorities need not explain them away.
const DEFAULTS = { Low: true, Medium: true, High: true, Critical: true }
