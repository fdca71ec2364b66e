import type { Actor } from '#domain/actor.ts'
import { CLOCK_WORDS, type Clock } from '#domain/clocks.ts'
import { exact } from '#domain/durations.ts'
import { priorityOf } from '#domain/priority.ts'
import { statusOf } from '#domain/status.ts'
import { initials } from '#domain/text.ts'
import { writePerson } from '#domain/typed-person.ts'
import type { Config } from '#config/config.ts'
import { longTime, shortTime } from '#lib/zones.ts'
import { avatarUrl } from '#features/people/queries.ts'
import { levelOf } from '#features/tickets/list/present.ts'
import type { PersonRow, TicketPageRow } from './queries.ts'

type Scene = {
  readonly config: Config
  readonly actor: Actor
  readonly zone: string
  readonly urgency: string
  readonly watchers: readonly PersonRow[]
  readonly clocks: readonly Clock[]
  /** The operator's own fields that are filled in. */
  readonly custom: readonly Prop[]
  readonly now: number
}

type Prop = { readonly label: string; readonly kind: string } & Readonly<Record<string, unknown>>

/** The facts beside the text: only those the ticket has. */
export function presentProps(ticket: TicketPageRow, scene: Scene): readonly Prop[] {
  const { config } = scene
  const priority = priorityOf(config.priorities, ticket.priority)
  return [
    {
      label: 'Status',
      kind: 'status',
      text: statusOf(config.workflow, ticket.status).label,
      urgency: scene.urgency,
      sub: ticket.holdReason,
    },
    {
      label: 'Priority',
      kind: 'priority',
      text: priority.label,
      level: levelOf(ticket.priorityRank, config.priorities.length),
    },
    pictured(
      person('Assignee', ticket.assignee, ticket.assigneeId === null ? null : `/tickets?assignee=${ticket.assigneeId}`),
      pictureOf(ticket.assigneeId, ticket.assigneeAvatar),
    ) ?? { label: 'Assignee', kind: 'text', text: 'Nobody yet' },
    ...given(
      pictured(
        person(
          'Requester',
          ticket.requester,
          ticket.requesterId === null ? null : `/tickets?status=all&requester=%23${ticket.requesterId}`,
          mayReadAddress(ticket, scene.actor) ? ticket.requesterEmail : null,
        ),
        pictureOf(ticket.requesterId, ticket.requesterAvatar),
      ),
    ),
    ...given(
      // Who else reads along is for those who work on it.
      scene.watchers.length === 0 || scene.actor.role === 'client'
        ? null
        : {
            label: 'Watchers',
            kind: 'list',
            items: scene.watchers.map((watcher) => ({ text: watcher.name, title: writePerson(watcher) })),
          },
    ),
    ...text('Type', ticket.type),
    ...text('Category', ticket.category),
    ...text('Component', ticket.component),
    ...text('Resolution', ticket.resolution),
    ...time('Due', ticket.dueAt, scene.zone),
    ...(scene.actor.role === 'client' ? [] : remote(ticket)),
    ...text('Site', ticket.site),
    ...text('Project', ticket.project),
    ...text('Job number', ticket.jobNumber),
    ...given(tags(ticket, config)),
    ...scene.custom,
    ...scene.clocks.filter(({ stoppedAt }) => stoppedAt !== null).map(presentResult),
    ...time('Opened', ticket.createdAt, scene.zone, ticket.createdBy),
    ...time('Resolved', ticket.resolvedAt, scene.zone, ticket.resolvedBy),
    ...given(
      ticket.dueAt === null && ticket.ageReferenceAt !== ticket.createdAt
        ? { label: 'Age counts from', kind: 'text', text: shortTime(ticket.ageReferenceAt, scene.zone, scene.now) }
        : null,
    ),
  ]
}

/** What the mirrored system calls things that have another name here, or none. */
function remote({ source, externalData }: TicketPageRow): readonly Prop[] {
  if (source === null || externalData === null) return []
  const said = JSON.parse(externalData) as Partial<
    Record<'status' | 'group' | 'workspace', { name?: string | null } | null>
  >
  return [
    ...text(`Status in ${source}`, said.status?.name ?? null),
    ...text('Group', said.group?.name ?? null),
    ...text('Workspace', said.workspace?.name ?? null),
  ]
}

const mayReadAddress = ({ requesterId }: TicketPageRow, { role, personId }: Actor): boolean =>
  role !== 'client' || requesterId === personId

const given = (prop: Prop | null): Prop[] => (prop === null ? [] : [prop])
const text = (label: string, value: string | null): Prop[] =>
  value === null || value === '' ? [] : [{ label, kind: 'text', text: value }]

const time = (label: string, at: number | null, zone: string, sub: string | null = null): Prop[] =>
  at === null
    ? []
    : [
        {
          label,
          kind: 'time',
          iso: new Date(at).toISOString(),
          text: longTime(at, zone),
          sub: sub === null ? null : `by ${sub}`,
        },
      ]

function person(label: string, name: string | null, href: string | null, sub: string | null = null): Prop | null {
  return name === null ? null : { label, kind: 'person', name, initials: initials(name), href, sub }
}

const pictureOf = (id: number | null, avatarSha: string | null): string | null =>
  id === null ? null : avatarUrl(id, avatarSha)

const pictured = (prop: Prop | null, avatar: string | null): Prop | null => (prop === null ? null : { ...prop, avatar })

function tags(ticket: TicketPageRow, config: Config): Prop | null {
  const items = JSON.parse(ticket.tags) as [string, string | null][]
  if (items.length === 0) return null
  return {
    label: 'Tags',
    kind: 'tags',
    tags: items.map(([name, color]) => ({
      name,
      color: color ?? config.palette.tags.background,
      href: `/tickets?status=all&tags=${encodeURIComponent(name)}`,
    })),
  }
}

const presentResult = ({ kind, met, targetSeconds }: Clock): Prop => ({
  label: `${CLOCK_WORDS[kind]} target`,
  kind: 'text',
  text: met === true ? 'Met' : 'Missed',
  sub: exact(targetSeconds),
})
