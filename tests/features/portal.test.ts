import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { eventsOf, formOf, mainOf, openTicket, problemAt, rowOf, wordsOf } from './page.ts'
import { addField } from './fields.ts'
import { openTown } from './town.ts'

const LONG = { sign_in: true, session_hours: 8760, idle_minutes: 525_600 }

/** The sections of the start page with the titles in them, in their order. */
function sectionsOf(html: string): Record<string, string[]> {
  const sections = [...html.matchAll(/<section class="section"[\s\S]*?<\/section>/g)].map(([text]) => text)
  return Object.fromEntries(
    sections.map((text) => [
      wordsOf(/<h2[\s\S]*?<\/h2>/.exec(text)?.[0] ?? ''),
      [...text.matchAll(/class="ask__title[^>]*>([^<]+)</g)].map(([, title]) => title ?? ''),
    ]),
  )
}

const start = async (browser: Browser) => (await browser.get('/').expect(200)).text
const move = (browser: Browser, id: number, to: string) => browser.post(`/tickets/${id}/status`, { to }).expect(303)
const reply = (browser: Browser, id: number, body: string) =>
  browser.post(`/tickets/${id}/updates`, { body }).expect(303)

describe('the start page of a client', () => {
  it('asks what it can do for somebody who never asked', async () => {
    const { as } = await openHouse({ preset: 'team' })
    const page = mainOf(await start(await as('client')))
    expect(page).toContain('What can we do for you?')
    expect(page).toContain('New ticket')
  })

  it('tells what waits for them, what is in work and what ended lately', async () => {
    const { as, clock } = await openHouse({ preset: 'team', config: { access: LONG } })
    const [agent, carla] = [await as('agent', 'Eva Green'), await as('client', 'Carla Client')]
    const ids: Record<string, number> = {}
    for (const title of ['Old', 'Ended', 'Answered', 'Resolved', 'Noted', 'Replied again'])
      ids[title] = await openTicket(carla, { title })
    await openTicket(agent, { title: 'Of somebody else' })
    await move(agent, ids.Old!, 'cancelled')
    clock.pass(31 * DAY)
    await move(agent, ids.Ended!, 'cancelled')
    await reply(agent, ids.Answered!, 'Which one?')
    clock.pass(MINUTE)
    for (const to of ['in_progress', 'resolved']) await move(agent, ids.Resolved!, to)
    await agent.post(`/tickets/${ids.Noted}/updates`, { kind: 'note', body: 'hush' }).expect(303)
    await reply(agent, ids['Replied again']!, 'Which one?')
    clock.pass(MINUTE)
    await reply(carla, ids['Replied again']!, 'That one.')
    clock.pass(HOUR)

    const page = await start(carla)
    expect(sectionsOf(page)).toEqual({
      'Waiting for you 2': ['Resolved', 'Answered'],
      'In work 2': ['Replied again', 'Noted'],
      'Done in the last 30 days 1': ['Ended'],
    })
    expect(mainOf(page)).toContain('Eva Green wrote 1 h ago')
    expect(page).not.toContain('hush')
    expect(page).not.toMatch(/Overdue|Critical|class="figures"/)
  })

  it('is the board for who works on tickets', async () => {
    const { as } = await openHouse({ preset: 'team' })
    expect(await start(await as('agent'))).toContain('class="sky"')
    expect(await start(await as('client'))).not.toContain('class="sky"')
  })

  it('shows what colleagues of a site share in a section of its own, and nothing of another site', async () => {
    const { colin, fred, admin } = await openTown()
    expect(sectionsOf(await start(colin))).toEqual({ 'In work': [], 'From your colleagues 1': ['Of Carla'] })
    expect(sectionsOf(await start(fred))).toEqual({ 'In work 1': ['Of Fred'] })
    expect(await start(admin)).toContain('Of nowhere')
  })

  it('counts nothing that is not theirs in title, rail and icon', async () => {
    const { as, clock } = await openHouse({ preset: 'team', config: { access: LONG } })
    const [agent, carla] = [await as('agent'), await as('client')]
    await openTicket(agent, { priority: 'critical' })
    await openTicket(carla, { priority: 'critical' })
    clock.pass(30 * DAY)

    const page = await start(carla)
    expect(page).toMatch(/<title>Your tickets/)
    expect(page).not.toContain('Unassigned')
    expect((await agent.get('/')).text).toMatch(/<title>\(2\)/)
  })
})

it('lists tickets of clients by their status, not by the urgency they have for others', async () => {
  const { as, clock } = await openHouse({ preset: 'team', config: { access: LONG } })
  const [agent, carla] = [await as('agent'), await as('client', 'Carla Client')]
  const id = await openTicket(carla, { title: 'Late' })
  clock.pass(30 * DAY)
  expect(rowOf((await agent.get('/tickets').expect(200)).text, id)).toMatch(/Overdue.*29 d over/)
  for (const path of ['/tickets', '/tickets?group=stage', '/tickets?group=status', `/tickets/${id}/preview`]) {
    const { text } = await carla.get(path).expect(200)
    expect(text).toContain('Late')
    expect(text).not.toMatch(/Overdue|u-overdue|29 d/)
  }
})

describe('a ticket as its client sees it', () => {
  it('tells replies and moves in plain words, and nothing of what agents keep among themselves', async () => {
    const { as, clock } = await openHouse({ preset: 'team' })
    const [agent, carla] = [await as('agent', 'Eva Green'), await as('client', 'Carla Client')]
    const id = await openTicket(carla)
    const acts: (() => Promise<unknown>)[] = [
      () => agent.post(`/tickets/${id}/pick-up`).expect(303),
      () => agent.post(`/tickets/${id}/updates`, { kind: 'note', body: 'A nuisance' }).expect(303),
      () => agent.post(`/tickets/${id}/status`, { to: 'on_hold', holdReason: 'Blocked by Bob' }).expect(303),
      () => move(agent, id, 'in_progress'),
      () => agent.post(`/tickets/${id}/updates`, { body: 'Try now.', status: 'resolved' }).expect(303),
    ]
    for (const act of acts) {
      clock.pass(MINUTE)
      await act()
    }

    const page = (await carla.get(`/tickets/${id}`).expect(200)).text
    expect(eventsOf(page)).toEqual([
      'You opened this ticket 21 Nov, 10:00',
      'Eva Green began to work on it 21 Nov, 10:01',
      'Eva Green put it on hold 21 Nov, 10:03',
      'Eva Green took the work up again 21 Nov, 10:04',
      'EG Eva Green replied 21 Nov, 10:05 Try now.',
      'Eva Green resolved it 21 Nov, 10:05',
    ])
    expect(mainOf(page)).toContain('We think this is solved. Is it?')
    for (const hidden of ['nuisance', 'Blocked by Bob', 'assigned', 'holdReason']) expect(page).not.toContain(hidden)
  })

  it('is closed by its requester in one press', async () => {
    const { as } = await openHouse({ preset: 'team' })
    const [agent, carla] = [await as('agent'), await as('client', 'Carla Client')]
    const id = await openTicket(carla)
    for (const to of ['in_progress', 'resolved']) await move(agent, id, to)

    expect(formOf((await carla.get(`/tickets/${id}`)).text, `/tickets/${id}/confirmation`)).toEqual({})
    await carla.post(`/tickets/${id}/confirmation`).expect(303)

    const page = (await carla.get(`/tickets/${id}`)).text
    expect(mainOf(page)).toContain('This is done.')
    expect(eventsOf(page).at(-1)).toMatch(/^You closed it/)
    expect(page).not.toContain(`action="/tickets/${id}/confirmation"`)
    await carla.post(`/tickets/${id}/confirmation`).expect(409)
  })

  it('is reopened with a word why, and asks for it', async () => {
    const { as, clock } = await openHouse({ preset: 'team' })
    const [agent, carla] = [await as('agent'), await as('client', 'Carla Client')]
    const id = await openTicket(carla)
    for (const to of ['in_progress', 'resolved']) await move(agent, id, to)

    clock.pass(MINUTE)
    const again = await carla.post(`/tickets/${id}/reopening`, { why: ' ' }).expect(422)
    expect(problemAt(again.text, 'why')).toBe('Say what is still wrong.')
    await carla.post(`/tickets/${id}/reopening`, { why: 'It smokes again.' }).expect(303)

    expect(eventsOf((await carla.get(`/tickets/${id}`)).text).slice(-2)).toEqual([
      'CC Carla Client replied 21 Nov, 10:01 It smokes again.',
      'You reopened it 21 Nov, 10:01',
    ])
    expect(eventsOf((await agent.get(`/tickets/${id}`)).text).join(' ')).toContain('It smokes again.')
    await carla.post(`/tickets/${id}/reopening`, { why: 'Once more' }).expect(409)
  })

  it('comes back with what was typed and what was wrong', async () => {
    const { as } = await openHouse({ preset: 'team', config: { uploads: { extensions: ['txt'] } } })
    const carla = await as('client')
    const id = await openTicket(carla)

    const wrong = await carla
      .upload(`/tickets/${id}/updates`, { body: 'See this.' }, [{ name: 'a.png', content: 'x' }])
      .expect(422)
    expect(formOf(wrong.text, `/tickets/${id}/updates`).body).toBe('See this.')
    expect(problemAt(wrong.text, 'files')).toBe('Only these endings are taken: txt.')
  })
})

describe('the short form of a client', () => {
  it('asks little, takes files, and fills in what the desk has as usual', async () => {
    const { as, desk } = await openHouse({ preset: 'team' })
    const carla = await as('client', 'Carla Client')

    const page = (await carla.get('/tickets/new').expect(200)).text
    expect(Object.keys(formOf(page, '/tickets')).sort()).toEqual([
      'category',
      'description',
      'draft',
      'priority',
      'title',
    ])
    await carla
      .upload('/tickets', { title: 'No network', description: 'Since noon.', category: 'IT', priority: 'high' }, [
        { name: 'log.txt', content: 'nothing' },
      ])
      .expect(303)

    expect((await carla.get('/tickets/1')).text).toContain('log.txt')
    expect(await desk.db.read.ticket.findFirst()).toMatchObject({
      priority: 'high',
      category: 'IT',
      type: 'Incident',
    })
  })

  it('keeps what was typed when something is missing', async () => {
    const { as } = await openHouse({ preset: 'team' })
    const wrong = await (await as('client')).post('/tickets', { title: '', description: 'Since noon.' }).expect(422)
    expect(problemAt(wrong.text, 'title')).toBe('Give the ticket a title.')
    expect(formOf(wrong.text, '/tickets').description).toBe('Since noon.')
  })

  it('leaves the priority to the desk where clients do not choose it', async () => {
    const access = { sign_in: true, clients_choose_priority: false }
    const { as, desk } = await openHouse({ preset: 'team', config: { access } })
    const carla = await as('client', 'Carla Client')

    expect(formOf((await carla.get('/tickets/new')).text, '/tickets')).not.toHaveProperty('priority')
    const id = await openTicket(carla, { priority: 'critical' })
    const form = formOf((await carla.get(`/tickets/${id}/edit`)).text, `/tickets/${id}/edit`)
    expect(form).not.toHaveProperty('priority')
    await carla.post(`/tickets/${id}/edit`, { ...form, title: 'Other', priority: 'critical' }).expect(303)

    expect(await desk.db.read.ticket.findFirst()).toMatchObject({ title: 'Other', priority: 'medium' })
    expect(formOf((await (await as('agent')).get('/tickets/new')).text, '/tickets')).toHaveProperty('priority')
  })

  it('asks for the site of who has several', async () => {
    const { carla, desk } = await openTown()
    expect((await carla.get('/tickets/new')).text).not.toContain('name="site"')
    await desk.db.write(({ hot }) =>
      hot.run(
        `INSERT INTO SiteMember (siteId, personId) SELECT s.id, p.id FROM Site s, Person p WHERE s.name = 'Airport' AND p.name = 'Carla Client'`,
      ),
    )
    expect((await carla.get('/tickets/new')).text).toContain('name="site"')
  })

  it("asks for the desk's own fields that clients fill in, and shows them", async () => {
    const house = await openHouse({ preset: 'team' })
    const [admin, carla] = [await house.as('admin'), await house.as('client', 'Carla Client')]
    await addField(house, admin, { label: 'Room', required: 'on' })
    await addField(house, admin, { label: 'Rack', visibleTo: 'agent', editableBy: 'agent' })

    const page = (await carla.get('/tickets/new')).text
    expect(page).toContain('name="field.room"')
    expect(page).not.toContain('field.rack')
    const wrong = await carla.post('/tickets', { title: 'T', description: 'D', 'field.room': '' }).expect(422)
    expect(problemAt(wrong.text, 'field.room')).not.toBe('')
    const id = await openTicket(carla, { 'field.room': 'B 12' })
    expect(mainOf((await carla.get(`/tickets/${id}`)).text)).toContain('Room B 12')
  })
})
