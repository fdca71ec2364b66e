import { z } from 'zod'
import type { Mover, StatusKind, WaitingOn, Way, Workflow } from '#domain/status.ts'
import { requiredLine, ticked } from '#lib/fields.ts'

export const KIND_WORDS: Readonly<Record<StatusKind, string>> = {
  open: 'Open: not begun',
  active: 'Active: in work',
  hold: 'On hold: asks why',
  resolved: 'Resolved: unconfirmed',
  closed: 'Closed: final',
  cancelled: 'Cancelled: final',
}

export const WAITING_WORDS: Readonly<Record<WaitingOn, string>> = {
  agent: 'An agent',
  requester: 'The requester',
  third_party: 'A third party',
  nobody: 'Nobody',
}

export const MOVERS: readonly { readonly value: Mover; readonly label: string }[] = [
  { value: 'admin', label: 'Admins' },
  { value: 'agent', label: 'Agents' },
  { value: 'requester', label: 'The requester' },
]

const KINDS = Object.keys(KIND_WORDS) as [StatusKind, ...StatusKind[]]
const WAITINGS = Object.keys(WAITING_WORDS) as [WaitingOn, ...WaitingOn[]]

const label = requiredLine('Give it a name.', 80)
const kind = z.enum(KINDS, { error: 'Choose one of the list.' })

export const newStatusForm = z.strictObject({ label, kind })

export const orderForm = z.strictObject({ key: z.string(), by: z.enum(['up', 'down']) })

/** Where the tickets of a status go when it is removed. */
export const removalForm = (others: readonly string[]) =>
  z.strictObject({
    to: z.string().refine((key) => others.includes(key), 'Choose where its tickets go.'),
  })

const movers = z.preprocess(
  (value): readonly unknown[] => (value === undefined || value === '' ? [] : [value].flat()),
  z.array(z.enum(['admin', 'agent', 'requester'], { error: 'Choose among the three.' })).max(3),
)

/** One status and where it leads; a box a mover, under the name of the status it leads to. */
export const statusForm = (others: readonly string[]) =>
  z
    .strictObject({
      label,
      kind,
      waiting: z.enum(WAITINGS, { error: 'Choose one of the list.' }),
      pauses: ticked,
      ...Object.fromEntries(others.map((key) => [`to_${key}`, movers])),
    })
    .transform((form) => ({ ...form, to: waysOf(form, others) }))

function waysOf(form: object, others: readonly string[]): readonly Way[] {
  const read = form as Readonly<Record<string, readonly Mover[] | undefined>>
  return others.flatMap((status) => {
    const by = read[`to_${status}`] ?? []
    return by.length === 0 ? [] : [{ status, by }]
  })
}

/** `Waiting for Parts` → `waiting_for_parts`; a number is added where that is taken or cannot be a key. */
export function keyFor(name: string, workflow: Workflow): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 36)
  const base = plain === '' ? 'status' : plain
  const taken = (key: string) => key in {} || workflow.some((status) => status.key === key)
  if (!taken(base)) return base
  return Array.from({ length: 99 }, (_none, index) => `${base}_${index + 2}`).find((key) => !taken(key)) ?? base
}
