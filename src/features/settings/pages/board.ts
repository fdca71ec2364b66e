import { z } from 'zod'
import { ticked } from '#lib/fields.ts'
import { whole } from '#lib/number-fields.ts'
import { only, reading, type SettingsPage } from '#features/settings/page.ts'

const form = z.strictObject({
  section_size: whole(5, 200),
  page_size: whole(10, 200),
  auto_return_to_list: ticked,
})

export const boardPage: SettingsPage = {
  slug: 'board',
  title: 'Board and lists',
  sentence: 'How many tickets a section and a page hold, and where an update leads.',
  template: 'settings/board.njk',
  keys: [
    ['board', 'section_size'],
    ['tickets', 'page_size'],
    ['behavior', 'auto_return_to_list'],
  ],
  values: ({ board, tickets, behavior }) => ({
    section_size: String(board.section_size),
    page_size: String(tickets.page_size),
    auto_return_to_list: behavior.auto_return_to_list ? 'on' : '',
  }),
  read: (body) =>
    reading(form, body, (value) =>
      only(
        { path: ['board', 'section_size'], value: value.section_size },
        { path: ['tickets', 'page_size'], value: value.page_size },
        { path: ['behavior', 'auto_return_to_list'], value: value.auto_return_to_list },
      ),
    ),
  fields: { 'board.section_size': 'section_size', 'tickets.page_size': 'page_size' },
}
