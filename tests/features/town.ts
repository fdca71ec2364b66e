import { foldName } from '#domain/text.ts'
import type { Desk } from '#src/desk.ts'
import { openHouse, type Browser, type House } from '../support/house.ts'

/** Two sites with a ticket each, one shared among colleagues, and one ticket of nobody and nowhere. */
export async function openTown(config: object = {}) {
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
