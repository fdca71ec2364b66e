import supertest from 'supertest'
import { expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'

const plainOf = ({ text }: { text: string }) => text.replace(/[0-9a-f]{64}|\d+ ms/g, '')

it.each([
  ['br, gzip', 'br'],
  ['gzip, deflate, br', 'br'],
  ['gzip, deflate', 'gzip'],
])('packs a page for who takes %s as %s', async (accepted, coding) => {
  const { app } = await openHouse()
  const page = (encoding: string) => supertest(app).get('/tickets').set('Accept-Encoding', encoding).expect(200)
  const packed = await page(accepted)
  expect(packed.headers['content-encoding']).toBe(coding)
  expect(packed.headers.vary).toContain('Accept-Encoding')
  const plain = await page('identity')
  expect(plain.headers).not.toHaveProperty('content-encoding')
  expect(plain.text).toContain('<h1>Tickets</h1>')
  expect(plainOf(packed)).toBe(plainOf(plain))
})

it('sends no indents, but what people typed with theirs', async () => {
  const { as } = await openHouse()
  const me = await as('agent')
  const { text } = await me.post('/tickets', { title: '', description: '  four\n    and more' }).expect(422)
  expect(text).toContain('  four\n    and more</textarea>')
  expect(text.match(/^ +</gm)).toBeNull()
})
