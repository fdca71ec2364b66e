import { expect, it } from 'vitest'
import { addPerson, openHouse, type House } from '../../support/house.ts'
import { eventsOf, factsOf, openTicket } from '../page.ts'

async function personId({ desk }: House, role: 'agent' | 'client', name: string): Promise<string> {
  const email = await addPerson(desk, { role, name })
  return String((await desk.db.read.person.findUniqueOrThrow({ where: { emailKey: email } })).id)
}

it('begins the work when a ticket is picked up, and ends it when it is released', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const agent = await as('agent', 'Troy Pound')
  const id = await openTicket(agent)

  await agent.post(`/tickets/${id}/pick-up`).expect(303)
  const taken = (await agent.get(`/tickets/${id}`)).text
  expect(factsOf(taken)).toMatchObject({ Status: 'In Progress', Assignee: 'TP Troy Pound' })
  expect(eventsOf(taken).at(-1)).toContain(
    'Troy Pound assigned it to Troy Pound and changed status from Open to In Progress',
  )

  await agent.post(`/tickets/${id}/release`).expect(303)
  const left = (await agent.get(`/tickets/${id}`)).text
  expect(factsOf(left)).toMatchObject({ Status: 'Open', Assignee: 'Nobody yet' })
  expect(eventsOf(left).at(-1)).toContain(
    'Troy Pound released it from Troy Pound and changed status from In Progress to Open',
  )
})

it('leaves the status of a held ticket alone', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const agent = await as('agent', 'Troy Pound')
  const id = await openTicket(agent)
  await agent.post(`/tickets/${id}/status`, { to: 'on_hold', holdReason: 'Parts' }).expect(303)

  await agent.post(`/tickets/${id}/pick-up`).expect(303)

  expect(factsOf((await agent.get(`/tickets/${id}`)).text)).toMatchObject({
    Status: 'On Hold Parts',
    Assignee: 'TP Troy Pound',
  })
})

it('gives a ticket to somebody else, and shows how much each has', async () => {
  const house = await openHouse({ preset: 'team' })
  const ann = await personId(house, 'agent', 'Ann Green')
  const admin = await house.as('admin', 'Ada Lind')
  await openTicket(admin, { assignee: ann })
  const id = await openTicket(admin)
  expect((await admin.get(`/tickets/${id}`)).text).toContain('Ann Green, 1 open')

  await admin.post(`/tickets/${id}/assignment`, { assignee: ann }).expect(303)

  expect(factsOf((await admin.get(`/tickets/${id}`)).text)).toMatchObject({
    Status: 'In Progress',
    Assignee: 'AG Ann Green',
  })
})

it('says why it refuses', async () => {
  const house = await openHouse({ preset: 'team' })
  const client = await personId(house, 'client', 'Carla Client')
  const [troy, ann] = [await house.as('agent', 'Troy Pound'), await house.as('agent', 'Ann Green')]
  const id = await openTicket(troy)
  const said = async (path: string, fields = {}) => {
    await ann.post(`/tickets/${id}/${path}`, fields).expect(303)
    return (await ann.get(`/tickets/${id}`)).text
  }

  expect(await said('release')).toContain('Nobody has this ticket.')
  expect(await said('assignment', { assignee: client })).toContain('Choose somebody who works on tickets.')
  expect(await said('assignment', { assignee: '999' })).toContain('Choose somebody who works on tickets.')
  expect(await said('assignment', { assignee: 'x' })).toContain('Choose one of the list.')
  await troy.post(`/tickets/${id}/pick-up`).expect(303)
  expect(await said('pick-up')).toContain('Somebody else has this ticket already.')
  await troy.post(`/tickets/${id}/status`, { to: 'cancelled' }).expect(303)
  expect(await said('release')).toContain('A ticket that is Cancelled keeps its assignee.')
})

it('is not for clients', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const client = await as('client')
  const id = await openTicket(client)

  for (const path of ['pick-up', 'release', 'assignment'])
    await client.post(`/tickets/${id}/${path}`, { assignee: '1' }).expect(403)

  expect((await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).assigneeId).toBeNull()
})

it('shows agents who may only see their own nothing of others', async () => {
  const { as } = await openHouse({ preset: 'team', config: { access: { sign_in: true, agentsSee: 'own' } } })
  const [troy, ann] = [await as('agent', 'Troy Pound'), await as('agent', 'Ann Green')]
  const id = await openTicket(troy, { title: 'Unassigned yet' })
  expect((await ann.get('/')).text).toContain('Unassigned yet')

  await troy.post(`/tickets/${id}/pick-up`).expect(303)

  for (const url of ['/', '/tickets', '/tickets?q=unassigned', `/tickets?status=all&q=${id}`])
    expect((await ann.get(url).expect(200)).text).not.toContain('Unassigned yet')
  for (const url of [`/tickets/${id}`, `/tickets/${id}/edit`, `/tickets/${id}/preview`, `/tickets/${id}/explanation`])
    await ann.get(url).expect(404)
  await ann.post(`/tickets/${id}/updates`, { body: 'Let me in' }).expect(404)
  await troy.get(`/tickets/${id}`).expect(200)
})
