import { dateWords, datePartsOf, monthName, weekOf, weekdayName } from './dates.ts'
import { fieldName, reaches, type Field } from './fields.ts'
import { dateFrom } from './offsets.ts'
import { CURSOR, daysOf, firstName } from './template-text.ts'

export type TemplateKind = 'ticket' | 'reply'

type Known = { readonly name: string; readonly words: string }

const EVERYWHERE: readonly Known[] = [
  { name: 'requester.first_name', words: 'Monique' },
  { name: 'requester.name', words: 'Monique Wallace' },
  { name: 'requester.email', words: 'monique@example.com' },
  { name: 'agent.first_name', words: 'your first name' },
  { name: 'agent.name', words: 'your name' },
  { name: 'company', words: 'the name of this desk' },
  { name: 'today', words: '21 November 2026' },
  { name: 'date+3d', words: 'in three days; weeks as date+2w' },
  { name: 'weekday', words: 'Saturday' },
  { name: 'week', words: '47' },
  { name: 'month', words: 'November' },
  { name: 'year', words: '2026' },
]

const OF_TICKET: readonly Known[] = [
  { name: 'ticket.number', words: '1042' },
  { name: 'ticket.title', words: 'its title' },
  { name: 'ticket.status', words: 'On hold' },
  { name: 'ticket.priority', words: 'High' },
  { name: 'ticket.due', words: 'when it is due' },
  { name: 'ticket.link', words: 'its address here' },
  { name: 'ticket.site', words: 'its site' },
]

const IN_REPLIES: readonly Known[] = [{ name: CURSOR, words: 'where the cursor ends' }]

/** The fields of a kind of template, with an example each. A reply names only custom fields its reader may see. */
export const templateFields = (kind: TemplateKind, fields: readonly Field[]): readonly Known[] =>
  kind === 'ticket' ? EVERYWHERE : [...EVERYWHERE, ...OF_TICKET, ...IN_REPLIES, ...openFields(fields)]

const openFields = (fields: readonly Field[]): readonly Known[] =>
  replyFields(fields).map((field) => ({ name: fieldName(field), words: field.label }))

/** The custom fields whose values may stand in a reply. */
export const replyFields = (fields: readonly Field[]): readonly Field[] =>
  fields.filter((field) => field.entity === 'ticket' && field.removedAt === null && reaches('client', field.visibleTo))

type Person = { readonly name: string; readonly email: string | null }
type Now = { readonly at: number; readonly zone: string }

/** What stands for the fields that need no ticket; `today` and its like are those of the zone. */
export function commonValues(
  about: { readonly requester: Person | null; readonly agent: string; readonly company: string },
  { at, zone }: Now,
): (name: string) => string | undefined {
  const today = dateFrom(at, 0, zone)
  const { year, month, weekday } = datePartsOf(today)
  const { requester, agent, company } = about
  const values = new Map([
    ['requester.first_name', firstName(requester?.name ?? '')],
    ['requester.name', requester?.name ?? ''],
    ['requester.email', requester?.email ?? ''],
    ['agent.first_name', firstName(agent)],
    ['agent.name', agent],
    ['company', company],
    ['today', dateWords(today)],
    ['weekday', weekdayName(weekday)],
    ['week', String(weekOf(today))],
    ['month', monthName(month)],
    ['year', String(year)],
  ])
  return (name) => {
    const days = daysOf(name)
    return days === null ? values.get(name) : dateWords(dateFrom(at, days, zone))
  }
}
