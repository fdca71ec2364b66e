import type { Config } from '#config/config.ts'
import { isLink } from '#domain/links.ts'
import { foldName } from '#domain/text.ts'
import type { Change } from '#domain/timeline.ts'
import type { Prisma } from '#db/database.ts'
import { standingColumns } from '#features/tickets/service.ts'
import { dateOrNull } from '#features/tickets/state.ts'
import { projectKey, tagNameOf, type Directory } from './directory.ts'
import type { Life, Move } from './life.ts'
import type { IncomingFile, IncomingTicket, IncomingUpdate } from './types.ts'
import { priorityFor, statusFor, wordFor } from './words.ts'

export type Prepared = {
  readonly ticket: IncomingTicket
  readonly life: Life
  readonly importKey: string
  readonly origin: string
}

export type UpdateRow = { readonly row: Prisma.UpdateCreateManyInput; readonly files: readonly IncomingFile[] }

const FIELD_NAMES: Readonly<Record<string, string>> = { hold_reason: 'holdReason' }

export function ticketRow(
  { ticket, life, importKey }: Prepared,
  directory: Directory,
  config: Config,
): Prisma.TicketCreateManyInput {
  const siteId = ticket.site === null ? null : (directory.sites.get(foldName(ticket.site)) ?? null)
  const assigneeId = directory.people.staffIdOf(ticket.assignee)
  const standing = {
    status: life.status.key,
    priority: life.priority.key,
    dueAt: ticket.dueAt,
    createdAt: life.createdAt,
    ageReferenceAt: ticket.ageReferenceAt ?? life.createdAt,
    firstRespondedAt: life.firstRespondedAt,
  }
  return {
    ...standingColumns(standing, life.clocks, config),
    title: ticket.title,
    description: ticket.description,
    notes: notesOf(ticket, life, assigneeId),
    status: life.status.key,
    priority: life.priority.key,
    holdReason: life.holdReason,
    resolution: life.resolvedAt === null ? null : listed(ticket.resolution, config.resolutions),
    type: listed(ticket.type, config.types) ?? config.tickets.defaultType,
    category: listed(ticket.category, config.categories),
    component: listed(ticket.component, config.components),
    ...(ticket.exact ? wordsOf(ticket) : {}),
    jobNumber: ticket.jobNumber,
    requesterId: directory.people.idOf(ticket.requester),
    assigneeId,
    siteId,
    projectId: ticket.project === null ? null : (directory.projects.get(projectKey(siteId, ticket.project)) ?? null),
    dueAt: dateOrNull(ticket.dueAt),
    ageReferenceAt: new Date(standing.ageReferenceAt),
    createdAt: new Date(life.createdAt),
    updatedAt: new Date(life.updatedAt),
    firstRespondedAt: dateOrNull(life.firstRespondedAt),
    resolvedAt: dateOrNull(life.resolvedAt),
    closedAt: dateOrNull(life.closedAt),
    importKey,
  }
}

/** What the file says to the letter. */
const wordsOf = ({ type, category, component, resolution }: IncomingTicket) => ({
  type,
  category,
  component,
  resolution,
})

/** The timeline, in order: what people wrote, and beside it what they changed. */
export function updateRows(prepared: Prepared, ticketId: number, who: Who): UpdateRow[] {
  const { ticket, life } = prepared
  const told = ticket.updates.flatMap((update) => toldRows(prepared, update, { ...who, ticketId }))
  const outcomes = life.moves.filter(({ from, update }) => from !== null && update === null)
  return [
    openingRow(prepared, ticketId, who),
    ...told,
    ...outcomes.map((move) => outcomeRow(prepared, move, ticketId)),
  ].toSorted((one, other) => Number(one.row.createdAt) - Number(other.row.createdAt))
}

function openingRow({ ticket, life, origin }: Prepared, ticketId: number, { directory }: Who): UpdateRow {
  const changes = JSON.stringify([{ field: 'created', from: null, to: ticket.title }])
  const authorName = ticket.requester?.name ?? origin
  const row = {
    ticketId,
    kind: 'system',
    authorName,
    authorId: directory.people.idOf(ticket.requester),
    changes,
    createdAt: new Date(life.createdAt),
  }
  return { row, files: [] }
}

export type Who = { readonly directory: Directory; readonly config: Config }

