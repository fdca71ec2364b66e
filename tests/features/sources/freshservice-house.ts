import { expect, onTestFinished } from 'vitest'
import type { RemoteTicket } from '#domain/remote.ts'
import type { SourceAdapter } from '#features/sources/adapter.ts'
import type { Settings } from '#features/sources/freshservice/account.ts'
import { freshserviceAdapter } from '#features/sources/freshservice/adapter.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import { stoppedClock, type StoppedClock } from '../../support/clock.ts'
import { FAKE_KEY, openFreshservice, type FakeFreshservice } from '../../support/freshservice.ts'

export const never = new AbortController().signal

export type Stage = {
  readonly fake: FakeFreshservice
  readonly clock: StoppedClock
  /** How long it would have waited, in milliseconds; the clock passes meanwhile. */
  readonly waits: number[]
  readonly adapter: SourceAdapter
  readonly adapterWith: (settings: Partial<Settings>) => SourceAdapter
}

/** Long enough for a good answer, and no longer than a test should take. */
export const patienceWith = (how: unknown): number => (how === 'hang' || how === 'drip' ? 150 : 5_000)

/** A fake account, and an adapter that waits without waiting. */
export async function openStage(settings: Partial<Settings> = {}, timeoutMs = 5_000): Promise<Stage> {
  const clock = stoppedClock('2026-11-21T09:00:00Z')
  const fake = await openFreshservice(clock)
  onTestFinished(fake.close)
  const waits: number[] = []
  const sleep = (ms: number, signal: AbortSignal) => {
    signal.throwIfAborted()
    waits.push(ms)
    clock.pass(ms)
    return Promise.resolve()
  }
  const adapterWith = (changes: Partial<Settings>) => {
    const scope = { workspaces: [], types: [], groups: [] }
    const account = { baseUrl: fake.url, linkUrl: 'https://help.acme.com', apiKey: FAKE_KEY, scope, horizonDays: 90 }
    return freshserviceAdapter(
      { ...account, activeStatuses: [], ...settings, ...changes },
      { fetch, clock, sleep, random: () => 0.5, timeoutMs },
    )
  }
  return { fake, clock, waits, adapter: adapterWith({}), adapterWith }
}

/** What a poller would hold: the newest of each ticket, and the cursor of the last good page. */
export type Mirror = {
  readonly tickets: Map<string, RemoteTicket>
  readonly problems: string[]
  cursor: string | null
  /** Pulls until there is nothing more; a failure leaves everything as the last good page left it. */
  readonly poll: (adapter: SourceAdapter) => Promise<SourceFailure | null>
}

export function openMirror(): Mirror {
  const tickets = new Map<string, RemoteTicket>()
  const problems: string[] = []
  const mirror: Mirror = {
    tickets,
    problems,
    cursor: null,
    poll: async (adapter) => {
      try {
        for (let done = false; !done;) {
          const page = await adapter.pull(mirror.cursor, never)
          for (const ticket of page.tickets) tickets.set(ticket.externalId, ticket)
          problems.push(...(page.problems ?? []))
          mirror.cursor = page.cursor
          done = page.done
        }
        return null
      } catch (error) {
        if (error instanceof SourceFailure) return error
        throw error
      }
    },
  }
  return mirror
}

/** Where the mark of a cursor stands; only tests look into one. */
export const markOf = (cursor: string | null): number => (JSON.parse(cursor ?? '{"mark":0}') as { mark: number }).mark

/** What differs between the mirror and the account: nothing, when all went well. */
export function differences({ fake }: Stage, { tickets }: Mirror): string[] {
  return [...fake.account.tickets.values()]
    .filter(({ deleted, spam }) => !deleted && !spam)
    .filter(({ id, subject, updated_at }) => {
      const mirrored = tickets.get(String(id))
      return mirrored?.title !== subject || mirrored.updatedAt !== Date.parse(updated_at ?? '')
    })
    .map(({ id }) => String(id))
}

/** The requests for a page of tickets so far. */
export const ticketCalls = ({ fake }: Stage) => fake.requests.filter(({ path }) => path === '/tickets')

/** A stage with some tickets, of which the first poll has been made. */
export async function polled(count = 3, timeoutMs = 5_000): Promise<{ stage: Stage; mirror: Mirror }> {
  const stage = await openStage({}, timeoutMs)
  stage.fake.account.addMany(count)
  const mirror = openMirror()
  expect(await mirror.poll(stage.adapter)).toBeNull()
  expect(differences(stage, mirror)).toEqual([])
  return { stage, mirror }
}
