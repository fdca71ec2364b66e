import type { Express } from 'express'
import { describe, expect, it } from 'vitest'
import { can, type Permission, type Role } from '#domain/access.ts'
import { foldName } from '#domain/text.ts'
import type { Desk } from '#src/desk.ts'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { routesOf, type KnownRoute } from '../support/routes.ts'
import { KINDS } from './matrix.ts'

type Who = 'anonymous' | 'client' | 'foreign client' | 'agent' | 'foreign agent' | 'admin'
type Which = 'own' | 'foreign' | 'unassigned'

const ROLES: Readonly<Record<Exclude<Who, 'anonymous'>, Role>> = {
  client: 'client',
  'foreign client': 'client',
  agent: 'agent',
  'foreign agent': 'agent',
  admin: 'admin',
}

/** Who sees which ticket, as the product decides it; written by hand, so that the code cannot agree with itself. */
const SEEN: Readonly<Record<Exclude<Who, 'anonymous'>, readonly Which[]>> = {
  client: ['own'],
  'foreign client': ['foreign'],
  agent: ['own'],
  'foreign agent': ['foreign'],
  admin: ['own', 'foreign', 'unassigned'],
}

type Town = {
  readonly house: House
  readonly people: Readonly<Record<Who, Browser>>
  readonly tickets: Readonly<Record<Which, Ids>>
}
/** What stands for each parameter of an address. */
type Ids = { readonly id: number; readonly update: number; readonly attachment: number }

async function openTown(): Promise<Town> {
  const house = await openHouse({ preset: 'team', config: { access: { sign_in: true, assignment_requests: true } } })
  const { desk } = house
  const [harbour, airport] = [await addSite(desk, 'Harbour'), await addSite(desk, 'Airport')]
  const people = {
    anonymous: house.visitor(),
    client: await member(house, 'client', harbour),
    'foreign client': await member(house, 'foreign client', airport),
    agent: await member(house, 'agent', harbour),
    'foreign agent': await member(house, 'foreign agent', airport),
    admin: await house.as('admin', 'admin person'),
  }
  const { admin } = people
  return {
    house,
    people,
    tickets: {
      own: await openTicket(people.client, admin),
      foreign: await openTicket(people['foreign client'], admin),
      unassigned: await openTicket(admin, admin),
    },
  }
}

async function addSite(desk: Desk, name: string): Promise<number> {
  const data = { name, nameKey: foldName(name), createdAt: new Date(desk.clock.now()) }
  return (await desk.db.write((tx) => tx.site.create({ data, select: { id: true } }))).id
}

async function member(house: House, who: Exclude<Who, 'anonymous'>, siteId: number): Promise<Browser> {
  const browser = await house.as(ROLES[who], who)
  const person = house.desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @who', { who })
  await house.desk.db.write(({ hot }) => hot.insert('SiteMember', { siteId, personId: person?.id }))
  return browser
}

/** A ticket with a reply, a note and a file. */
async function openTicket(asker: Browser, admin: Browser): Promise<Ids> {
  const answer = await asker.post('/tickets', { title: 'One', description: 'Words.', priority: 'low' }).expect(303)
  const id = Number(String(answer.headers.location).split('/').at(-1))
  await admin
    .upload(`/tickets/${id}/updates`, { kind: 'reply', body: 'An answer.' }, [
      { field: 'attachments', name: 'a.txt', content: 'a' },
    ])
    .expect(303)
  const page = (await admin.get(`/tickets/${id}`)).text
  return {
    id,
    update: Number(/\/updates\/(\d+)\/edit/.exec(page)?.[1]),
    attachment: Number(/\/attachments\/(\d+)/.exec(page)?.[1]),
  }
}

const filled = (path: string, ids: Ids): string =>
  path.replace(/:(\w+)/g, (_all, name: string) => String((ids as unknown as Record<string, number>)[name] ?? 1))

async function ask(browser: Browser, { method, path }: KnownRoute, ids: Ids): Promise<number> {
  const url = filled(path, ids)
  if (method === 'GET') return (await browser.get(url).redirects(0)).status
  return (await browser.post(url, {})).status
}

const name = ({ method, path }: KnownRoute) => `${method} ${path}`
const walked = (app: Express) => routesOf(app).filter((route) => KINDS[name(route)] !== 'stream')

describe('the matrix of routes, people and tickets', () => {
  it('knows every route', async () => {
    const { app } = await openHouse({ preset: 'team' })
    const routes = routesOf(app).map(name)
    expect(routes.filter((route) => !(route in KINDS))).toEqual([])
    expect(Object.keys(KINDS).filter((route) => !routes.includes(route))).toEqual([])
  })

  it('lets everybody do what is theirs to do, and nothing else', async () => {
    const { house, people, tickets } = await openTown()
    const wrong: string[] = []
    // What only reads comes first, so that every question finds the same desk.
    const routes = walked(house.app).toSorted((one, other) => one.method.localeCompare(other.method))
    for (const route of routes) {
      const kind = KINDS[name(route)]
      for (const who of Object.keys(people) as Who[]) {
        if (kind === 'leaves') continue
        for (const which of kind === 'ticket' || kind === 'part'
          ? (Object.keys(tickets) as Which[])
          : (['own'] as const)) {
          const status = await ask(people[who], route, tickets[which])
          const flaw = flawOf(route, { who, which, status, kind: kind ?? 'page' })
          if (flaw !== null) wrong.push(`${name(route)} by ${who}, ${which} ticket: ${status}, ${flaw}`)
        }
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)
})

type Answered = { readonly who: Who; readonly which: Which; readonly status: number; readonly kind: string }

function flawOf(route: KnownRoute, { who, which, status, kind }: Answered): string | null {
  if (status >= 500) return 'nobody may cause this'
  if (kind === 'public') return status === 401 || status === 403 ? 'this is open to everybody' : null
  if (who === 'anonymous') {
    const wanted = route.method === 'GET' ? 303 : 401
    return status === wanted ? null : `expected ${wanted}`
  }
  if (!can(ROLES[who], route.permission as Permission)) return status === 403 ? null : 'expected 403'
  if ((kind === 'ticket' || kind === 'part') && !SEEN[who].includes(which))
    return status === 404 ? null : 'expected 404'
  // Some things of a ticket one sees belong to somebody else, such as the text of another's reply.
  const refused = kind === 'page' ? [401, 403, 404] : kind === 'ticket' ? [401, 404] : [401]
  return refused.includes(status) ? 'expected to be let in' : null
}

describe('a desk without accounts', () => {
  it('answers on its own machine alone, to pages of its own', async () => {
    const house = await openHouse()
    const browser = house.visitor()
    const token = await browser.token()
    const ids = { id: 1, update: 1, attachment: 1 }
    const wrong: string[] = []
    for (const route of walked(house.app)) {
      const [url, kind] = [filled(route.path, ids), KINDS[name(route)]]
      if (kind === 'leaves' || url === '/healthz' || url === '/readyz') continue
      const other = browser.raw[route.method === 'GET' ? 'get' : 'post'](url).set('Host', 'desk.example.com')
      if ((await other.redirects(0)).status !== 403) wrong.push(`${name(route)} answers another host`)
      if (route.method === 'GET') continue
      const cross = browser.raw.post(url).type('form').set('Origin', 'https://evil.example.com').send({ _csrf: token })
      if ((await cross.redirects(0)).status !== 403) wrong.push(`${name(route)} takes a form of another site`)
    }
    expect(wrong).toEqual([])
  }, 60_000)
})
