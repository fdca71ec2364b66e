import { z } from 'zod'
import { commaList } from '#lib/fields.ts'
import { positive, whole } from '#lib/number-fields.ts'
import { only, reading, type SettingsPage } from '#features/settings/page.ts'

const endings = commaList(100, 12, /[^,\s]+/g)
  .refine((list) => list.every((ending) => /^\.?\w+$/.test(ending)), 'Write endings parted by commas: pdf, png, docx.')
  .transform((list) => list.map((ending) => ending.replace(/^\./, '').toLowerCase()))

const form = z.strictObject({
  max_file_mb: positive(2048),
  max_files: whole(1, 100),
  person_daily_mb: whole(0, 1_000_000),
  extensions: endings,
  refused_extensions: endings,
})

export const uploadsPage: SettingsPage = {
  slug: 'uploads',
  title: 'Uploads',
  sentence: 'How large attachments may be, how many at once, and which kinds.',
  template: 'settings/uploads.njk',
  keys: ['max_file_mb', 'max_files', 'person_daily_mb', 'extensions', 'refused_extensions'].map((key) => [
    'uploads',
    key,
  ]),
  values: ({ uploads }) => ({
    max_file_mb: String(uploads.max_file_mb),
    max_files: String(uploads.max_files),
    person_daily_mb: String(uploads.person_daily_mb),
    extensions: uploads.extensions.join(', '),
    refused_extensions: uploads.refused_extensions.join(', '),
  }),
  read: (body) =>
    reading(form, body, (value) =>
      only(...Object.entries(value).map(([key, written]) => ({ path: ['uploads', key], value: written }))),
    ),
  fields: {
    'uploads.max_file_mb': 'max_file_mb',
    'uploads.max_files': 'max_files',
    'uploads.person_daily_mb': 'person_daily_mb',
    'uploads.extensions': 'extensions',
    'uploads.refused_extensions': 'refused_extensions',
  },
  extras: (desk) => ({ folder: desk.config.uploads.folder }),
}
