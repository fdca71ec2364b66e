import { describe, expect, it } from 'vitest'
import { openHouse, type Browser } from '../support/house.ts'

const idIn = (answer: { headers: Record<string, unknown> }) => Number(String(answer.headers.location).split('/').at(-1))

const site = (browser: Browser, name: string, more: Record<string, string> = {}) =>
  browser
    .post('/sites', { name, timeZone: '', ...more })
    .expect(303)
    .then(idIn)

describe('sites', () => {
  it('are made, changed, peopled, put away and taken back', async () => {
    const { as, desk } = await openHouse({ preset: 'team' })
    const admin = await as('admin')
    const id = await site(admin, 'Harbour')

    await admin
      .post(`/sites/${id}`, {
        name: 'Old Harbour',
        address: 'Quay 1\nHamburg',
        timeZone: 'Europe/Berlin',
        sharesTickets: 'on',
      })
      .expect(303)
    await admin.post(`/sites/${id}/members`, { person: 'Carla Client <carla@example.com>' }).expect(303)
    const page = (await admin.get(`/sites/${id}`).expect(200)).text
    for (const words of [
      'Old Harbour',
      'Quay 1',
      'Europe/Berlin',
      'Colleagues see',
      'Carla Client',
      'carla@example.com',
    ])
      expect(page).toContain(words)

    const carla = desk.db.sql.get<{ id: number }>(`SELECT id FROM Person WHERE emailKey = 'carla@example.com'`)
    await admin.post(`/sites/${id}/members/${carla?.id ?? 0}/removal`).expect(303)
    await admin.post(`/sites/${id}/archive`).expect(303)
    expect((await admin.get('/tickets/new')).text).not.toContain('Old Harbour')
    await admin.post(`/sites/${id}/return`).expect(303)
    expect((await admin.get('/tickets/new')).text).toContain('Old Harbour')
    const told = desk.db.sql
      .all<{ action: string }>('SELECT action FROM AuditEntry ORDER BY id')
      .map(({ action }) => action)
    expect(told.filter((action) => action.startsWith('site.'))).toHaveLength(6)
  })

  it('refuse a second one of the same name, and a zone that is none', async () => {
    const { as } = await openHouse({ preset: 'team' })
    const admin = await as('admin')
    await site(admin, 'Harbour')

    expect((await admin.post('/sites', { name: 'harbour', timeZone: '' }).expect(422)).text).toContain(
      'There is a site of this name',
    )
    expect((await admin.post('/sites', { name: 'Two', timeZone: 'Mars/Base' }).expect(422)).text).toContain(
      'no such time zone',
    )
  })

  it('do not let an agent out of the last site, which would open all of them', async () => {
    const { as, desk } = await openHouse({ preset: 'team' })
    const admin = await as('admin')
    const agent = await as('agent', 'Hans Harbour')
    const id = await site(admin, 'Harbour')
    await site(admin, 'Airport')
    await admin.post(`/sites/${id}/members`, { person: 'hans.harbour@example.com' }).expect(303)
    const person = desk.db.sql.get<{ id: number }>(`SELECT id FROM Person WHERE name = 'Hans Harbour'`)

    await admin.post(`/sites/${id}/members/${person?.id ?? 0}/removal`).expect(409)

    const list = (await agent.get('/sites').expect(200)).text
    expect(list).toContain('Harbour')
    expect(list).not.toContain('Airport')
  })

  it('are closed to clients, and to agents of others', async () => {
    const { as } = await openHouse({ preset: 'team' })
    const admin = await as('admin')
    const [harbour, airport] = [await site(admin, 'Harbour'), await site(admin, 'Airport')]
    const hans = await as('agent', 'Hans')
    await admin.post(`/sites/${harbour}/members`, { person: 'hans@example.com' }).expect(303)

    await (await as('client')).get('/sites').expect(403)
    await hans.get(`/sites/${airport}`).expect(404)
    await hans.post('/sites', { name: 'Own', timeZone: '' }).expect(403)
    await hans.post(`/sites/${harbour}`, { name: 'Mine', timeZone: '' }).expect(403)
  })
})

describe('projects', () => {
  const fields = {
    name: 'Refit',
    jobNumber: 'J-77',
    description: 'All **new**.',
    startsAt: '2026-11-01',
    completesAt: '2026-12-24',
    manager: '',
    site: '',
  }

  it('have a job number, days and tickets of their own', async () => {
    const { as } = await openHouse({ preset: 'team' })
    const admin = await as('admin')
    const place = await site(admin, 'Harbour')
    const id = await admin
      .post('/projects', { ...fields, site: String(place) })
      .expect(303)
      .then(idIn)
    await admin
      .post('/tickets', {
        title: 'In the project',
        description: 'D',
        priority: 'low',
        site: 'Harbour',
        project: 'Refit',
      })
      .expect(303)
    await admin.post('/tickets', { title: 'Beside it', description: 'D', priority: 'low' }).expect(303)

    const page = (await admin.get(`/projects/${id}`).expect(200)).text
    for (const words of ['Refit', 'J-77', '2026-11-01 – 2026-12-24', 'All <strong>new</strong>', 'Harbour'])
      expect(page).toContain(words)
    const tickets = (await admin.get(`/tickets?status=all&project=${id}`)).text
    expect(tickets).toContain('In the project')
    expect(tickets).not.toContain('Beside it')
    expect((await admin.get(`/sites/${place}`)).text).toContain('J-77')
  })

  it.each([
    ['days the wrong way round', { completesAt: '2026-10-01' }, 'It cannot end before it begins.'],
    ['a manager who is nobody', { manager: '999' }, 'Choose somebody who works on tickets.'],
    ['no name', { name: '' }, 'Give the project a name.'],
  ])('refuse %s and keep what was typed', async (_what, wrong, words) => {
    const { as } = await openHouse({ preset: 'team' })
    const answer = await (await as('admin')).post('/projects', { ...fields, ...wrong }).expect(422)

    expect(answer.text).toContain(words)
    expect(answer.text).toContain('J-77')
  })
})

it('leads the addresses of an older system to the one of each ticket', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  for (const [from, to] of [
    ['/site/all/ticket/7', '/tickets/7'],
    ['/site/3/ticket/7/view', '/tickets/7'],
    ['/site/3/ticket/7/edit', '/tickets/7/edit'],
    ['/site/all/ticket/create', '/tickets/new'],
    ['/site/3/tickets', '/tickets?site=3'],
    ['/site/all/tickets', '/tickets'],
  ] as const)
    expect((await browser.get(from).expect(301)).headers.location).toBe(to)
  await browser.get('/site/3/ticket/../../etc').expect(404)
})
