import type { EditConflict } from '#domain/edits.ts'

type Choice = { readonly value: string; readonly label: string }

const LABELS: Readonly<Record<string, string>> = { dueAt: 'Due', jobNumber: 'Job number' }

/** A field that two people changed, with both sides as people read them and as the form sends them. */
export function presentConflict(
  { name, mine, theirs }: EditConflict,
  choices: readonly Choice[],
  label = LABELS[name] ?? name.charAt(0).toUpperCase() + name.slice(1),
) {
  const read = (value: string) => choices.find((choice) => choice.value === value)?.label ?? inWords(name, value)
  return {
    ...{ name, mine, theirs, label },
    mineText: read(mine),
    theirsText: read(theirs),
  }
}

const inWords = (name: string, value: string): string => (name === 'dueAt' ? value.replace('T', ' ') : value)
