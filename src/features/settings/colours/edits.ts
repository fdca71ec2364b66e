import { DEFAULT_PALETTE, overrideKey, parseColor } from '#domain/palette.ts'
import { STAGES } from '#domain/stage.ts'
import type { ConfigEdit } from '#config/edit.ts'
import type { ConfigFile } from '#config/schema.ts'
import { workflowOf } from '#config/workflow.ts'
import { UNCOLOURED } from '#features/settings/priorities/edits.ts'

export type ColourForm = Readonly<Record<string, string | boolean>>

/** What config.json must say for these colours; foreign entries stay. */
export function colourEdits(form: ColourForm, file: ConfigFile): readonly ConfigEdit[] {
  const { gradient, statuses, priorities, tags } = file.colors
  const stages = STAGES.flatMap((stage) =>
    entry(stage, { color: form[`stage_${stage}`], written: gradient[stage], usual: DEFAULT_PALETTE.gradient[stage] }),
  )
  const labels = file.priorities.flatMap((label) => {
    const usual = DEFAULT_PALETTE.priorities[label] ?? UNCOLOURED
    return entry(label, { color: form[`priority_${overrideKey(label)}`], written: priorities[label], usual })
  })
  const foreign = Object.entries(priorities).filter(([label]) => !file.priorities.includes(label))
  const tag = { color: form.tags, written: tags.background, usual: DEFAULT_PALETTE.tags.background }
  return [
    { path: ['colors', 'gradient'], value: Object.fromEntries(stages) },
    { path: ['colors', 'statuses'], value: Object.fromEntries(statusEntries(form, file, statuses)) },
    { path: ['colors', 'priorities'], value: Object.fromEntries([...foreign, ...labels]) },
    { path: ['colors', 'tags', 'background'], value: entry('', tag)[0]?.[1] },
  ]
}

type Chosen = {
  readonly color: string | boolean | undefined
  readonly written: string | undefined
  readonly usual: string | undefined
}

/** As it is written if it means the same; nothing where the default says it. */
function entry(name: string, { color, written, usual }: Chosen): [string, string][] {
  if (typeof color !== 'string') return written === undefined ? [] : [[name, written]]
  if (written !== undefined && parseColor(written) === color) return [[name, written]]
  return color === usual && written === undefined ? [] : [[name, color]]
}

function statusEntries(
  form: ColourForm,
  file: ConfigFile,
  written: ConfigFile['colors']['statuses'],
): [string, string][] {
  const keys = workflowOf(file.workflow).map(({ key }) => key)
  const foreign = Object.entries(written).filter(([name]) => !keys.includes(overrideKey(name)))
  const ours = keys.flatMap((key) => {
    const [name = key, color] = Object.entries(written).find(([one]) => overrideKey(one) === key) ?? []
    const usual = DEFAULT_PALETTE.statuses[key]
    const wins = usual !== undefined || form[`own_${key}`] === true
    return wins ? entry(name, { color: form[`status_${key}`], written: color, usual }) : []
  })
  return [...foreign, ...ours]
}
