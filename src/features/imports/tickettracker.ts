import { basename } from 'node:path'
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser'
import { AppError } from '#lib/errors.ts'
import { readDate } from './dates.ts'
import { openText, wholeText } from './text.ts'
import {
  tagColors,
  trackedTicket,
  type TrackedFile,
  type TrackedTicket,
  type TrackedUpdate,
} from './tickettracker-schema.ts'
import {
  rejected,
  type ImportSource,
  type Incoming,
  type IncomingFile,
  type IncomingTicket,
  type IncomingUpdate,
} from './types.ts'
import { contentKey, fitted, personOf, withBreaks } from './values.ts'

const LARGEST_FILE = 256 * 1024 * 1024

type Reading = { readonly zone: string; readonly colors: ReadonlyMap<string, string | null> }

/** Opens a file of TicketTracker's demo format; what is no such file fails in words, with line and column. */
export async function openTicketTracker(file: string, zone: string): Promise<ImportSource> {
  const name = basename(file)
  const text = await openText(file)
  if (text.size > LARGEST_FILE) throw new AppError('invalid', `${name} is larger than 256 MB. Split it.`)

  const content = parsedJson(await wholeText(text), name)
  const entries = ticketsIn(content)
  if (!entries) throw new AppError('invalid', `${name} has no list “tickets”, so it is no TicketTracker file.`)

  const colors = new Map(tagColors.parse(propertyOf(content, 'tags')).map((tag) => [tag.name.toLowerCase(), tag.color]))
  return {
    origin: 'tickettracker',
    label: 'TicketTracker',
    unit: 'ticket',
    size: text.size,
    position: text.position,
    remarks: [],
    records: () => recordsOf(entries, { zone, colors }),
  }
}

async function* recordsOf(entries: readonly unknown[], reading: Reading): AsyncGenerator<Incoming> {
  const seen = new Map<string, number>()
  for (const [index, entry] of entries.entries()) {
    const incoming = incomingOf(entry, index + 1, reading)
    if (incoming.kind === 'ticket') {
      const { key } = incoming.ticket
      const count = seen.get(key) ?? 0
      seen.set(key, count + 1)
      // Two tickets of the same name and time are two tickets; in the same file their order tells them apart.
      yield await Promise.resolve(
        count === 0 ? incoming : { ...incoming, ticket: { ...incoming.ticket, key: `${key}-${count + 1}` } },
      )
    } else yield incoming
  }
}

function incomingOf(entry: unknown, number: number, reading: Reading): Incoming {
  const read = trackedTicket.safeParse(entry)
  if (!read.success) {
    const [issue] = read.error.issues
    return rejected(number, `${['ticket', ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'cannot be read'}.`)
  }
  const missing = (['title', 'description'] as const).filter((field) => read.data[field].trim() === '')
  if (missing.length > 0) return rejected(number, `Has no ${missing.join(' and no ')}.`)

  const problems: string[] = []
  const ticket = ticketOf(read.data, number, { ...reading, date: (text) => dateOf(text, reading.zone, problems) })
  return problems.length > 0 ? rejected(number, problems.join(' ')) : { kind: 'ticket', ticket }
}

type Dates = Reading & { readonly date: (text: string | null) => number | null }

function ticketOf(entry: TrackedTicket, number: number, reading: Dates): IncomingTicket {
  const requester = personOf(entry.requester)
  const title = fitted(entry.title, withBreaks(entry.description, false))
  return {
    key: contentKey([entry.title, entry.created_at ?? entry.description]),
    line: number,
    ...title,
    notes: withBreaks(entry.notes, false),
    requester,
    assignee: null,
    watchers: entry.watchers.flatMap((watcher) => personOf(watcher) ?? []),
    priority: entry.priority,
    status: entry.status,
    holdReason: entry.on_hold_reason,
    resolution: null,
    type: null,
    category: null,
    component: null,
    site: null,
    project: null,
    jobNumber: null,
    dueAt: reading.date(entry.due_date),
    createdAt: reading.date(entry.created_at),
    updatedAt: reading.date(entry.updated_at),
    firstRespondedAt: null,
    resolvedAt: null,
    closedAt: null,
    ageReferenceAt: reading.date(entry.age_reference_date),
    tags: entry.tags.map(({ name, color }) => ({
      name,
      color: color ?? reading.colors.get(name.toLowerCase()) ?? null,
    })),
    links: entry.links,
    updates: (entry.updates ?? []).map((update, index) =>
      updateOf(update, index, { ...reading, requester: requester?.name }),
    ),
    files: (entry.attachments ?? []).map(fileOf),
  }
}

/** Private words have a field of their own there, so that an update is one that the requester may read. */
function updateOf(
  update: TrackedUpdate,
  index: number,
  reading: Dates & { requester: string | undefined },
): IncomingUpdate {
  const { status_from: from, status_to: to } = update
  const author = update.author ?? ''
  return {
    key: `update-${index + 1}`,
    kind: update.is_system ? 'system' : 'reply',
    author,
    authorIsRequester: author === reading.requester,
    body: withBreaks(update.body, false),
    at: reading.date(update.created_at),
    changes: to === null ? [] : [{ field: 'status', from, to }],
    files: (update.attachments ?? []).map(fileOf),
  }
}

/** The stored name is a path on another machine; only the name that people saw is taken. */
function fileOf({ original_filename: name, mimetype, content }: TrackedFile): IncomingFile {
  return {
    name: fileNameOf(name ?? ''),
    type: mimetype ?? 'application/octet-stream',
    content: content ?? null,
  }
}

function fileNameOf(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? ''
  return name === '' ? 'attachment' : name
}

/** TicketTracker keeps UTC and often does not say so; a bare date is one of the desk's zone. */
function dateOf(text: string | null, zone: string, problems: string[]): number | null {
  if (text === null) return null

  const at = readDate(text, { order: 'dmy', zone: text.includes(':') ? 'UTC' : zone })
  if (at === null) problems.push(`“${text}” is no date. Write it as 2026-11-21T09:00:00Z.`)
  return at
}

function ticketsIn(content: unknown): readonly unknown[] | null {
  const tickets: unknown = Array.isArray(content) ? content : propertyOf(content, 'tickets')
  return Array.isArray(tickets) ? tickets : null
}

const propertyOf = (content: unknown, name: string): unknown =>
  typeof content === 'object' && content !== null ? Reflect.get(content, name) : undefined

function parsedJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('invalid', `${name} is no JSON: ${placeOfError(text)}`)
  }
}

/** The engine's own message gives a position at best; people look for a line and a column. */
function placeOfError(text: string): string {
  const errors: ParseError[] = []
  parse(text, errors, { disallowComments: true })
  const [found] = errors
  if (!found) return 'it cannot be read.'

  const lines = text.slice(0, found.offset).split('\n')
  const what = printParseErrorCode(found.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return `${what} at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}.`
}