function toldRows(
  prepared: Prepared,
  update: IncomingUpdate,
  { directory, config, ticketId }: Who & { ticketId: number },
): UpdateRow[] {
  const { ticket, life } = prepared
  const author = update.author === '' ? config.submitter : update.author
  const shared = {
    ticketId,
    authorName: author,
    authorId: update.authorIsRequester
      ? directory.people.idOf(ticket.requester)
      : directory.people.staffIdOf({ name: author, email: null }),
    createdAt: new Date(Math.max(update.at ?? life.createdAt, life.createdAt)),
  }
  const changes = changesOf(update, prepared, config)
  // A timeline tells a system entry by its changes, so that words of a person need an entry of their own.
  const kind = update.kind === 'system' ? 'note' : update.kind
  const spoken = update.body !== '' || update.files.length > 0
  return [
    ...(spoken ? [{ row: { ...shared, kind, body: update.body }, files: update.files }] : []),
    ...(changes.length > 0
      ? [{ row: { ...shared, kind: 'system', changes: JSON.stringify(changes) }, files: [] }]
      : []),
  ]
}

function outcomeRow({ origin }: Prepared, { from, to, at, reason }: Move, ticketId: number): UpdateRow {
  const changes = [
    { field: 'status', from: from?.label ?? null, to: to.label },
    ...(reason === null ? [] : [{ field: 'holdReason', from: null, to: reason }]),
  ]
  return {
    row: { ticketId, kind: 'system', authorName: origin, createdAt: new Date(at), changes: JSON.stringify(changes) },
    files: [],
  }
}

function changesOf(update: IncomingUpdate, { life }: Prepared, config: Config): Change[] {
  const move = life.moves.find((candidate) => candidate.update === update)
  const changes = update.changes.map(({ field, from, to }) => ({
    field: FIELD_NAMES[field] ?? field,
    from: worded(field, from, config),
    to: worded(field, to, config),
  }))
  const reason = move?.reason ?? null
  if (reason === null || changes.some(({ field }) => field === 'holdReason')) return changes
  return [...changes, { field: 'holdReason', from: null, to: reason }]
}

/** The desk's spelling of a word it knows, else the word as it was written. */
function worded(field: string, word: string | null, config: Config): string | null {
  if (word === null) return null
  const known =
    field === 'status'
      ? statusFor(word, config.workflow)
      : field === 'priority'
        ? priorityFor(word, config.priorities)
        : null
  return known?.exact ? known.target.label : word
}

/** One of the operator's words where it is meant, else the file's own. */
const listed = (word: string | null, words: readonly string[]): string | null =>
  word === null ? null : (wordFor(word, words) ?? word)

/** What found no field of its own is still told to agents. */
function notesOf(ticket: IncomingTicket, life: Life, assigneeId: number | null): string {
  const lines = [
    ...(ticket.assignee && assigneeId === null ? [`Assigned to: ${ticket.assignee.name}`] : []),
    ...(ticket.resolution !== null && life.resolvedAt === null && !ticket.exact
      ? [`Resolution: ${ticket.resolution}`]
      : []),
    ...ticket.links.filter((link) => !isLink(link)),
  ]
  return [ticket.notes, lines.join('\n')].filter((part) => part !== '').join('\n\n')
}

export const linkRows = ({ ticket }: Prepared, ticketId: number) =>
  [...new Set(ticket.links.filter(isLink))].map((url) => ({ ticketId, url }))

export const tagRows = ({ ticket }: Prepared, ticketId: number, { tags }: Directory) =>
  distinct(ticket.tags.map((tag) => tags.get(foldName(tagNameOf(tag))))).map((tagId) => ({ ticketId, tagId }))

export const watcherRows = ({ ticket }: Prepared, ticketId: number, { people }: Directory) =>
  distinct(ticket.watchers.map((watcher) => people.idOf(watcher) ?? undefined)).map((personId) => ({
    ticketId,
    personId,
  }))

export const moveRows = ({ life }: Prepared, ticketId: number) =>
  life.moves.map(({ from, to, at, reason }) => ({
    ticketId,
    from: from?.key ?? null,
    to: to.key,
    reason,
    createdAt: new Date(at),
  }))

const distinct = (ids: readonly (number | undefined)[]): number[] => [...new Set(ids.filter((id) => id !== undefined))]
