import { z } from 'zod'
import { EVERY_WORKSPACE } from '#domain/freshservice.ts'
import type { Clock } from '#lib/clock.ts'
import type { Finding } from '#features/sources/adapter.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import type { Account } from './account.ts'
import type { Connection } from './connection.ts'
import { isRefused, readFields, readNamed } from './lists.ts'

const MINUTE = 60_000
const MOST_DIFFERENCE = 2 * MINUTE

const good = (text: string): Finding => ({ ok: true, text, remedy: null })
/** It works, and could be better. */
const fair = (text: string, remedy: string): Finding => ({ ok: true, text, remedy })
const bad = ({ message, remedy }: SourceFailure): Finding => ({ ok: false, text: message, remedy })

/** Tries what a poll needs, the most necessary first; a failure there ends it, because the rest would only repeat it. */
export async function checkAccount(account: Account, clock: Clock, signal: AbortSignal): Promise<readonly Finding[]> {
  const { connection } = account
  const first = await attempt(() => listTickets(connection, signal))
  if (first instanceof SourceFailure) return [onTickets(first)]

  return [
    good(`${new URL(connection.origin ?? '').host} answers, and the API key may list tickets.`),
    ...clocksOf(first, clock.now()),
    ...(await agentsOf(connection, signal)),
    ...(await fieldsOf(connection, signal)),
    ...(await workspacesOf(account, signal)),
    ...quotaOf(connection),
  ]
}

async function listTickets(connection: Connection, signal: AbortSignal): Promise<number | null> {
  const shape = z.looseObject({ tickets: z.array(z.unknown()) })
  return (await connection.get({ path: '/tickets', query: { per_page: '1' }, shape, tries: 1 }, signal)).dateAt
}

/** Everybody's first question, so these say what is meant by them here. */
function onTickets(failure: SourceFailure): Finding {
  if (failure.kind === 'forbidden') return { ...bad(failure), text: 'The API key may not list tickets.' }
  if (failure.kind === 'not-found') return { ...bad(failure), text: 'There is no Freshservice API at this address.' }
  return bad(failure)
}

function clocksOf(dateAt: number | null, now: number): readonly Finding[] {
  const difference = dateAt === null ? 0 : now - dateAt
  if (Math.abs(difference) <= MOST_DIFFERENCE) return []

  const minutes = Math.round(Math.abs(difference) / MINUTE)
  const text = `This machine's clock is ${minutes} minutes ${difference > 0 ? 'ahead of' : 'behind'} Freshservice's.`
  return [fair(text, 'Nothing is lost by that, but times here will look wrong; set the clock.')]
}

async function agentsOf(connection: Connection, signal: AbortSignal): Promise<readonly Finding[]> {
  const shape = z.looseObject({ agents: z.array(z.unknown()) })
  const asked = await attempt(() => connection.get({ path: '/agents', query: { per_page: '1' }, shape }, signal))
  if (!(asked instanceof SourceFailure)) return [good('Agents can be shown by name.')]
  if (!isRefused(asked)) return [bad(asked)]
  const remedy = 'Use the key of an agent whose role may view agents, if you want their names.'
  return [fair('The API key may not list agents; some assignees stay without a name.', remedy)]
}

async function fieldsOf(connection: Connection, signal: AbortSignal): Promise<readonly Finding[]> {
  const asked = await attempt(() => readFields(connection, signal))
  if (!(asked instanceof SourceFailure)) return [good(`The account has ${asked.statuses.length} statuses.`)]
  if (!isRefused(asked)) return [bad(asked)]
  const remedy = 'Use the key of an agent who may view the ticket form, or map your own statuses by their numbers.'
  return [fair('The API key may not read the ticket form; only the four standard statuses have names.', remedy)]
}

async function workspacesOf({ connection, settings }: Account, signal: AbortSignal): Promise<readonly Finding[]> {
  const wanted = settings.scope.workspaces.filter((id) => id !== EVERY_WORKSPACE)
  const asked = await attempt(() => readNamed(connection, 'workspaces', signal))
  if (asked instanceof SourceFailure) return unlisted(asked, wanted)

  const visible = new Set(asked.map(({ id }) => id))
  const hidden = wanted.filter((id) => !visible.has(id))
  if (hidden.length > 0) return [notVisible(hidden)]
  if (settings.scope.workspaces.length > 0 || asked.length < 2) return []
  const remedy = 'Choose the workspaces to mirror, or 0 for all.'
  return [fair(`The account has ${asked.length} workspaces; only the primary one is mirrored.`, remedy)]
}

/** An account without workspaces has no such list, which is no trouble unless one was chosen. */
function unlisted(failure: SourceFailure, wanted: readonly string[]): readonly Finding[] {
  if (!isRefused(failure)) return [bad(failure)]
  return wanted.length > 0 ? [notVisible(wanted)] : []
}

const notVisible = (ids: readonly string[]): Finding => ({
  ok: false,
  text: `The API key cannot see workspace ${ids.join(', ')}.`,
  remedy: 'Add its agent to the workspace, or take the workspace out of the settings.',
})

function quotaOf(connection: Connection): readonly Finding[] {
  const quota = connection.quota()
  if (quota?.limit == null || quota.remaining == null) return []
  const text = `The account may ask ${quota.limit} times a minute; ${quota.remaining} are left.`
  return quota.remaining >= quota.limit * 0.2
    ? [good(text)]
    : [fair(text, 'Poll less often, or see which other programs use the allowance.')]
}

async function attempt<Value>(act: () => Promise<Value>): Promise<Value | SourceFailure> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof SourceFailure) return error
    throw error
  }
}
