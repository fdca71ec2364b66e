import { z } from 'zod'
import { activeOf, KNOWN_STATUSES } from '#domain/freshservice-lists.ts'
import { statusQueries } from '#domain/freshservice-query.ts'
import { EVERY_WORKSPACE, isWithin } from '#domain/freshservice.ts'
import type { Snapshot } from '#features/sources/adapter.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import type { Account } from './account.ts'
import { readNamed } from './lists.ts'
import { ticketMark } from './payload.ts'

const MOST_PAGES = 2_000
const MOST_TRIES = 3

const found = z.looseObject({ tickets: z.array(z.unknown()), total: z.number().int().nullable().catch(null) })

/** Every ticket in work; not complete as soon as there is doubt, because a complete one may take tickets off the board. */
export async function takeSnapshot(account: Account, signal: AbortSignal): Promise<Snapshot> {
  const statuses = await statusesInWork(account, signal)
  const ids = new Set<string>()
  let complete = statuses.complete
  for (const workspace of await workspacesOf(account, signal))
    for (const query of statusQueries(statuses.ids, workspace))
      complete = (await walkTwiceIfNeeded(account, { query, ids }, signal)) && complete
  return { ids, complete }
}

/** Without the account's own list, its custom statuses would be missing, and their tickets with them. */
async function statusesInWork({ settings, fields }: Account, signal: AbortSignal) {
  if (settings.activeStatuses.length > 0) return { ids: settings.activeStatuses, complete: true }
  const { statuses } = await fields(signal, (known) => known.statuses === KNOWN_STATUSES)
  return { ids: activeOf(statuses), complete: statuses !== KNOWN_STATUSES }
}

/** The filter knows no "all workspaces", so then each is asked for by its id. */
async function workspacesOf(
  { connection, settings }: Account,
  signal: AbortSignal,
): Promise<readonly (string | null)[]> {
  const { workspaces } = settings.scope
  if (workspaces.length === 0) return [null]
  if (!workspaces.includes(EVERY_WORKSPACE)) return workspaces
  return (await readNamed(connection, 'workspaces', signal)).map(({ id }) => id)
}

type Walk = { readonly query: string; readonly ids: Set<string> }

/** Tickets that leave the list while it is read hide others, so a walk that does not add up is made again. */
async function walkTwiceIfNeeded(account: Account, walk: Walk, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const whole = await walkOnce(account, walk, signal)
    if (whole !== false) return whole ?? false
  }
  return false
}

/** Whether it found as many as there were said to be at any time; null when no walk can. */
async function walkOnce(account: Account, { query, ids }: Walk, signal: AbortSignal): Promise<boolean | null> {
  const seen = new Set<string>()
  let most: number | null = null
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await askFor(account, { query, page }, signal)
    if (!answer) return null

    const marks = answer.body.tickets.map((raw) => ticketMark.safeParse(raw).data)
    const before = seen.size
    for (const mark of marks) {
      if (!mark) return null
      seen.add(mark.id)
      if (isWithin(placeOf(mark), account.settings.scope)) ids.add(mark.id)
    }
    most = answer.body.total === null ? most : Math.max(most ?? 0, answer.body.total)
    const whole = most === null || seen.size >= most
    if (whole && !answer.next) return true
    if (seen.size === before) return false
  }
  return null
}

const placeOf = (mark: z.infer<typeof ticketMark>) => ({
  type: mark.type,
  groupId: mark.group_id,
  workspaceId: mark.workspace_id,
})

/** Null when the server does not let us turn so many pages. */
async function askFor({ connection }: Account, { query, page }: { query: string; page: number }, signal: AbortSignal) {
  try {
    return await connection.get({ path: '/tickets/filter', query: { query, page: String(page) }, shape: found }, signal)
  } catch (error) {
    if (page > 1 && error instanceof SourceFailure && error.kind === 'permanent') return null
    throw error
  }
}
