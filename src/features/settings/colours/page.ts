import { contrastsOf, GRAPHICS, textOn, type Contrast } from '#domain/contrast.ts'
import { DEFAULT_PALETTE, overrideKey, parseColor } from '#domain/palette.ts'
import { STAGES, STAGE_WORDS } from '#domain/stage.ts'
import type { Config } from '#config/config.ts'
import type { ConfigFile } from '#config/schema.ts'
import { workflowOf } from '#config/workflow.ts'
import type { Desk } from '#src/desk.ts'
import { only, reading, type SettingsPage } from '#features/settings/page.ts'
import { UNCOLOURED } from '#features/settings/priorities/edits.ts'
import type { Values } from '#web/form.ts'
import { colourEdits } from './edits.ts'
import { colourForm } from './schema.ts'

const KEYS = [
  ['colors', 'gradient'],
  ['colors', 'statuses'],
  ['colors', 'priorities'],
  ['colors', 'tags', 'background'],
]
const NO_COLOUR = '#64748B'

export const coloursPage: SettingsPage = {
  slug: 'colours',
  title: 'Colours',
  sentence: 'The colours of urgency, statuses, priorities and tags, and how well they can be seen.',
  template: 'settings/colours.njk',
  below: 'settings/colours-reset.njk',
  wide: true,
  keys: KEYS,
  previews: true,
  values: (file) => ({
    ...Object.fromEntries(STAGES.map((stage) => [`stage_${stage}`, lower(gradientOf(file, stage))])),
    ...Object.fromEntries(workflowOf(file.workflow).flatMap(({ key }) => statusValues(file, key))),
    ...Object.fromEntries(
      file.priorities.map((label) => [`priority_${overrideKey(label)}`, lower(priorityOf(file, label))]),
    ),
    tags: lower(file.colors.tags.background ?? DEFAULT_PALETTE.tags.background),
  }),
  read: (body, desk) =>
    reading(colourForm(desk.config), body, (form) => ({ edits: (file) => colourEdits(form, file) })),
  extras,
}

/** Takes every colour out of config.json, so that the defaults hold. */
export const resetColours = only(...KEYS.map((path) => ({ path, value: undefined })))

function statusValues(file: ConfigFile, key: string): [string, string][] {
  const written = Object.entries(file.colors.statuses).find(([name]) => overrideKey(name) === key)?.[1]
  const color = written ?? DEFAULT_PALETTE.statuses[key]
  return [
    [`status_${key}`, lower(color ?? NO_COLOUR)],
    [`own_${key}`, color === undefined ? '' : 'on'],
  ]
}

const gradientOf = ({ colors }: ConfigFile, stage: (typeof STAGES)[number]) =>
  colors.gradient[stage] ?? DEFAULT_PALETTE.gradient[stage]
const priorityOf = ({ colors }: ConfigFile, label: string) =>
  colors.priorities[label] ?? DEFAULT_PALETTE.priorities[label] ?? UNCOLOURED
const lower = (color: string) => (parseColor(color) ?? color).toLowerCase()

function extras({ config }: Desk, values: Values): object {
  return {
    groups: groupsOf(config).map(({ title, items }) => ({ title, items: items.map((item) => rowOf(item, values)) })),
  }
}

type Item = { readonly name: string; readonly label: string; readonly stage?: string; readonly own?: string | null }

const groupsOf = ({ workflow, priorities }: Config): readonly { title: string; items: readonly Item[] }[] => [
  { title: 'Urgency', items: STAGES.map((stage) => ({ name: `stage_${stage}`, label: STAGE_WORDS[stage], stage })) },
  {
    title: 'Statuses',
    items: workflow.map(({ key, label }) => ({
      name: `status_${key}`,
      label,
      own: key in DEFAULT_PALETTE.statuses ? null : `own_${key}`,
    })),
  },
  { title: 'Priorities', items: priorities.map(({ key, label }) => ({ name: `priority_${key}`, label })) },
  { title: 'Tags', items: [{ name: 'tags', label: 'Tags without a colour' }] },
]

function rowOf(item: Item, values: Values) {
  const color = parseColor(values[item.name] ?? '') ?? NO_COLOUR
  const { ink, ratio } = textOn(color)
  const [light, dark] = contrastsOf(color, item.stage)
  return {
    ...item,
    light: light?.shown,
    dark: dark?.shown,
    words: [...contrastsOf(color, item.stage).map(contrastWords), `Text on it is ${ink}, ${ratioText(ratio)}.`].join(
      ' ',
    ),
  }
}

function contrastWords({ theme, fill, rim }: Contrast): string {
  const where = theme === 'light' ? 'On light paper' : 'On dark paper'
  if (fill >= GRAPHICS) return `${where} it stands out, ${ratioText(fill)}.`
  if (rim >= GRAPHICS) return `${where} it is pale, ${ratioText(fill)}; its rim carries it, ${ratioText(rim)}.`
  return `${where} it is hard to see, ${ratioText(fill)}, even by its rim, ${ratioText(rim)}; 3:1 is wanted.`
}

/** Rounded down: 2.96 is not 3. */
const ratioText = (ratio: number) => `${(Math.floor(ratio * 10) / 10).toFixed(1)}:1`
