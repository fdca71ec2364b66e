import type { Actor } from '#domain/actor.ts'
import { offsetFrom, parseOffset } from '#domain/offsets.ts'
import { writeActions } from '#domain/template-actions.ts'
import { commonValues, templateFields, type TemplateKind } from '#domain/template-fields.ts'
import { fillText } from '#domain/template-text.ts'
import { excerpt } from '#domain/text.ts'
import { parsePerson } from '#domain/typed-person.ts'
import { instantToLocal, shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { allFields } from '#features/fields/queries.ts'
import { agents } from '#features/people/queries.ts'
import type { Values } from '#web/form.ts'
import { cannedReplies, replyValues, templateById, templateNames, templatesFor, type Template } from './queries.ts'

const KINDS = {
  ticket: { title: 'Templates', one: 'template', base: '/templates', fresh: '/templates/new' },
  reply: { title: 'Canned replies', one: 'reply', base: '/templates/replies', fresh: '/templates/replies/new' },
} as const

export const wordsOfKind = (kind: TemplateKind) => KINDS[kind]

/** The templates of a kind, those of everybody and one's own. */
export function presentTemplates(desk: Desk, actor: Actor, kind: TemplateKind) {
  const now = desk.clock.now()
  const items = templatesFor(desk, actor, kind).map((template) => ({
    name: template.name,
    href: `/templates/${template.id}`,
    shortcut: template.shortcut,
    shared: template.ownerId === null,
    sentence: excerpt(kind === 'ticket' ? `${template.values.texts.title ?? ''} ` : template.body, 90),
    changed: `changed ${shortTime(template.updatedAt, actor.zone, now)}`,
    useHref: kind === 'ticket' ? `/tickets/new?template=${template.id}` : null,
  }))
  return { kind, tab: kind, words: KINDS[kind], items, alone: !desk.config.access.signIn }
}

/** The fields a template may name, for the help beside its text. */
export const fieldsHelp = (desk: Desk, kind: TemplateKind) => templateFields(kind, allFields(desk))

/** A template as its form shows it. */
export const templateForm = (desk: Desk, { kind, name, body, shortcut, ownerId, values }: Template): Values => {
  const shared = ownerId === null ? 'on' : ''
  if (kind === 'reply') return { name, body, shortcut: shortcut ?? '', shared }
  const { texts, custom, due, actions } = values
  return { name, shared, ...texts, ...custom, description: body, due, actions: writeActions(actions, agents(desk)) }
}

/** What a template puts into the form of a new ticket, as of now; `asker` is the requester where that is known already. */
export function filledTicket(desk: Desk, actor: Actor, { body, values }: Template, asker?: string): Values {
  const at = desk.clock.now()
  const { texts, custom, due, actions } = values
  const requester = parsePerson(asker ?? texts.requester ?? '')
  const about = { requester, agent: actor.name, company: desk.config.company }
  const valueOf = commonValues(about, { at, zone: actor.zone })
  const offset = parseOffset(due)
  const filled: Record<string, string> = {
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    ...custom,
    title: fillText(texts.title ?? '', valueOf).text.slice(0, 255),
    description: fillText(body, valueOf).text,
    assignee: assigneeOf(actor, texts.assignee ?? ''),
    dueAt: offset === null ? '' : instantToLocal(offsetFrom(at, offset, actor.zone), actor.zone),
    actions: writeActions(actions, agents(desk)),
  }
  return filled
}

const assigneeOf = ({ personId }: Actor, wanted: string): string => (wanted === 'me' ? String(personId ?? '') : wanted)

/** The templates a new ticket can begin with; the one in use says so. */
export const ticketTemplates = (desk: Desk, actor: Actor, current: number | null) =>
  templateNames(desk, actor, 'ticket').map(({ id, name }) => ({
    name,
    href: `/tickets/new?template=${id}`,
    current: id === current,
  }))

/** The canned replies beside the composer of a ticket; null for those who have none to choose from. */
export function cannedBeside(desk: Desk, actor: Actor, ticketId: number) {
  if (actor.role === 'client') return null
  const items = templateNames(desk, actor, 'reply').map(({ id, name, shortcut }) => ({
    ...{ id, name, shortcut },
    href: `/tickets/${ticketId}?canned=${id}#composer`,
  }))
  return { items, source: `/tickets/${ticketId}/canned` }
}

/** The text of one canned reply for a ticket, as the composer takes it. */
export function cannedText(desk: Desk, actor: Actor, { ticketId, id }: { ticketId: number; id: number }): string {
  const { body } = templateById(desk, actor, id)
  return fillText(body, replyValues(desk, actor, ticketId)).text
}

/** The canned replies of an actor for one ticket, as the composer's script reads them. */
export const presentCanned = (desk: Desk, actor: Actor, ticketId: number) => ({
  items: cannedReplies(desk, actor, ticketId),
})
