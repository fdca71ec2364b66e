import { expect, it } from 'vitest'
import { openHouse } from '../../support/house.ts'

it('moves the ticket and writes the move into its timeline', async () => {
  const { desk, as } = await openHouse({ preset: 'team' })
  const agent = await as('agent', 'Troy Pound')
  const created = await agent.post('/tickets', { title: 'Printer on fire', description: 'It smokes.' }).expect(303)
  expect(created.headers.location).toBe('/tickets/1')

  await agent.post('/tickets/1/status', { to: 'on_hold', holdReason: 'Awaiting parts' }).expect(303)

  const ticket = await desk.db.read.ticket.findUniqueOrThrow({ where: { id: 1 }, include: { updates: true } })
  expect(ticket.status).toBe('on_hold')
  expect(ticket.holdReason).toBe('Awaiting parts')
  const page = await agent.get('/tickets/1').expect(200)
  expect(page.text).toContain('Awaiting parts')
})

it('says on the ticket why a move is refused', async () => {
  const { desk, as } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  await agent.post('/tickets', { title: 'Printer on fire', description: 'It smokes.' }).expect(303)

  await agent.post('/tickets/1/status', { to: 'closed' }).expect(303)

  expect((await agent.get('/tickets/1')).text).toContain('A ticket that is Open cannot become Closed.')
  expect((await desk.db.read.ticket.findUniqueOrThrow({ where: { id: 1 } })).status).toBe('open')
})
