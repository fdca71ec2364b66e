import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { loadConfig } from '#config/load.ts'
import type { Desk } from '#src/desk.ts'
import { addPerson, openHouse, PASSWORD, ROOT, type Browser } from '../support/house.ts'

type Headers = Readonly<Record<string, string>>
const behind = (...trusted: string[]) => ({ preset: 'team' as const, config: { server: { trusted_proxies: trusted } } })

const TOKEN = /name="_csrf" value="([^"]+)"/
async function fail(browser: Browser, headers: Headers, email = 'first.admin@example.com') {
  const { text } = await browser.raw.get('/sign-in').set(headers)
  return browser.raw
    .post('/sign-in')
    .set(headers)
    .type('form')
    .send({ _csrf: TOKEN.exec(text)?.[1], email, password: 'guess', next: '' })
}
const addresses = ({ db }: Desk) =>
  db.sql.all<{ address: string }>('SELECT address FROM AuditEntry ORDER BY id').map(({ address }) => address)

it.each([
  [[], '127.0.0.1'],
  [['10.0.0.0/8'], '127.0.0.1'],
  [['loopback'], '203.0.113.7'],
  [['127.0.0.0/8', '::1'], '203.0.113.7'],
])('with %j trusted writes down %s as where a guess came from', async (trusted, address) => {
  const { desk, visitor } = await openHouse(behind(...trusted))
  await fail(visitor(), { 'X-Forwarded-For': '203.0.113.7' })
  expect(addresses(desk)).toEqual([address])
})

it('takes the last address no trusted proxy has, so that nobody can put one in front', async () => {
  const { desk, visitor } = await openHouse(behind('loopback', '10.0.0.0/8'))
  await fail(visitor(), { 'X-Forwarded-For': '198.51.100.1, 203.0.113.7, 10.0.0.5' })
  expect(addresses(desk)).toEqual(['203.0.113.7'])
})

it.each(['unknown', '203.0.113.7:4711', '<script>', '127.0.0.1.evil', '\\n2026'])(
  'keeps to the socket when a proxy tells %j',
  async (told) => {
    const { desk, visitor } = await openHouse(behind('loopback'))
    await fail(visitor(), { 'X-Forwarded-For': told })
    expect(addresses(desk)).toEqual(['127.0.0.1'])
  },
)

it('slows down one guesser behind a trusted proxy, and nobody beside them', async () => {
  const { visitor } = await openHouse(behind('loopback'))
  const guesser = visitor()
  for (let tries = 0; tries < 30; tries += 1)
    expect((await fail(guesser, { 'X-Forwarded-For': '203.0.113.7' }, `nobody${tries}@example.com`)).status).toBe(422)

  expect((await fail(guesser, { 'X-Forwarded-For': '203.0.113.7' }, 'x@example.com')).status).toBe(429)
  expect((await fail(guesser, { 'X-Forwarded-For': '203.0.113.8' }, 'x@example.com')).status).toBe(422)
})

it('slows down a guesser who makes up addresses', async () => {
  const { visitor } = await openHouse(behind())
  const guesser = visitor()
  const statuses = []
  for (let tries = 0; tries < 7; tries += 1)
    statuses.push((await fail(guesser, { 'X-Forwarded-For': `203.0.113.${tries}` })).status)
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429, 429])
})

it.each([
  [['loopback'], 'https', /^__Host-form=.*; Secure/],
  [['loopback'], 'http', /^form=(?!.*Secure)/],
  [[], 'https', /^form=(?!.*Secure)/],
])('with %j trusted and %s told sets the cookie that fits', async (trusted, scheme, cookie) => {
  const { visitor } = await openHouse(behind(...trusted))
  const { headers } = await visitor().raw.get('/sign-in').set('X-Forwarded-Proto', scheme)
  expect(String(headers['set-cookie'])).toMatch(cookie)
})

