import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '#lib/clock.ts'
import { fakeAccount, isoOf, type FakeAccount, type FakePerson, type FakeTicket } from './freshservice-account.ts'
import { sendBadly, spoil, type Fault, type Trouble } from './freshservice-trouble.ts'

const DAY = 86_400_000
const MINUTE = 60_000

export const FAKE_KEY = 'fake-key-nobody-may-see'

export type Recorded = { readonly path: string; readonly query: Readonly<Record<string, string>> }

/** A Freshservice of our own on this machine, with the documented quirks of the real one and trouble on demand. */
export type FakeFreshservice = {
  readonly url: string
  readonly account: FakeAccount
  readonly requests: Recorded[]
  /** Paths below /api/v2 that the key may not read. */
  readonly forbidden: Set<string>
  /** How far its clock in the `Date` header is from the clock of its tickets, in milliseconds. */
  readonly set: (settings: { skewMs?: number; perMinute?: number; between?: (page: number) => void }) => void
  /** Spoils the next answers of matching paths. */
  readonly fail: (how: Trouble, where?: { times?: number; path?: RegExp }) => void
  /** Everything is well again. */
  readonly calm: () => void
  readonly close: () => Promise<void>
}

type State = {
  readonly account: FakeAccount
  readonly clock: Clock
  readonly requests: Recorded[]
  readonly forbidden: Set<string>
  readonly faults: Fault[]
  skewMs: number
  perMinute: number
  used: number
  minuteAt: number
  between: (page: number) => void
  lastPage: string
}

type Asked = { readonly path: string; readonly query: URLSearchParams; readonly trouble: Trouble | null }
type Answer = { readonly status: number; readonly body: unknown; readonly next?: boolean }

