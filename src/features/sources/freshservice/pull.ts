import { z } from 'zod'
import { stepAfter, type Page, type Window } from '#domain/freshservice-paging.ts'
import type { Clock } from '#lib/clock.ts'
import type { Pulled } from '#features/sources/adapter.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import type { Account } from './account.ts'
import { beginning, placeOf, writeCursor, type Place } from './cursor.ts'
import { readTicket, type ReadTicket } from './payload.ts'
import type { Answer } from './reply.ts'

const MINUTE = 60_000
const OVERLAP = 5 * MINUTE
const MOST_PAGES = 2_000
// A list costs 1, and 2 more for each thing that comes along.
const LIST_CREDITS = 5

const ticketList = z.looseObject({ tickets: z.array(z.unknown()) })

/** One page of what changed after the cursor, and where it goes on. */
export async function pullPage(
  account: Account,
  clock: Clock,
  { cursor, signal }: { cursor: string | null; signal: AbortSignal },
): Promise<Pulled> {
  const { settings } = account
  const place = placeOf(cursor, settings, clock.now())
  if (place.pass.pages >= MOST_PAGES) throw tooMuch()

  const answer = await askFor(account, place, signal)
  if (isOutOfTime(place, answer, clock.now())) return beginAgain(account, answer)

  const read = answer.body.tickets.map(readTicket)
  const byId = new Map(read.flatMap(({ ticket }) => (ticket ? [[ticket.id, ticket]] : [])))
  const tickets = await account.translate([...byId.values()], signal)
  const { problems = [], ...on } = goOn(account, place, pageOf(read, answer))
  return { tickets, ...on, problems: [...read.flatMap(({ unread }) => unread?.text ?? []), ...problems] }
}

function askFor({ connection, settings }: Account, { mark, pass }: Place, signal: AbortSignal) {
  const query = {
    updated_since: new Date(mark - OVERLAP).toISOString().replace(/\.\d+Z$/, 'Z'),
    include: 'stats,requester',
    workspace_id: settings.scope.workspaces[pass.workspace] ?? null,
  }
  return connection.get(
    { path: '/tickets', query, window: pass.window, shape: ticketList, credits: LIST_CREDITS },
    signal,
  )
}

function pageOf(read: readonly ReadTicket[], { next, dateAt }: { next: Window | null; dateAt: number | null }): Page {
  const changes = read.flatMap(({ ticket }) => ticket?.updatedAt ?? [])
  const unread = read.flatMap(({ unread }) => (unread ? [unread.updatedAt ?? 0] : []))
  return {
    ids: read.flatMap(({ id }) => id ?? []),
    count: read.length,
    changedAt: changes.length > 0 ? Math.max(...changes) : null,
    unreadAt: unread.length > 0 ? Math.min(...unread) : null,
    next,
    dateAt,
  }
}

function goOn({ settings }: Account, { mark, pass }: Place, page: Page): Pick<Pulled, 'cursor' | 'done' | 'problems'> {
  const step = stepAfter(pass, page, { workspaces: Math.max(1, settings.scope.workspaces.length), mark })
  if (step.kind === 'end') return { cursor: writeCursor(settings, step.mark, null), done: true }
  if (step.kind !== 'shaky') return { cursor: writeCursor(settings, mark, step.pass), done: false }

  const problems = ['The list kept changing while it was read; the next poll reads it again.']
  return { cursor: writeCursor(settings, mark, null), done: true, problems }
}

/** Our clock says where the first pull begins; when it is far off, the server's says it better. */
const isOutOfTime = ({ fresh }: Place, { dateAt }: Answer<unknown>, now: number): boolean =>
  fresh && dateAt !== null && now - dateAt > 60 * MINUTE

function beginAgain({ settings }: Account, { dateAt }: Answer<unknown>): Pulled {
  const { mark, pass } = beginning(settings, dateAt ?? 0)
  return { tickets: [], cursor: writeCursor(settings, mark, pass), done: false }
}

const tooMuch = () =>
  new SourceFailure('transient', 'More tickets changed than one pull may read (200,000).', {
    remedy: 'Mirror fewer days of history, or fewer workspaces; it then begins anew.',
  })
