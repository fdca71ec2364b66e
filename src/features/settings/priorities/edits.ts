import { DEFAULT_PALETTE, overrideKey, parseColor } from '#domain/palette.ts'
import type { ConfigEdit } from '#config/edit.ts'
import type { ConfigFile } from '#config/schema.ts'
import type { PrioritiesForm, PriorityRow } from './schema.ts'

export const UNCOLOURED = '#3B82F6'

/** Old key → new key, of every priority that goes by another now. */
export function renamedKeys({ rows }: PrioritiesForm): ReadonlyMap<string, string> {
  const keyAfter = (row: PriorityRow | undefined) => (row ? overrideKey(row.label) : null)
  const pairs = rows.flatMap((row): [string, string][] => {
    const to = keyAfter(row.goesTo === null ? row : rows.find(({ key }) => key === row.goesTo))
    return row.key === null || to === null || row.key === to ? [] : [[row.key, to]]
  })
  return new Map(pairs)
}

/** All that config.json says by the name of a priority, under the names they have now. */
export function priorityEdits(form: PrioritiesForm, file: ConfigFile): readonly ConfigEdit[] {
  const kept = form.rows.filter(({ goesTo }) => goesTo === null).toSorted((one, other) => one.place - other.place)
  const { sla, colors, tickets } = file
  const under = <Value>(record: Readonly<Record<string, Value>>, valueOf: (row: PriorityRow) => Value | null) =>
    renewed({ record, file, kept }, valueOf)
  const target = (key: 'first_response' | 'resolution' | 'update_limit', of: 'first' | 'resolution' | 'update') => ({
    path: ['sla', key],
    value: under<number | string>(sla[key], (row) => row[of]),
  })

  return [
    { path: ['priorities'], value: kept.map(({ label }) => label) },
    target('first_response', 'first'),
    target('resolution', 'resolution'),
    target('update_limit', 'update'),
    {
      path: ['sla', 'priority_stage_days'],
      value: under<readonly number[]>(sla.priority_stage_days, ({ ages }) => (ages.length === 0 ? null : ages)),
    },
    ...(sla.priority_open_days === undefined ? [] : [openDays(sla.priority_open_days, { file, kept })]),
    { path: ['colors', 'priorities'], value: under(colors.priorities, (row) => colourOf(row, file)) },
    { path: ['tickets', 'default_priority'], value: defaultLabel(form, tickets.default_priority) },
    ...mappings(file, renamedKeys(form)),
  ]
}

type Renewal<Value> = {
  readonly record: Readonly<Record<string, Value>>
  readonly file: ConfigFile
  readonly kept: readonly PriorityRow[]
}

/** Entries of names that are no priority stay: they are the operator's. */
function renewed<Value>({ record, file, kept }: Renewal<Value>, valueOf: (row: PriorityRow) => Value | null) {
  const foreign = Object.entries(record).filter(([name]) => !file.priorities.includes(name))
  const ours = kept.flatMap((row): [string, Value][] => {
    const value = valueOf(row)
    return value === null ? [] : [[row.label, value]]
  })
  return Object.fromEntries([...foreign, ...ours])
}

function openDays(
  record: Readonly<Record<string, number>>,
  { file, kept }: Omit<Renewal<number>, 'record'>,
): ConfigEdit {
  const before = ({ key }: PriorityRow) => record[labelBefore(file, key) ?? ''] ?? null
  return { path: ['sla', 'priority_open_days'], value: renewed({ record, file, kept }, before) }
}

/** As it is written if it means the same; nothing where the default says it. */
function colourOf({ key, label, color }: PriorityRow, file: ConfigFile): string | null {
  const written = file.colors.priorities[labelBefore(file, key) ?? '']
  if (written !== undefined && parseColor(written) === color) return written
  return (DEFAULT_PALETTE.priorities[label] ?? UNCOLOURED) === color ? null : color
}

const labelBefore = ({ priorities }: ConfigFile, key: string | null): string | undefined =>
  priorities.find((label) => overrideKey(label) === key)

function defaultLabel({ rows, defaultKey }: PrioritiesForm, written: string | undefined): string | undefined {
  const chosen = rows.find(({ key }) => key === defaultKey)
  const row = chosen?.goesTo == null ? chosen : rows.find(({ key }) => key === chosen.goesTo)
  if (!row) return undefined
  return written !== undefined && overrideKey(written) === overrideKey(row.label) ? written : row.label
}

/** What mirrored systems' priorities are translated to. */
function mappings(file: ConfigFile, renamed: ReadonlyMap<string, string>): readonly ConfigEdit[] {
  return (['freshservice', 'ticket_folder'] as const).flatMap((source) =>
    Object.entries(file[source]?.priorities ?? {}).flatMap(([id, ours]) => {
      const to = renamed.get(overrideKey(ours))
      return to === undefined ? [] : [{ path: [source, 'priorities', id], value: to }]
    }),
  )
}
