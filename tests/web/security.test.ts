import { expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'
import { mainOf, openTicket } from '../features/page.ts'

it.each([
  ['localhost:5001', 200],
  ['127.0.0.1', 200],
  ['[::1]:5001', 200],
  ['LOCALHOST.', 200],
  ['evil.example', 403],
  ['127.0.0.1.evil.example', 403],
  ['192.168.1.20:5001', 403],
  ['', 403],
  ['localhost:80@evil.example', 403],
])('answers a desk for one under the Host %j with %d', async (host, status) => {
  const { visitor } = await openHouse()
  await visitor().raw.get('/').set('Host', host).expect(status)
})

it.each([
  ['192.168.1.20:5001', 303],
  ['desk.example', 303],
  ['helpdesk.lan:5001', 303],
  ['evil.example', 403],
])('answers a team under the Host %j with %d', async (host, status) => {
  const { visitor } = await openHouse({
    preset: 'team',
    config: { server: { hosts: ['Helpdesk.lan'], base_url: 'https://desk.example/' } },
  })
  await visitor().raw.get('/').set('Host', host).expect(status)
})

it.each([
  [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
  [{ 'Sec-Fetch-Site': 'same-site' }, 403],
  [{ Origin: 'https://evil.example' }, 403],
  [{ Origin: 'null' }, 403],
  [{ Origin: 'http://localhost:9' }, 403],
  [{ Origin: 'http://localhost', 'Sec-Fetch-Site': 'same-origin' }, 303],
  [{ 'Sec-Fetch-Site': 'none' }, 303],
])('carries out a form that came with %j: %d', async (headers, status) => {
  const { visitor, desk } = await openHouse()
  const browser = visitor()
  const token = await browser.token()

  await browser.raw
    .post('/tickets')
    .set('Host', 'localhost')
    .set(headers)
    .type('form')
    .send({ _csrf: token, title: 'T', description: 'D' })
    .expect(status)

  expect(await desk.db.read.ticket.count()).toBe(status === 303 ? 1 : 0)
})

it('sends every page with a policy that allows nothing inline and nothing from elsewhere', async () => {
  const { visitor } = await openHouse()
  for (const url of ['/', '/tickets', '/no-such-page', '/theme.css', '/healthz']) {
    const { headers } = await visitor().get(url)
    expect(headers['content-security-policy']).toBe(
      "default-src 'self';img-src 'self' data: blob:;object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';script-src-attr 'none'",
    )
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'SAMEORIGIN',
    })
    expect(headers['x-powered-by']).toBeUndefined()
  }
  expect((await visitor().get('/')).headers['cache-control']).toBe('no-store')
})

it('has nothing in its pages that the policy would refuse', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  const id = await openTicket(browser, { tags: 'a', dueAt: '2026-12-01' })
  for (const url of [
    '/',
    '/tickets',
    '/tickets/new',
    `/tickets/${id}`,
    `/tickets/${id}/edit`,
    `/tickets/${id}/explanation`,
    '/me',
    '/keys',
    '/nowhere',
  ]) {
    const { text } = await browser.get(url)
    expect([url, text]).toEqual([url, expect.stringContaining('<!doctype html>')])
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle="|\son[a-z]+="|(?:src|href)="https?:/)
  }
})

it('changes nothing when it is only looked at', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  const id = await openTicket(agent)
  await agent.get('/')
  const before = desk.db.sql.version()

  for (const url of [
    '/',
    '/tickets',
    '/tickets?q=x',
    '/tickets/new',
    `/tickets/${id}`,
    `/tickets/${id}/edit`,
    `/tickets/${id}/preview`,
    `/tickets/${id}/explanation`,
    '/me',
    '/keys',
    '/favicon.svg',
    '/theme.css',
    '/healthz',
    '/readyz',
    '/setup',
    '/sign-in',
  ])
    await agent.get(url)
  for (const path of [
    'status',
    'pick-up',
    'release',
    'assignment',
    'updates',
    'age',
    'attachments',
    'attachments/1/removal',
  ])
    await agent.get(`/tickets/${id}/${path}`).expect(404)
  await agent.get('/sign-out').expect(404)

  expect(desk.db.sql.version()).toBe(before)
  await agent.get('/').expect(200)
})

it('is calm about what it does not know', async () => {
  const { visitor } = await openHouse()
  const page = await visitor().get('/no/such/page').expect(404)
  expect(mainOf(page.text)).toContain('There is no such page.')
  await visitor().get('/tickets/%E0%A4%A').expect(400)
  await visitor().raw.put('/tickets/1').expect(405)
  const json = await visitor().get('/tickets/99').set('Accept', 'application/json').expect(404)
  expect(json.body).toMatchObject({ error: { kind: 'not-found', message: 'We could not find that ticket.' } })
})