it('asks for HTTPS again only where it is spoken', async () => {
  const { visitor } = await openHouse({
    preset: 'team',
    config: { server: { trusted_proxies: ['loopback'], hsts_seconds: 3600 } },
  })
  const hsts = async (scheme: string) =>
    (await visitor().raw.get('/sign-in').set('X-Forwarded-Proto', scheme)).headers['strict-transport-security']
  expect(await hsts('https')).toBe('max-age=3600')
  expect(await hsts('http')).toBeUndefined()
})

it('never takes the name of the desk from a proxy', async () => {
  const { visitor } = await openHouse(behind('loopback'))
  await visitor().raw.get('/sign-in').set({ Host: 'evil.example', 'X-Forwarded-Host': 'localhost' }).expect(403)
  const { headers } = await visitor().raw.get('/').set('X-Forwarded-Host', 'evil.example').expect(303)
  expect(headers.location).toBe('/sign-in')
})

const PASSED_ON: readonly Headers[] = [
  { 'X-Forwarded-For': '203.0.113.7' },
  { 'X-Forwarded-For': '127.0.0.1' },
  { 'X-Forwarded-For': '' },
  { 'X-Forwarded-Proto': 'https' },
  { 'X-Forwarded-Host': 'localhost' },
  { 'X-Real-IP': '127.0.0.1' },
  { Forwarded: 'for=127.0.0.1' },
  { Via: '1.1 squid' },
]

it.each(PASSED_ON)('keeps a desk for one shut to what a proxy passed on with %j', async (headers) => {
  const { visitor } = await openHouse()
  await visitor().raw.get('/').set('Host', 'localhost').set(headers).expect(403)
  await visitor().raw.get('/').set('Host', 'localhost').expect(200)
})

it.each(PASSED_ON)('keeps it shut even to a proxy the config trusts, with %j', async (headers) => {
  const { visitor } = await openHouse({ config: { server: { trusted_proxies: ['loopback'] } } })
  await visitor().raw.get('/').set('Host', 'localhost').set(headers).expect(403)
})

it('does the first run without a code for nobody a proxy lets in', async () => {
  const { visitor, desk } = await openHouse({ preset: null })
  const browser = visitor()
  const wish = { _csrf: await browser.token(), preset: 'personal', company: '', zone: 'Asia/Tokyo' }
  const ask = (headers: Headers) => browser.raw.post('/setup').set(headers).type('form').send(wish)

  await ask({ 'X-Forwarded-For': '203.0.113.7' }).expect(403)
  await ask({ Host: '192.168.1.20:5001' }).expect(403)
  expect(desk.config.preset).toBeNull()
  await ask({}).expect(303)
})

it.each(['all', '0.0.0.0/0', 'proxy.example.com'])('does not start with %j as a proxy', (proxy) => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'pennant-test-'))
  writeFileSync(path.join(home, 'config.json'), JSON.stringify({ server: { trusted_proxies: [proxy] } }))
  try {
    expect(() => loadConfig(ROOT, { PENNANT_HOME: home, PENNANT_CONFIG: path.join(home, 'config.json') })).toThrow(
      /trusted_proxies.*must be an address, a network such as 10\.0\.0\.0\/8, or "loopback"/s,
    )
  } finally {
    rmSync(home, { recursive: true })
  }
})

it('lets whoever signs in behind a proxy be known by where they are', async () => {
  const { desk, visitor } = await openHouse(behind('loopback'))
  const email = await addPerson(desk, { role: 'agent', name: 'Troy Pound' })
  const browser = visitor()
  const headers = { 'X-Forwarded-For': '203.0.113.7', Host: 'localhost' }
  const { text } = await browser.raw.get('/sign-in').set(headers)
  await browser.raw
    .post('/sign-in')
    .set(headers)
    .type('form')
    .send({ _csrf: TOKEN.exec(text)?.[1], email, password: PASSWORD, next: '' })
    .expect(303)
  expect((await browser.raw.get('/me/security').set(headers).expect(200)).text).toContain('203.0.113.7')
})
