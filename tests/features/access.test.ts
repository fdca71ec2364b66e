import { describe, expect, it } from 'vitest'
import { addPerson } from '../support/house.ts'
import { openTown } from './town.ts'

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

describe('what a client may do to a resolved ticket', () => {
  const acts = { confirmation: {}, reopening: { why: 'Still broken' }, rating: { score: '3' } }

  it('is for its requester alone: 404 to who may not see it, 403 to who may not do it, 401 to strangers', async () => {
    const town = await openTown()
    const { admin, tickets } = town
    for (const to of ['in_progress', 'resolved'])
      await admin.post(`/tickets/${tickets.carla}/status`, { to }).expect(303)
    const visitors = {
      stranger: [town.house.visitor(), 401],
      foreign: [town.fred, 404],
      colleague: [town.colin, 403],
      agent: [town.agents.harbour, 403],
      admin: [admin, 403],
    } as const

    for (const [act, fields] of Object.entries(acts))
      for (const [who, [browser, status]] of Object.entries(visitors)) {
        const { status: got } = await browser.post(`/tickets/${tickets.carla}/${act}`, fields)
        expect([act, who, got]).toEqual([act, who, status])
      }
    await town.agents.harbour.post(`/tickets/${tickets.fred}/confirmation`).expect(404)
    await town.carla.post(`/tickets/${tickets.carla}/rating`, { score: '3' }).expect(303)
    await town.carla.post(`/tickets/${tickets.carla}/confirmation`).expect(303)
  })
})

it('lets those share a ticket who work on it and see it', async () => {
  const town = await openTown()
  const { tickets } = town
  const visitors = {
    stranger: [town.house.visitor(), 303, 401],
    requester: [town.carla, 403, 403],
    foreign: [town.fred, 403, 403],
    agent: [town.agents.harbour, 200, 201],
    admin: [town.admin, 200, 201],
  } as const

  for (const [who, [browser, seen, made]] of Object.entries(visitors)) {
    expect([who, (await browser.get(`/tickets/${tickets.carla}/links`)).status]).toEqual([who, seen])
    expect([who, (await browser.post(`/tickets/${tickets.carla}/links`, { days: '7' })).status]).toEqual([who, made])
  }
  for (const path of ['links', 'links/0123456789abcdef/removal'])
    await town.agents.harbour.post(`/tickets/${tickets.fred}/${path}`, { days: '7' }).expect(404)
  await town.agents.harbour.get(`/tickets/${tickets.fred}/links`).expect(404)
})

it('lets agents ask for what they see, and the assignee or an admin decide', async () => {
  const town = await openTown({ access: { sign_in: true, assignment_requests: true } })
  const { tickets, agents, desk } = town
  await agents.everywhere.post(`/tickets/${tickets.carla}/pick-up`).expect(303)
  const path = `/tickets/${tickets.carla}/assignment-requests`

  await town.house.visitor().post(path).expect(401)
  for (const client of [town.carla, town.fred]) await client.post(path).expect(403)
  await agents.harbour.post(`/tickets/${tickets.fred}/assignment-requests`).expect(404)
  await agents.harbour.post(path).expect(303)
  const { id } = await desk.db.read.assignmentRequest.findFirstOrThrow()

  for (const act of ['approval', 'refusal']) {
    await town.carla.post(`${path}/${id}/${act}`).expect(403)
    await agents.harbour.post(`${path}/${id}/${act}`).expect(403)
    await agents.everywhere.post(`/tickets/${tickets.nowhere}/assignment-requests/${id}/${act}`).expect(403)
    await town.admin.post(`/tickets/${tickets.nowhere}/assignment-requests/${id}/${act}`).expect(404)
  }
  await town.carla.get('/assignments').expect(403)
  await town.admin.post(`${path}/${id}/approval`).expect(303)
})
