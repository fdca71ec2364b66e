import { z } from 'zod'
import type { RemoteTicket } from '#domain/remote.ts'
import type { SourceAdapter } from '#features/sources/adapter.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import { openAccount, type Account, type Settings } from './account.ts'
import { checkAccount } from './check.ts'
import { connect, type World } from './connection.ts'
import { readChoices } from './lists.ts'
import { readTicket } from './payload.ts'
import { pullPage } from './pull.ts'
import { takeSnapshot } from './snapshot.ts'

const TICKET_CREDITS = 3

/** A Freshservice account as a mirrored system; a wrong address or a missing key is told by its methods, not here. */
export function freshserviceAdapter(settings: Settings, world: World): SourceAdapter {
  const { clock } = world
  const connection = connect(settings, world)
  const account = openAccount(connection, settings, clock)
  return {
    capabilities: { deletions: 'reconcile', resumable: true, people: 'embedded' },
    pull: (cursor, signal) => pullPage(account, clock, { cursor, signal }),
    snapshot: (signal) => takeSnapshot(account, signal),
    get: (externalId, signal) => getTicket(account, externalId, signal),
    check: (signal) => checkAccount(account, clock, signal),
    choices: (signal) => readChoices(connection, signal),
    quota: connection.quota,
  }
}

const oneTicket = z.looseObject({ ticket: z.looseObject({}) })

async function getTicket(account: Account, externalId: string, signal: AbortSignal): Promise<RemoteTicket | null> {
  if (!/^\d+$/.test(externalId)) return null

  const raw = await rawTicket(account, externalId, signal)
  if (raw === null) return null
  const { ticket, unread } = readTicket(raw)
  if (!ticket) throw new SourceFailure('transient', unread.text)

  const [translated] = await account.translate([ticket], signal)
  return translated ?? null
}

async function rawTicket({ connection }: Account, id: string, signal: AbortSignal): Promise<unknown> {
  const query = { include: 'stats,requester' }
  try {
    const { body } = await connection.get(
      { path: `/tickets/${id}`, query, shape: oneTicket, credits: TICKET_CREDITS },
      signal,
    )
    return body.ticket
  } catch (error) {
    if (error instanceof SourceFailure && error.kind === 'not-found') return null
    throw error
  }
}
