import { z } from 'zod'
import { foldName } from '#domain/text.ts'
import { line, lines } from '#lib/fields.ts'
import type { ConfigFile } from '#config/schema.ts'
import type { Desk } from '#src/desk.ts'
import { reading, type SettingsPage, type Wish } from '#features/settings/page.ts'
import { ticketsWith, type ListColumn } from '#features/settings/queries.ts'

/** One thing a line; empty lines fall away, doubles are refused by name. */
export const lineList = (most: number, longest: number) =>
  lines(most * (longest + 2)).transform((text, context) => {
    const items = text
      .split('\n')
      .map((item) => item.replace(/\s+/g, ' ').trim())
      .filter((item) => item !== '')
    const folded = items.map(foldName)
    const twice = items.find((_item, index) => folded.indexOf(folded[index] ?? '') !== index)
    const long = items.find((item) => item.length > longest)
    if (twice !== undefined) context.addIssue({ code: 'custom', message: `"${twice}" is listed twice.` })
    if (long !== undefined)
      context.addIssue({ code: 'custom', message: `"${long.slice(0, 30)}…" is longer than ${longest} characters.` })
    if (items.length > most) context.addIssue({ code: 'custom', message: `At most ${most} lines.` })
    return items
  })

type ListKey = 'hold_reasons' | 'types' | 'categories' | 'components' | 'resolutions'

const LISTS: readonly {
  readonly key: ListKey
  readonly column: ListColumn
  readonly label: string
  readonly hint: string
}[] = [
  {
    key: 'hold_reasons',
    column: 'holdReason',
    label: 'Reasons for a hold',
    hint: 'Offered when a ticket is put on hold; others may be typed in.',
  },
  { key: 'types', column: 'type', label: 'Types', hint: 'Kinds of ticket, such as Incident.' },
  { key: 'categories', column: 'category', label: 'Categories', hint: 'What a ticket is about.' },
  { key: 'components', column: 'component', label: 'Components', hint: 'Which part it concerns.' },
  {
    key: 'resolutions',
    column: 'resolution',
    label: 'Resolutions',
    hint: 'If any are listed, resolving a ticket asks for one.',
  },
]

const list = lineList(200, 80)
const form = z
  .strictObject({
    hold_reasons: list,
    types: list,
    categories: list,
    components: list,
    resolutions: list,
    default_type: line(80),
  })
  .refine(({ types, default_type: chosen }) => chosen === '' || types.includes(chosen), {
    path: ['default_type'],
    error: 'Choose one of the types above.',
  })

export const listsPage: SettingsPage = {
  slug: 'lists',
  title: 'Lists',
  sentence: 'Reasons for a hold, types, categories, components and resolutions, one a line.',
  template: 'settings/lists.njk',
  keys: [...LISTS.map(({ key }) => [key]), ['tickets', 'default_type']],
  values: (file) => ({
    ...Object.fromEntries(LISTS.map(({ key }) => [key, file[key].join('\n')])),
    default_type: file.tickets.default_type ?? '',
  }),
  read: (body, desk) =>
    reading(form, body, (value): Wish => {
      const words = kept(desk, value)
      return {
        edits: () => [
          ...LISTS.map(({ key }) => ({ path: [key], value: value[key] })),
          { path: ['tickets', 'default_type'], value: value.default_type === '' ? undefined : value.default_type },
        ],
        ...(words === '' ? {} : { words }),
      }
    }),
  fields: { 'tickets.default_type': 'default_type' },
  extras: (desk) => ({ lists: LISTS, types: desk.config.types.map((value) => ({ value, label: value })) }),
}

/** What was taken out although tickets have it: they keep it. */
function kept(desk: Desk, value: Pick<ConfigFile, ListKey>): string {
  const before: Readonly<Record<ListKey, readonly string[]>> = {
    hold_reasons: desk.config.holdReasons,
    types: desk.config.types,
    categories: desk.config.categories,
    components: desk.config.components,
    resolutions: desk.config.resolutions,
  }
  return LISTS.flatMap(({ key, column }) =>
    before[key]
      .filter((item) => !value[key].includes(item))
      .map((item) => ({ item, count: ticketsWith(desk, column, item) })),
  )
    .filter(({ count }) => count > 0)
    .map(
      ({ item, count }) => `${count.toLocaleString('en')} ${count === 1 ? 'ticket keeps' : 'tickets keep'} "${item}".`,
    )
    .join(' ')
}
