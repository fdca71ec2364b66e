import { expect, it } from 'vitest'
import { HOUR } from '../../support/clock.ts'
import { openHouse } from '../../support/house.ts'

const LIMITED = { sla: { update_limit: { Critical: '30m', High: '2d' } } }

it('moves a ticket that was left alone for too long into a section of its own', async () => {
  const { as, clock } = await openHouse({ config: LIMITED })
  const owner = await as('admin')
  await owner.post('/tickets', { title: 'Server room floods', description: 'Water.', priority: 'critical' }).expect(303)
  await owner.post('/tickets', { title: 'Lamp flickers', description: 'Light.', priority: 'high' }).expect(303)
  const late = async () => (await owner.get('/')).text.split('Update overdue')[1] ?? ''

  expect(await late()).not.toContain('Server room floods')
  clock.pass(HOUR)

  expect(await late()).toContain('Server room floods')
  expect(await late()).not.toContain('Lamp flickers')
})

it('has no such section where nothing limits silence', async () => {
  const { as } = await openHouse()
  const owner = await as('admin')
  await owner.post('/tickets', { title: 'Lamp flickers', description: 'Light.' }).expect(303)
  const page = (await owner.get('/').expect(200)).text
  expect(page).toContain('Lamp flickers')
  expect(page).not.toContain('Update overdue')
})
