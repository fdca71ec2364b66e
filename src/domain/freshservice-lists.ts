import type { RemoteChoice } from './remote.ts'

type Names = ReadonlyMap<string, string>

// Custom statuses have ids of their own in every account, from 6 on.
export const KNOWN_STATUSES: readonly RemoteChoice[] = [
  { id: '2', name: 'Open' },
  { id: '3', name: 'Pending' },
  { id: '4', name: 'Resolved' },
  { id: '5', name: 'Closed' },
]

export const KNOWN_PRIORITIES: readonly RemoteChoice[] = [
  { id: '1', name: 'Low' },
  { id: '2', name: 'Medium' },
  { id: '3', name: 'High' },
  { id: '4', name: 'Urgent' },
]

const FINAL = new Set(['4', '5'])

/** The statuses in which a ticket is in work, for an account that does not say otherwise. */
export const activeOf = (statuses: readonly RemoteChoice[]): readonly string[] =>
  statuses.map(({ id }) => id).filter((id) => !FINAL.has(id))

export const namesOf = (choices: readonly RemoteChoice[]): Names =>
  new Map(choices.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])))

/**
 * The choices of a form field in any of the shapes seen: `[{id, value}]`, `[[name, id]]`, `[name]`,
 * `{id: name}`, `{id: [name, …]}`, `{name: id}`. What fits none of them is left out.
 */
export function choicesOf(raw: unknown): readonly RemoteChoice[] {
  const found = Array.isArray(raw) ? raw.flatMap(fromItem) : isObject(raw) ? Object.entries(raw).flatMap(fromEntry) : []
  return [...new Map(found.map((choice) => [choice.id, choice])).values()]
}

function fromItem(item: unknown): readonly RemoteChoice[] {
  if (typeof item === 'string') return choice(item, item)
  if (Array.isArray(item)) return choice(item[1] ?? item[0], item[0])
  return isObject(item) ? choice(item.id ?? item.value, item.value ?? item.name ?? item.label) : []
}

function fromEntry([key, value]: readonly [string, unknown]): readonly RemoteChoice[] {
  const label: unknown = Array.isArray(value) ? value[0] : value
  if (/^\d+$/.test(key)) return choice(key, label)
  return typeof label === 'number' ? choice(label, key) : choice(key, key)
}

function choice(id: unknown, name: unknown): readonly RemoteChoice[] {
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '') return []
  return [{ id: String(id), name: typeof name === 'string' && name !== '' ? name : null }]
}

type Loose = { readonly id?: unknown; readonly value?: unknown; readonly name?: unknown; readonly label?: unknown }

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null
