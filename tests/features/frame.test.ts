import { expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'
import { openTicket, wordsOf } from './page.ts'

it('surrounds every page with who one is, where one can go and the flag', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent', 'Troy Pound'), await as('client', 'Carla Client')]
  await openTicket(agent, { site: 'North Plant' })

  const rail = wordsOf(
    /<nav class="rail"[\s\S]*?<\/nav>/.exec((await agent.get('/tickets').expect(200)).text)?.[0] ?? '',
  )
  for (const words of ['IT Helpdesk', 'Board 1', 'Tickets', 'Mine', 'Unassigned', 'North Plant', 'Troy Pound'])
    expect(rail).toContain(words)

  const hers = (await client.get('/').expect(200)).text
  expect(hers).toContain('Carla Client')
  expect(hers).not.toContain('Printer on fire')
  expect(hers).toMatch(/favicon.svg\?state=clear/)
})

it('says a thing once, on the next page that is opened', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await browser.post('/me', { theme: 'dark' }).expect(303)

  expect((await browser.get('/').set('x-pennant-fragment', '1')).text).not.toContain('Saved.')
  expect((await browser.get('/')).text).toMatch(/role="status"[\s\S]*Saved\./)
  expect((await browser.get('/')).text).not.toContain('Saved.')
})
