import { expect, it } from 'vitest'
import { openHouse } from '../../support/house.ts'
import { formOf } from '../page.ts'

it('is written once, however often its form is sent', async () => {
  const { visitor, desk, clock } = await openHouse()
  const browser = visitor()
  const opened = formOf((await browser.get('/tickets/new').expect(200)).text, '/tickets')
  const fresh = { ...opened, title: 'Twice', description: 'Clicked twice.' }
  const [first, second] = await Promise.all([browser.post('/tickets', fresh), browser.post('/tickets', fresh)])
  expect([first.status, second.status]).toEqual([303, 303])
  expect(second.headers.location).toBe(first.headers.location)
  const path = '/tickets/1/updates'
  const form = { ...formOf((await browser.get('/tickets/1').expect(200)).text, path), kind: 'note', body: 'Once.' }
  for (let count = 0; count < 2; count += 1) await browser.post(path, form).expect(303)
  const written = () => desk.db.sql.all(`SELECT 1 FROM "Update" WHERE body = 'Once.'`).length
  expect(written()).toBe(1)
  clock.pass(11_000)
  await browser.post(path, form).expect(303)
  expect(written()).toBe(2)
})
