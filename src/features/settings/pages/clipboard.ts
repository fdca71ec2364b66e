import { z } from 'zod'
import { ticked } from '#lib/fields.ts'
import { whole } from '#lib/number-fields.ts'
import { only, reading, type SettingsPage } from '#features/settings/page.ts'

const SECTIONS = {
  header: 'Number and title',
  timestamps: 'Times',
  meta: 'Status, priority, urgency',
  people: 'People',
  description: 'Description',
  links: 'Links',
  notes: 'Notes',
  tags: 'Tags',
  updates: 'Updates',
} as const

type Section = keyof typeof SECTIONS
type Format = 'html' | 'text'

const NAMES = Object.keys(SECTIONS) as Section[]
const place = z
  .string({ error: 'Choose a place.' })
  .regex(/^[1-9]?$/, 'Choose a place.')
  .transform((text) => (text === '' ? null : Number(text)))

// The names of these fields are made, so their type says nothing of them; `chosen` reads them again.
const places: object = Object.fromEntries(
  NAMES.flatMap((name) => [
    [`html_${name}`, place],
    [`text_${name}`, place],
  ]),
)
const form = z.strictObject({ updates_limit: whole(0, 1000), inline_styles: ticked, ...places })

/** In the order of their places; those that share one keep the order of the page. */
function chosen(value: object, format: Format): readonly Section[] {
  const read = value as Readonly<Record<string, unknown>>
  const placed = NAMES.map((name) => ({ name, place: read[`${format}_${name}`] }))
  return placed
    .filter((one): one is { name: Section; place: number } => typeof one.place === 'number')
    .toSorted((one, other) => one.place - other.place)
    .map(({ name }) => name)
}

const shown = (format: Format, sections: readonly Section[]): [string, string][] =>
  NAMES.map((name) => [`${format}_${name}`, sections.includes(name) ? String(sections.indexOf(name) + 1) : ''])

export const clipboardPage: SettingsPage = {
  slug: 'clipboard',
  title: 'Copied summaries',
  sentence: 'What “Copy summary” puts on the clipboard, formatted and as plain text, and in which order.',
  template: 'settings/clipboard.njk',
  keys: ['html_sections', 'text_sections', 'updates_limit', 'inline_styles'].map((key) => ['clipboard_summary', key]),
  values: ({ clipboard_summary: written }) => ({
    ...Object.fromEntries([...shown('html', written.html_sections), ...shown('text', written.text_sections)]),
    updates_limit: String(written.updates_limit),
    inline_styles: written.inline_styles ? 'on' : '',
  }),
  read: (body) =>
    reading(form, body, (value) =>
      only(
        { path: ['clipboard_summary', 'html_sections'], value: chosen(value, 'html') },
        { path: ['clipboard_summary', 'text_sections'], value: chosen(value, 'text') },
        { path: ['clipboard_summary', 'updates_limit'], value: value.updates_limit },
        { path: ['clipboard_summary', 'inline_styles'], value: value.inline_styles },
      ),
    ),
  fields: { 'clipboard_summary.updates_limit': 'updates_limit' },
  extras: () => ({ sections: NAMES.map((name) => ({ name, label: SECTIONS[name] })) }),
}
