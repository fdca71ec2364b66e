import { describe, expect, it } from 'vitest'
import { foldName } from '#domain/text.ts'
import type { Desk } from '#src/desk.ts'
import { addPerson, openHouse, type Browser, type House } from '../support/house.ts'

/** Two sites with a ticket each, one shared among colleagues, and one ticket of nobody and nowhere. */
async function openTown(config: object = {}) {
  const house = await openHouse({ preset: 'team', config })
  const { desk } = house
  const admin = await house.as('admin', 'Adam Admin')
  const harbour = await addSite(desk, 'Harbour', true)
  const airport = await addSite(desk, 'Airport', false)
  const carla = await member(house, { role: 'client', name: 'Carla Client', sites: [harbour] })
  const colin = await member(house, { role: 'client', name: 'Colin Colleague', sites: [harbour] })
  const fred = await member(house, { role: 'client', name: 'Fred Foreign', sites: [airport] })
  const open = async (browser: Browser, title: string, more: Record<string, string> = {}) => {
    const answer = await browser
      .post('/tickets', { title, description: 'Words.', priority: 'low', ...more })
      .expect(303)
    return Number(String(answer.headers.location).split('/').at(-1))
  }
  const tickets = {
    carla: await open(carla, 'Of Carla'),
    fred: await open(fred, 'Of Fred'),
    internal: await open(admin, 'Internal at the harbour', { site: 'Harbour' }),
    nowhere: await open(admin, 'Of nowhere'),
  }
  const agents = {
    everywhere: await member(house, { role: 'agent', name: 'Eva Everywhere', sites: [] }),
    harbour: await member(house, { role: 'agent', name: 'Hans Harbour', sites: [harbour] }),
  }
  return { house, desk, admin, carla, colin, fred, agents, tickets }
}

async function addSite(desk: Desk, name: string, shares: boolean): Promise<number> {
  const createdAt = new Date(desk.clock.now())
  const data = { name, nameKey: foldName(name), sharesTickets: shares, createdAt }
  return (await desk.db.write((tx) => tx.site.create({ data, select: { id: true } }))).id
}

type Member = { readonly role: 'agent' | 'client'; readonly name: string; readonly sites: readonly number[] }

async function member(house: House, { role, name, sites }: Member): Promise<Browser> {
  const browser = await house.as(role, name)
  const person = house.desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @name', { name })
  await house.desk.db.write(({ hot }) => {
    for (const siteId of sites) hot.insert('SiteMember', { siteId, personId: person?.id })
  })
  return browser
}

const titlesIn = (html: string): string[] =>
  [...html.matchAll(/class="row__title"[^>]*>([^<]+)</g)].map(([, title]) => title ?? '').sort()

describe('who sees which tickets', () => {
  it('shows the same in the list, the page, the preview, the search and the edit', async () => {
    const town = await openTown()
    const { tickets } = town
    const seen = {
      admin: ['Internal at the harbour', 'Of Carla', 'Of Fred', 'Of nowhere'],
      everywhere: ['Internal at the harbour', 'Of Carla', 'Of Fred', 'Of nowhere'],
      harbour: ['Internal at the harbour', 'Of Carla'],
      carla: ['Of Carla'],
      colin: ['Of Carla'],
      fred: ['Of Fred'],
    }
    const visitors = { admin: town.admin, ...town.agents, carla: town.carla, colin: town.colin, fred: town.fred }
    const titles = {
      'Of Carla': tickets.carla,
      'Of Fred': tickets.fred,
      'Internal at the harbour': tickets.internal,
      'Of nowhere': tickets.nowhere,
    }

    for (const [who, browser] of Object.entries(visitors)) {
      const wanted = seen[who as keyof typeof seen]
      expect([who, titlesIn((await browser.get('/tickets?status=all')).text)]).toEqual([who, wanted])
      expect([who, titlesIn((await browser.get('/tickets?q=of')).text)]).toEqual([
        who,
        wanted.filter((title) => title.startsWith('Of')),
      ])
      for (const [title, id] of Object.entries(titles)) {
        const status = wanted.includes(title) ? 200 : 404
        for (const path of ['', '/preview', '/explanation', '/edit'])
          expect([who, title, path, (await browser.get(`/tickets/${id}${path}`)).status]).toEqual([
            who,
            title,
            path,
            status,
          ])
      }
    }
  })

  it('limits an agent of a site to assigned and unassigned tickets there, where the desk says so', async () => {
    const { agents } = await openTown({ access: { sign_in: true, agentsSee: 'own' } })

    expect(titlesIn((await agents.harbour.get('/tickets?status=all')).text)).toEqual([
      'Internal at the harbour',
      'Of Carla',
    ])
    expect(titlesIn((await agents.everywhere.get('/tickets?status=all')).text)).toHaveLength(4)
  })

  it('offers only the own sites, and takes no other', async () => {
    const { agents, carla, admin } = await openTown()
    for (const browser of [agents.harbour, carla]) {
      const form = (await browser.get('/tickets/new')).text
      expect(form).toContain('Harbour')
      expect(form).not.toContain('Airport')
      const wrong = await browser
        .post('/tickets', { title: 'T', description: 'D', priority: 'low', site: 'Airport' })
        .expect(422)
      expect(wrong.text).toContain('Choose one of your sites.')
    }
    expect((await admin.get('/tickets/new')).text).toContain('Airport')
  })

  it('tells a client no address of anybody else, and no watcher', async () => {
    const { colin, agents, tickets } = await openTown()
    const page = (await colin.get(`/tickets/${tickets.carla}`)).text

    expect(page).toContain('Carla Client')
    expect(page).not.toContain('carla.client@example.com')
    expect((await agents.everywhere.get(`/tickets/${tickets.carla}`)).text).toContain('carla.client@example.com')
  })
})

it('lets a client share nothing by naming watchers', async () => {
  const { carla, desk } = await openTown()
  await addPerson(desk, { role: 'client', name: 'Somebody Else' })

  await carla.post('/tickets', { title: 'T', description: 'D', priority: 'low', watchers: 'Somebody Else' }).expect(303)

  expect(await desk.db.read.watcher.count()).toBe(0)
})

it('leads to the list whoever gives a ticket away', async () => {
  const { house, agents, tickets } = await openTown({ access: { sign_in: true, agentsSee: 'own' } })
  const other = house.desk.db.sql.get<{ id: number }>(`SELECT id FROM Person WHERE name = 'Hans Harbour'`)

  const path = `/tickets/${tickets.carla}/assignment`
  const answer = await agents.everywhere.post(path, { assignee: String(other?.id) }).expect(303)

  expect(answer.headers.location).toBe('/tickets')
  expect((await agents.everywhere.get('/tickets')).text).toContain('not among those you see any more')
})
