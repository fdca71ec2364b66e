import { z } from 'zod'
import type { Role } from '#domain/access.ts'
import { isLink } from '#domain/links.ts'
import { isMail, parsePerson } from '#domain/typed-person.ts'
import type { Config } from '#config/config.ts'
import { blankable, commaList, id, line, lines, requiredLine } from '#lib/fields.ts'
import { localToInstant } from '#lib/zones.ts'

const LONGEST_TEXT = 100_000
const MOST_TAGS = 30
const MOST_WATCHERS = 50
const MOST_LINKS = 50

/** A person in a box: `Name <mail>`, a mail address, or a name. */
export const personText = line(300).transform((text, context) => {
  if (isHalfMail(text)) context.addIssue({ code: 'custom', message: 'Write it as Name <mail@example.com>.' })
  return parsePerson(text)
})

// A comma between quotes belongs to a name: "Wallace, Monique" <monique@example.com>.
export const personList = commaList(MOST_WATCHERS, 300, /(?:"[^"\n]*"|[^,\n])+/g).transform((items, context) => {
  if (items.some(isHalfMail))
    context.addIssue({ code: 'custom', message: 'Write each as Name <mail@example.com>, parted by commas.' })
  return items.flatMap((text) => parsePerson(text) ?? [])
})

const isHalfMail = (text: string): boolean => text.includes('<') && !isMail(parsePerson(text)?.email ?? '')

/** What an agent's form says of these counts; a client's does not, whatever it says. */
export const AGENT_FIELDS: readonly string[] = ['requester', 'assignee', 'notes', 'watchers']

/** The fields of a form that do not count for this role on this desk. */
export const unheardFields = ({ access }: Config, role: Role): readonly string[] =>
  role !== 'client' ? [] : access.clientsChoosePriority ? AGENT_FIELDS : [...AGENT_FIELDS, 'priority']

export const links = lines(MOST_LINKS * 2100).transform((text, context) => {
  const items = [
    ...new Set(
      text
        .split('\n')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ),
  ]
  const wrong = items.find((item) => !isLink(item))
  if (wrong !== undefined)
    context.addIssue({
      code: 'custom',
      message: `“${wrong.slice(0, 80)}” is not an address. Begin with https://, one a line.`,
    })
  if (items.length > MOST_LINKS)
    context.addIssue({ code: 'custom', message: `At most ${MOST_LINKS} links, one a line.` })
  return items
})

/** A local date and time in the viewer's zone, as an instant. */
export const localTime = (zone: string) =>
  line(30).transform((text, context) => {
    const at = localToInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T17:00` : text, zone)
    if (at === null) context.addIssue({ code: 'custom', message: 'Write the date as 2026-11-21 17:00.' })
    return at
  })

/** Where the operator lists nothing, anything may be typed. */
const oneOf = (choices: readonly string[], kept: string | null) =>
  blankable(
    line(120).refine(
      (text) => choices.length === 0 || choices.includes(text) || text === kept,
      'Choose one of the list.',
    ),
  )

type Kept = {
  /** A mirrored ticket need not keep to our rules for texts. */
  readonly sourceId?: number | null
  readonly priority?: string
  readonly type: string | null
  readonly category: string | null
  readonly component: string | null
}

const NOTHING_KEPT: Kept = { type: null, category: null, component: null }

/** The fields of a ticket. What the ticket holds already stays allowed when the operator's lists have changed since. */
export const ticketFields = (config: Config, zone: string, kept: Kept = NOTHING_KEPT) => ({
  title: requiredLine('Give the ticket a title.', 255),
  description: lines(LONGEST_TEXT).refine(
    (text) => text !== '' || kept.sourceId != null,
    'Describe what is the matter.',
  ),
  notes: lines(LONGEST_TEXT).default(''),
  requester: blankable(personText),
  watchers: personList.default([]),
  priority: z
    .string()
    .default(config.tickets.defaultPriority)
    .refine(
      (key) => config.priorities.some((priority) => priority.key === key) || key === kept.priority,
      'Choose a priority of the list.',
    ),
  type: oneOf(config.types, kept.type),
  category: oneOf(config.categories, kept.category),
  component: oneOf(config.components, kept.component),
  dueAt: blankable(localTime(zone)),
  links: links.default([]),
  tags: commaList(MOST_TAGS, 60).default([]),
  site: blankable(line(120)),
  project: blankable(line(120)),
  jobNumber: blankable(line(40)),
  assignee: blankable(id),
})

const made = new WeakMap<Config, Map<string, ReturnType<typeof makeForm>>>()

const makeForm = (config: Config, zone: string, kept?: Kept) => z.strictObject(ticketFields(config, zone, kept))

/** Making a schema costs more than reading a form with it, so the usual one is made once a zone. */
export function ticketForm(config: Config, zone: string, kept?: Kept): ReturnType<typeof makeForm> {
  if (kept) return makeForm(config, zone, kept)
  const zones = made.get(config) ?? new Map<string, ReturnType<typeof makeForm>>()
  made.set(config, zones)
  const form = zones.get(zone) ?? makeForm(config, zone)
  zones.set(zone, form)
  return form
}

export type TicketForm = z.infer<ReturnType<typeof ticketForm>>
