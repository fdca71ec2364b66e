import { overrideKey } from '#domain/palette.ts'
import type { ConfigFile } from '#config/schema.ts'
import type { Desk } from '#src/desk.ts'
import { reading, type SettingsPage } from '#features/settings/page.ts'
import { countsBy } from '#features/settings/queries.ts'
import type { Values } from '#web/form.ts'
import { priorityEdits, renamedKeys, UNCOLOURED } from './edits.ts'
import { MOST, prioritiesForm, rowNumbers } from './schema.ts'
import { DEFAULT_PALETTE, parseColor } from '#domain/palette.ts'

export const prioritiesPage: SettingsPage = {
  slug: 'priorities',
  title: 'Priorities',
  sentence: 'Their names, order and colours, and how soon each asks for a reply, a solution and an update.',
  template: 'settings/priorities.njk',
  wide: true,
  keys: [
    ['priorities'],
    ...['first_response', 'resolution', 'update_limit', 'priority_stage_days'].map((key) => ['sla', key]),
    ['colors', 'priorities'],
    ['tickets', 'default_priority'],
  ],
  previews: true,
  values: (file) => ({
    ...Object.fromEntries(file.priorities.flatMap((label, index) => rowValues(file, label, index))),
    ...emptyRow(file.priorities.length),
    default_priority: overrideKey(file.tickets.default_priority ?? ''),
  }),
  read: (body) =>
    reading(prioritiesForm, body, (form) => ({
      edits: (file) => priorityEdits(form, file),
      priorities: renamedKeys(form),
      retargets: form.retargets,
    })),
  fields: { 'tickets.default_priority': 'default_priority' },
  extras,
}

function rowValues(file: ConfigFile, label: string, index: number): [string, string][] {
  const { sla, colors } = file
  const color = parseColor(colors.priorities[label] ?? '') ?? DEFAULT_PALETTE.priorities[label] ?? UNCOLOURED
  const values = {
    key: overrideKey(label),
    label,
    place: String(index + 1),
    color: color.toLowerCase(),
    first: String(sla.first_response[label] ?? ''),
    resolution: String(sla.resolution[label] ?? ''),
    update: String(sla.update_limit[label] ?? ''),
    ages: (sla.priority_stage_days[label] ?? []).join(', '),
    gone: '',
  }
  return Object.entries(values).map(([name, value]) => [`${name}_${index}`, value])
}

const emptyRow = (index: number): Values =>
  index >= MOST
    ? {}
    : Object.fromEntries(
        Object.entries({ place: String(index + 1), color: UNCOLOURED.toLowerCase() })
          .concat(['key', 'label', 'first', 'resolution', 'update', 'ages', 'gone'].map((name) => [name, '']))
          .map(([name, value]) => [`${name}_${index}`, value]),
      )

function extras(desk: Desk, values: Values): object {
  const counts = countsBy(desk, 'priority')
  const { priorities } = desk.config
  const rows = rowNumbers(values).map((index) => {
    const known = priorities.find(({ key }) => key === values[`key_${index}`])
    return {
      index,
      name: known?.label ?? 'A new one',
      count: counts.get(known?.key ?? '') ?? 0,
      usualAges: known?.ageStageDays.join(', ') ?? '',
      others: priorities.filter(({ key }) => key !== known?.key),
      known: known !== undefined,
    }
  })
  return { rows, choices: priorities.map(({ key, label }) => ({ value: key, label })), places: rows.length }
}
