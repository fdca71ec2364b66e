import type { z } from 'zod'
import { freshserviceAddress } from '#domain/freshservice-address.ts'
import type { Window } from '#domain/freshservice-paging.ts'
import type { Clock } from '#lib/clock.ts'
import { createHttpClient, type HttpClient, type HttpReply } from '#lib/http-client.ts'
import { parseLossless } from '#lib/lossless-json.ts'
import type { Quota } from '#features/sources/adapter.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import { createBudget, type Budget } from './budget.ts'
import { dateOf, nextOf, type Answer } from './reply.ts'
import { failureOf, troubleOfBody, troubleOfError, troubleOfStatus, type Trouble } from './trouble.ts'

const LONGEST_WAIT_SECONDS = 60
const MOST_TRIES = 3

/** The outside world, so that tests can hand in one without waiting, network or chance. */
export type World = {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** From 0 up to 1, 1 left out. */
  readonly random: () => number
  readonly timeoutMs?: number
}

export type Ask<Body> = {
  /** Below `/api/v2`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | null>>
  readonly window?: Window
  readonly shape: z.ZodType<Body>
  /** What it takes from the allowance; 1 if nothing is said. */
  readonly credits?: number
  readonly tries?: number
}

/** Asks one account, politely and stubbornly; throws `SourceFailure`, or what its caller aborted with. */
export type Connection = {
  /** Null where the address is not one. */
  readonly origin: string | null
  readonly get: <Body>(ask: Ask<Body>, signal: AbortSignal) => Promise<Answer<Body>>
  readonly quota: () => Quota | null
}

type Line = {
  readonly client: HttpClient
  readonly host: string
  readonly authorization: string
  readonly budget: Budget
  readonly world: World
}

export function connect(account: { baseUrl: string; apiKey: string | null }, world: World): Connection {
  const { origin, wrong } = freshserviceAddress(account.baseUrl)
  const key = account.apiKey?.trim() ?? ''
  const budget = createBudget(world.clock)
  if (origin === null) return broken(null, new SourceFailure('permanent', wrong))
  if (key === '') return broken(origin, noKey())

  const { fetch, timeoutMs = 30_000 } = world
  const authorization = `Basic ${Buffer.from(`${key}:X`).toString('base64')}`
  const client = createHttpClient({ fetch, origin, timeoutMs })
  const line = { client, host: new URL(origin).host, authorization, budget, world }
  return { origin, get: (ask, signal) => stubbornly(line, ask, signal), quota: budget.quota }
}

const noKey = () =>
  new SourceFailure('auth', 'There is no API key.', {
    remedy: 'Copy it from your profile settings in Freshservice and hand it in as the README says.',
  })

const broken = (origin: string | null, failure: SourceFailure): Connection => ({
  origin,
  get: () => Promise.reject(failure),
  quota: () => null,
})

async function stubbornly<Body>(line: Line, ask: Ask<Body>, signal: AbortSignal): Promise<Answer<Body>> {
  const { budget, world } = line
  for (let attempt = 1; ; attempt += 1) {
    await pause(budget.pauseFor(ask.credits ?? 1), world, signal)
    const outcome = await once(line, ask, signal)
    if ('body' in outcome) return outcome

    const seconds = outcome.retryAfterSeconds ?? backOffSeconds(attempt, world.random())
    if (!outcome.again || attempt >= (ask.tries ?? MOST_TRIES) || seconds > LONGEST_WAIT_SECONDS)
      throw failureOf(outcome)
    await pause(seconds * 1000, world, signal)
  }
}

/** 2 s, 6 s, 18 s, each give or take a half, so that those who failed together do not come back together. */
const backOffSeconds = (attempt: number, chance: number): number => 2 * 3 ** (attempt - 1) * (0.5 + chance)

async function pause(ms: number, { sleep }: World, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (ms > 0) await sleep(ms, signal)
}

async function once<Body>(line: Line, ask: Ask<Body>, signal: AbortSignal): Promise<Answer<Body> | Trouble> {
  const { client, host, authorization, budget, world } = line
  try {
    const reply = await client.get(urlOf(ask), { headers: { Authorization: authorization }, signal })
    budget.hear(reply.headers)
    return troubleOfStatus(reply, host, world.clock.now()) ?? answerOf(reply, ask) ?? troubleOfBody(reply, host)
  } catch (error) {
    signal.throwIfAborted()
    return troubleOfError(error)
  }
}

function urlOf({ path, query = {}, window }: Ask<unknown>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  const paged = window ? { page: String(window.page), per_page: String(window.perPage) } : {}
  const search = new URLSearchParams({ ...Object.fromEntries(given), ...paged }).toString()
  return `/api/v2${path}${search && `?${search}`}`
}

function answerOf<Body>(reply: HttpReply, { shape, window }: Ask<Body>): Answer<Body> | null {
  const read = shape.safeParse(parsed(reply.text))
  if (!read.success) return null
  return { body: read.data, next: nextOf(reply, window ?? { page: 1, perPage: 30 }), dateAt: dateOf(reply) }
}

function parsed(text: string): unknown {
  try {
    return parseLossless(text)
  } catch {
    return undefined
  }
}
