import { expect, it } from 'vitest'
import { MINUTE } from '../../support/clock.ts'
import { openHouse, type Browser } from '../../support/house.ts'
import { eventsOf, factsOf, mainOf, openTicket } from '../page.ts'

const move = (browser: Browser, id: number, fields: Record<string, string>) =>
  browser.post(`/tickets/${id}/status`, fields).expect(303)
const pageOf = async (browser: Browser, id: number) => (await browser.get(`/tickets/${id}`).expect(200)).text

it('moves the ticket and writes the move into its timeline', async () => {
  const { desk, as } = await openHouse({ preset: 'team' })
  const agent = await as('agent', 'Troy Pound')
  const created = await agent.post('/tickets', { title: 'Printer on fire', description: 'It smokes.' }).expect(303)
  expect(created.headers.location).toBe('/tickets/1')

  await move(agent, 1, { to: 'on_hold', holdReason: 'Awaiting parts' })

  const ticket = await desk.db.read.ticket.findUniqueOrThrow({ where: { id: 1 }, include: { statusChanges: true } })
  expect(ticket).toMatchObject({ status: 'on_hold', holdReason: 'Awaiting parts', section: 3, overdueAt: null })
  expect(ticket.statusChanges.at(-1)).toMatchObject({ from: 'open', to: 'on_hold', reason: 'Awaiting parts' })
  const page = await pageOf(agent, 1)
  expect(eventsOf(page).at(-1)).toBe('Troy Pound put it on hold: Awaiting parts 21 Nov, 10:00')
  expect(factsOf(page).Status).toBe('On Hold Awaiting parts')
})

it.each([
  ['resolved', {}, 'A ticket that is Open cannot become Resolved.'],
  ['closed', {}, 'A ticket that is Open cannot become Closed.'],
  ['open', {}, 'The ticket is already Open.'],
  ['on_hold', { holdReason: '  ' }, 'Say why the ticket is on hold.'],
  ['nonsense', {}, 'There is no status called “nonsense”.'],
  ['', {}, 'Choose a status.'],
])('says on the ticket why it does not lead from open to "%s" with %j', async (to, rest, words) => {
  const { desk, visitor } = await openHouse()
  const browser = visitor()
  const id = await openTicket(browser)

  await move(browser, id, { to, ...rest })

  expect((await browser.get(`/tickets/${id}`)).text).toContain(words)
  expect(await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'open', version: 1 })
})

it('takes a reason for the hold from the list in its own spelling, and another afterwards', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  const id = await openTicket(browser)

  await move(browser, id, { to: 'on_hold', holdReason: 'blocked by DEPENDENCY' })
  expect(factsOf(await pageOf(browser, id)).Status).toBe('On Hold Blocked by dependency')
  await move(browser, id, { to: 'on_hold', holdReason: 'Waiting for the crane' })

  const page = await pageOf(browser, id)
  expect(eventsOf(page).at(-1)).toContain(
    'changed the reason for the hold from Blocked by dependency to Waiting for the crane',
  )
  await move(browser, id, { to: 'in_progress' })
  expect(factsOf(await pageOf(browser, id)).Status).toBe('In Progress')
})

it('asks how it was resolved where the operator lists ways, keeps who and when, and clears them when it is reopened', async () => {
  const { desk, as, clock } = await openHouse({ preset: 'facilities' })
  const agent = await as('agent', 'Troy Pound')
  const id = await openTicket(agent)
  await move(agent, id, { to: 'in_progress' })
  await move(agent, id, { to: 'resolved' })
  expect((await agent.get(`/tickets/${id}`)).text).toContain('Say how the ticket was resolved')

  clock.pass(30 * MINUTE)
  await move(agent, id, { to: 'resolved', resolution: 'Works for me' })

  const page = await pageOf(agent, id)
  expect(factsOf(page)).toMatchObject({
    Status: 'Resolved',
    Resolved: 'Saturday, 21 November 2026 at 10:30 CET by Troy Pound',
  })
  expect(mainOf(page)).toContain('Resolution Works for me')
  expect(eventsOf(page).at(-1)).toContain(
    'Troy Pound changed status from In Progress to Resolved and set resolution to Works for me',
  )

  await move(agent, id, { to: 'in_progress' })
  expect(await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).toMatchObject({
    resolution: null,
    resolvedAt: null,
    resolvedById: null,
    closedAt: null,
  })
})

it('lets the requester confirm or reopen what is resolved, and an agent not close it', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent'), await as('client', 'Carla Client')]
  const id = await openTicket(client)
  await move(client, id, { to: 'in_progress' })
  expect((await client.get(`/tickets/${id}`)).text).toContain('You may not move a ticket from Open to In Progress.')

  await move(agent, id, { to: 'in_progress' })
  await move(agent, id, { to: 'resolved' })
  await move(agent, id, { to: 'closed' })
  expect((await agent.get(`/tickets/${id}`)).text).toContain('You may not move a ticket from Resolved to Closed.')
  await move(client, id, { to: 'in_progress' })
  expect(factsOf(await pageOf(client, id)).Status).toBe('In Progress')
  await move(agent, id, { to: 'resolved' })
  await move(client, id, { to: 'closed' })

  const page = await pageOf(client, id)
  expect(factsOf(page).Status).toBe('Closed')
  expect(page).not.toContain(`action="/tickets/${id}/status"`)
})

it('ends with cancelled, struck through, and stays so', async () => {
  const { desk, as } = await openHouse({ preset: 'team' })
  const admin = await as('admin')
  const id = await openTicket(admin)

  await move(admin, id, { to: 'cancelled' })

  const page = await pageOf(admin, id)
  expect(page).toMatch(/<h1 id="ticket-title" class="struck">Printer on fire/)
  expect((await admin.get('/tickets?status=all')).text).toContain('row--struck')
  for (const to of ['open', 'in_progress', 'closed']) await move(admin, id, { to })
  expect(mainOf(await pageOf(admin, id))).toContain('Cancelled')
  expect(await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).toMatchObject({
    status: 'cancelled',
    section: 0,
    overdueAt: null,
  })
})

it('follows the workflow an operator wrote', async () => {
  const workflow = [
    { key: 'new', label: 'New', kind: 'open', to: ['done'] },
    { key: 'done', label: 'Done', kind: 'resolved', to: [{ status: 'new', by: ['admin'] }] },
  ]
  const { as } = await openHouse({ preset: 'team', config: { workflow } })
  const [agent, admin] = [await as('agent'), await as('admin')]
  const id = await openTicket(agent)

  await move(agent, id, { to: 'done' })
  await move(agent, id, { to: 'new' })
  expect((await agent.get(`/tickets/${id}`)).text).toContain('You may not move a ticket from Done to New.')
  await move(admin, id, { to: 'new' })
  expect(factsOf(await pageOf(admin, id)).Status).toBe('New')
})
