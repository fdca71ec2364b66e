import { luminance, contrastRatio, DARK_INK, LIGHT_INK, mix, readableOn } from './palette.ts'

/** The sections a copied summary may hold, in TicketTracker's order. */
export const SUMMARY_SECTIONS = [
  'header',
  'timestamps',
  'meta',
  'people',
  'description',
  'links',
  'notes',
  'tags',
  'updates',
] as const

export type SummarySection = (typeof SUMMARY_SECTIONS)[number]

/** Text of people, and the same as safe HTML. */
export type Passage = { readonly text: string; readonly html: string }

export type Fact = { readonly label: string; readonly text: string }

export type SummaryUpdate = {
  readonly at: string
  readonly by: string
  readonly internal: boolean
  /** A move of the status, in its words. */
  readonly moved: { readonly from: string; readonly to: string } | null
  readonly body: Passage
}

/** Everything a summary may tell; what the reader may not know is not in it. */
export type Summary = {
  readonly number: string
  readonly title: string
  readonly created: string
  readonly updated: string
  /** The colour the ticket shows, and its word. */
  readonly urgency: { readonly color: string; readonly word: string }
  readonly status: string
  readonly holdReason: string | null
  readonly priority: { readonly label: string; readonly color: string }
  readonly due: string
  /** Since when the age counts, where no due date does. */
  readonly agingSince: string | null
  /** How far the deadline is, where it is not the due date. */
  readonly countdown: string | null
  /** The operator's own fields that are filled in. */
  readonly facts: readonly Fact[]
  readonly people: readonly Fact[]
  readonly description: Passage
  readonly links: readonly string[]
  readonly notes: Passage
  readonly tags: readonly { readonly name: string; readonly color: string }[]
  readonly updates: readonly SummaryUpdate[]
}

/** `T-3 Days`, `T+1 Day`: how many days, begun ones whole, are left to a deadline or gone since. */
export function countdownLabel(deadlineAt: number, at: number): string {
  const days = Math.ceil(Math.abs(deadlineAt - at) / 86_400_000)
  return `T${deadlineAt >= at ? '-' : '+'}${days} ${days === 1 ? 'Day' : 'Days'}`
}

/** Ink for a word on a patch of this colour: as TicketTracker mixes it, where that can be read. */
export function patchInk(color: string): string {
  const light = luminance(color)
  const mixed =
    light <= 0.15 ? mix(color, LIGHT_INK, 0.65) : mix(color, DARK_INK, light >= 0.75 ? 0.45 : light >= 0.55 ? 0.6 : 0.7)
  return contrastRatio(mixed, color) >= 4.5 ? mixed : readableOn(color)
}

/** The summary as plain text, in this order of sections; an empty section leaves nothing behind. */
export const summaryText = (summary: Summary, sections: readonly SummarySection[]): string =>
  sections
    .map((section) => TELLERS[section](summary).join('\n'))
    .filter((text) => text !== '')
    .join('\n\n')

type Teller = (summary: Summary) => readonly string[]

const fact = ({ label, text }: Fact): string => `${label}: ${text.replaceAll('\n', ' ')}`

const block = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map(indented)]

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split(/\r\n?|\n/))
const indented = (line: string): string => (line === '' ? '' : `  ${line}`)

const TELLERS: Readonly<Record<SummarySection, Teller>> = {
  header: ({ number, title }) => [`${number} ${title}`],
  timestamps: ({ created, updated }) => [`Created: ${created}`, `Updated: ${updated}`],
  meta: ({ status, holdReason, priority, due, countdown, facts }) => [
    `Status: ${status}${holdReason === null ? '' : ` (${holdReason})`}`,
    `Priority: ${priority.label}`,
    `Due: ${due}`,
    ...(countdown === null ? [] : [`SLA: ${countdown}`]),
    ...facts.map(fact),
  ],
  people: ({ people }) => people.map(fact),
  description: ({ description }) => block('Description', linesOf(description.text)),
  links: ({ links }) => block('Links', links),
  notes: ({ notes }) => block('Notes', linesOf(notes.text)),
  tags: ({ tags }) => (tags.length === 0 ? [] : [`Tags: ${tags.map(({ name }) => name).join(', ')}`]),
  updates: ({ updates }) =>
    updates.length === 0 ? [] : ['Recent Updates:', updates.map((update) => told(update).join('\n')).join('\n\n')],
}

const told = ({ at, by, internal, moved, body }: SummaryUpdate): readonly string[] => [
  `- ${at} by ${by}${internal ? ' (note for agents)' : ''}`,
  ...(moved === null ? [] : [`  Status: ${moved.from} → ${moved.to}`]),
  ...linesOf(body.text).map(indented),
]
