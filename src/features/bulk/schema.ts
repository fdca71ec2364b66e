import { z } from 'zod'
import type { Texts } from '#domain/edits.ts'
import { blankable, commaList, line, lines, ticked } from '#lib/fields.ts'
import type { Config } from '#config/config.ts'
import { localTime, personList, personText } from '#features/tickets/schema.ts'

/** So many tickets are changed in one go. */
export const MOST = 5000
/** What a select says for "none". */
export const NONE = '(none)'

/** What can be changed; a list names one of them when it asks for the form. */
export const CHANGES = [
  'status',
  'assignee',
  'priority',
  'tags',
  'due',
  'watchers',
  'requester',
  'fields',
  'site',
  'project',
  'category',
  'type',
  'component',
  'snooze',
  'reply',
  'note',
] as const

export type ChangeName = (typeof CHANGES)[number]

const TOO_MANY = `At most ${MOST.toLocaleString('en')} tickets are changed in one go. Narrow the search, or choose fewer.`

const ids = z
  .union([z.string(), z.array(z.string())])
  .default('')
  .transform((value, context) => {
    const parts = [value]
      .flat()
      .join(',')
      .split(/[\s,]+/)
      .filter((part) => /^[1-9]\d{0,14}$/.test(part))
    if (parts.length > MOST) context.addIssue({ code: 'custom', message: TOO_MANY })
    return [...new Set(parts.map(Number))]
  })

/** Which tickets: those named, or all that a list's address finds. */
export const selectionForm = z.object({
  ids,
  all: ticked.default(false),
  search: z.string().max(4000).catch('').default(''),
  change: z.enum(CHANGES).catch('status').default('status'),
})

export type Selection = z.infer<typeof selectionForm>

export const tooMany = TOO_MANY

const chosen = blankable(line(120))

const listed = (choices: readonly string[]) =>
  blankable(
    line(120).refine(
      (text) => choices.length === 0 || text === NONE || choices.includes(text),
      'Choose one of the list.',
    ),
  )

/** What shall become of each ticket; what is left empty stays as it is. */
export const orderForm = ({ priorities, workflow, types, categories, components }: Config, zone: string) =>
  z
    .object({
      status: blankable(
        line(40).refine((key) => workflow.some((status) => status.key === key), 'Choose a status of the list.'),
      ),
      holdReason: blankable(line(255)),
      resolution: chosen,
      requester: blankable(personText),
      noRequester: ticked.default(false),
      assignee: blankable(z.string().regex(/^(?:[1-9]\d{0,14}|\(none\))$/, 'Choose one of the list.')),
      priority: blankable(
        line(60).refine((key) => priorities.some((one) => one.key === key), 'Choose a priority of the list.'),
      ),
      type: listed(types),
      category: listed(categories),
      component: listed(components),
      site: chosen,
      project: chosen,
      dueAt: blankable(localTime(zone)),
      noDue: ticked.default(false),
      snoozeUntil: blankable(localTime(zone)),
      addTags: commaList(30, 60).default([]),
      removeTags: commaList(30, 60).default([]),
      addWatchers: personList.default([]),
      removeWatchers: personList.default([]),
      reply: lines(100_000).default(''),
      note: lines(100_000).default(''),
    })
    .refine((order) => !(order.noDue && order.dueAt !== null), {
      path: ['dueAt'],
      error: 'Give a due date, or tick that there is none.',
    })
    .refine((order) => !(order.noRequester && order.requester !== null), {
      path: ['requester'],
      error: 'Name a requester, or tick that there is none.',
    })
    .refine((order) => order.status !== null || (order.holdReason === null && order.resolution === null), {
      path: ['status'],
      error: 'Choose the status this belongs to.',
    })

export type Order = z.infer<ReturnType<typeof orderForm>> & {
  /** Fields of the operator's own, by their names in forms; '' empties one. */
  readonly custom: Texts
}

/** The names of the fields, for keeping what was typed from page to page. */
export const ORDER_FIELDS = [
  'status',
  'holdReason',
  'resolution',
  'requester',
  'noRequester',
  'assignee',
  'priority',
  'type',
  'category',
  'component',
  'site',
  'project',
  'dueAt',
  'noDue',
  'snoozeUntil',
  'addTags',
  'removeTags',
  'addWatchers',
  'removeWatchers',
  'reply',
  'note',
] as const

/** Whether an order asks for anything at all. */
export const isEmpty = (order: Order): boolean =>
  Object.values(order).every((value) => value === null || value === '' || value === false || isNothing(value))

const isNothing = (value: unknown): boolean => typeof value === 'object' && Object.keys(value ?? {}).length === 0