export async function openFreshservice(clock: Clock): Promise<FakeFreshservice> {
  const state: State = {
    account: fakeAccount(clock),
    clock,
    requests: [],
    forbidden: new Set(),
    faults: [],
    skewMs: 0,
    perMinute: 100_000,
    used: 0,
    minuteAt: 0,
    between: () => undefined,
    lastPage: '{"tickets":[]}',
  }
  const server = createServer((request, response) => serve(state, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    account: state.account,
    requests: state.requests,
    forbidden: state.forbidden,
    set: (settings) => void Object.assign(state, settings),
    fail: (how, { times = 1, path = /./ } = {}) => void state.faults.push({ how, path, left: times }),
    calm: () => void state.faults.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function serve(state: State, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://fake')
  const path = url.pathname.replace(/^\/api\/v2/, '')
  state.requests.push({ path, query: Object.fromEntries(url.searchParams) })
  const fault = state.faults.find(({ left, path: where }) => left > 0 && where.test(path))
  if (fault) fault.left -= 1
  response.setHeader('Date', new Date(state.clock.now() + state.skewMs).toUTCString())
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  if (!isPaid(state, path, url.searchParams, response)) return
  if (fault && spoil(response, fault.how)) return

  const asked: Asked = { path, query: url.searchParams, trouble: fault?.how ?? null }
  send(state, response, { asked, answer: isKnown(request) ? answerTo(state, asked) : refused(401) })
}

/** The account's allowance by the minute; lists pay 2 for each include, single tickets 1. */
function isPaid(state: State, path: string, query: URLSearchParams, response: ServerResponse): boolean {
  const now = state.clock.now()
  if (now - state.minuteAt >= MINUTE) Object.assign(state, { used: 0, minuteAt: now })
  const includes = query.get('include')?.split(',').length ?? 0
  const credits = 1 + includes * (path === '/tickets' ? 2 : 1)
  const allowed = state.used + credits <= state.perMinute
  if (allowed) state.used += credits
  response.setHeader('X-RateLimit-Total', String(state.perMinute))
  response.setHeader('x-ratelimit-remaining', String(state.perMinute - state.used))
  response.setHeader('X-RateLimit-Used-CurrentRequest', String(credits))
  if (!allowed) spoil(response, { retryAfter: String(Math.ceil((state.minuteAt + MINUTE - now) / 1000)) })
  return allowed
}

function send(state: State, response: ServerResponse, { asked, answer }: { asked: Asked; answer: Answer }): void {
  const page = Number(asked.query.get('page') ?? 1)
  if (answer.next && asked.trouble !== 'no-link') {
    const next = new URLSearchParams(asked.query)
    next.set('page', String(page + 1))
    // Elsewhere on purpose: whoever follows it would send the key there.
    response.setHeader('Link', `<https://acme.elsewhere.test/api/v2${asked.path}?${next.toString()}>; rel="next"`)
  }
  const body = asked.trouble === 'same-page' ? state.lastPage : written(answer.body)
  response.statusCode = answer.status
  sendBadly(response, asked.trouble, body)
  if (!asked.path.startsWith('/tickets')) return
  state.lastPage = body
  state.between(page)
}

const isKnown = (request: IncomingMessage): boolean =>
  request.headers.authorization === `Basic ${Buffer.from(`${FAKE_KEY}:X`).toString('base64')}`

const refused = (status: number): Answer => ({ status, body: { code: status === 401 ? 'invalid_credentials' : 'no' } })

function answerTo(state: State, { path, query }: Asked): Answer {
  const { account } = state
  if (state.forbidden.has(path)) return refused(403)
  if (path === '/tickets') return ticketList(state, query)
  if (path === '/tickets/filter') return filtered(account, query)
  if (path === '/ticket_form_fields') return { status: 200, body: { ticket_fields: account.fields } }
  const [, list = '', id = ''] = path.split('/')
  if (list === 'tickets') return oneTicket(account, query, id)
  if (list === 'agents' || list === 'requesters' || list === 'groups' || list === 'workspaces')
    return id ? oneOf(account[list], list.slice(0, -1), id) : paged(account[list], list, query)
  return refused(404)
}

function ticketList({ account, clock }: State, query: URLSearchParams): Answer {
  const since = query.get('updated_since')
  const workspace = query.get('workspace_id')
  const monthAgo = isoOf(clock.now() - 30 * DAY)
  const listed = account.listed(
    `${since ?? 'month'} ${workspace ?? ''}`,
    (ticket) =>
      !ticket.deleted &&
      !ticket.spam &&
      (workspace === '0' || String(ticket.workspace_id) === (workspace ?? '2')) &&
      (since === null ? ticket.created_at >= monthAgo : (ticket.updated_at ?? '9') >= since),
  )
  const page = paged(listed, 'tickets', query)
  const tickets = (page.body as { tickets: FakeTicket[] }).tickets.map((ticket) => shown(account, ticket, query))
  return { ...page, body: { tickets } }
}

/** Search: 30 a page whatever is asked for, a total, and a query in quotes of at most 512 characters. */
function filtered(account: FakeAccount, query: URLSearchParams): Answer {
  const text = query.get('query') ?? ''
  if (!/^".*"$/.test(text)) return refused(500)
  if (text.length > 512) return { status: 400, body: { errors: [{ field: 'query', message: 'is too long' }] } }
  const statuses = new Set([...text.matchAll(/status:(\d+)/g)].map(([, id]) => Number(id)))
  const [, workspace = null] = /workspace_id:(\d+)/.exec(text) ?? []
  const listed = account.listed(
    text,
    (ticket) =>
      !ticket.deleted &&
      !ticket.spam &&
      statuses.has(ticket.status ?? 0) &&
      (workspace === null || String(ticket.workspace_id) === workspace),
  )
  query.set('per_page', '30')
  const page = paged(listed, 'tickets', query)
  const tickets = (page.body as { tickets: FakeTicket[] }).tickets.map((ticket) => ({ ...ticket, stats: undefined }))
  return { ...page, body: { tickets, total: listed.length } }
}

function oneTicket(account: FakeAccount, query: URLSearchParams, id: string): Answer {
  const ticket = account.tickets.get(BigInt(id))
  return ticket ? { status: 200, body: { ticket: shown(account, ticket, query) } } : { status: 404, body: null }
}

function shown(account: FakeAccount, { stats, ...ticket }: FakeTicket, query: URLSearchParams): object {
  const includes = query.get('include')?.split(',') ?? []
  const person = account.requesters.find(({ id }) => id === ticket.requester_id)
  return {
    ...ticket,
    ...(includes.includes('stats') && { stats }),
    ...(includes.includes('requester') && person && { requester: card(person) }),
  }
}

const card = ({ id, first_name, last_name, email }: FakePerson) => ({
  id,
  name: `${first_name} ${last_name}`,
  email,
  mobile: null,
  phone: '555-0100',
})

function oneOf(list: readonly { id: bigint }[], name: string, id: string): Answer {
  const item = list.find((one) => String(one.id) === id)
  return item ? { status: 200, body: { [name]: item } } : { status: 404, body: null }
}

function paged(list: readonly unknown[], name: string, query: URLSearchParams): Answer {
  const perPage = Math.min(100, Number(query.get('per_page') ?? 30))
  const start = (Number(query.get('page') ?? 1) - 1) * perPage
  return { status: 200, body: { [name]: list.slice(start, start + perPage) }, next: list.length > start + perPage }
}

/** Ids go out as plain numbers, however long. */
const written = (body: unknown): string =>
  body === null
    ? ''
    : JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? `@@${value}@@` : value)).replace(
        /"@@(\d+)@@"/g,
        '$1',
      )
