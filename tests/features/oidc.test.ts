import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { reloadConfig } from '#config/load.ts'
import { audited, withAgent } from '../support/account.ts'
import { MINUTE } from '../support/clock.ts'
import { ROOT, type Browser } from '../support/house.ts'
import { CLIENT_ID, CLIENT_SECRET, fakeProvider } from '../support/oidc.ts'
import { mainOf, wordsOf } from './page.ts'

const TROY = { email: 'Troy.Pound@example.com', email_verified: true, name: 'Troy Pound' }

async function withProvider({ create = 'never' }: { create?: string } = {}) {
  const provider = await fakeProvider()
  const oidc = { issuer: provider.issuer, client_id: CLIENT_ID, label: 'Sign in with Harbour ID', create }
  const own = await withAgent({
    config: { access: { sign_in: true, oidc }, server: { hosts: ['help.example.com'] } },
    env: { PENNANT_OIDC_SECRET: CLIENT_SECRET },
  })
  provider.become(TROY)
  const visitor = () => {
    const browser = own.visitor()
    browser.raw.set('Host', 'help.example.com')
    return browser
  }
  return { ...own, provider, visitor, browser: visitor() }
}

/** To the provider: answers where it sends the browser back to. */
async function there({ provider }: Awaited<ReturnType<typeof withProvider>>, browser: Browser): Promise<string> {
  const { headers } = await browser.get('/sign-in/provider').expect(303)
  expect(headers.location).toContain(`${provider.issuer}/authorize?`)
  return provider.visit(headers.location ?? '')
}

const said = async (browser: Browser) =>
  wordsOf(/<p class="flash[\s\S]*?<\/p>/.exec((await browser.get('/sign-in')).text)?.[0] ?? '')

it('signs in whom the provider vouches for, under a new session', async () => {
  const house = await withProvider()
  const { browser, desk } = house
  expect((await browser.get('/sign-in')).text).toContain('Sign in with Harbour ID')

  const answer = await browser.get(await there(house, browser)).expect(303)

  expect([answer.headers.location, house.provider.refusals]).toEqual(['/', []])
  expect(String(answer.headers['set-cookie'])).toMatch(/sid=/)
  expect((await browser.get('/me/security').expect(200)).text).toContain('Troy Pound')
  expect(audited(desk, 'session.began')[0]?.details).toContain('oidc')
})

it('leads to the page that was asked for', async () => {
  const house = await withProvider()
  await house.browser.get('/tickets?sort=due').expect(303)
  const { headers } = await house.browser.get(await there(house, house.browser)).expect(303)
  expect(headers.location).toBe('/tickets?sort=due')
})

it.each([
  ['a mail address nobody has verified', { ...TROY, email_verified: false }],
  ['a mail address of which nothing is said', { email: TROY.email }],
  ['no mail address', { name: 'Troy Pound' }],
  ['somebody unknown', { email: 'nobody@example.com', email_verified: true }],
])('does not let in %s', async (_what, claims) => {
  const house = await withProvider()
  house.provider.become(claims)

  const { headers } = await house.browser.get(await there(house, house.browser)).expect(303)

  expect(headers.location).toBe('/sign-in')
  expect(await said(house.browser)).toBe('Nobody here has that mail address. Ask an admin for an account.')
  await house.browser.get('/').expect(303)
  expect(audited(house.desk, 'session.refused')).toHaveLength(1)
  expect(await house.desk.db.read.person.count()).toBe(2)
})

it.each([
  ['another nonce', { ...TROY, nonce: 'another' }],
  ['another client', { ...TROY, aud: 'somebody-else' }],
  ['another issuer', { ...TROY, iss: 'https://evil.example' }],
  ['yesterday', { ...TROY, iat: 1, exp: 2 }],
])('believes no answer for %s', async (_what, claims) => {
  const house = await withProvider()
  house.provider.become(claims)
  await house.browser.get(await there(house, house.browser)).expect(303)
  expect(await said(house.browser)).toContain('did not confirm who you are')
  await house.browser.get('/').expect(303)
})

it('believes no answer with a foreign signature', async () => {
  const house = await withProvider()
  house.provider.forge()
  await house.browser.get(await there(house, house.browser)).expect(303)
  expect(await said(house.browser)).toContain('did not confirm who you are')
  await house.browser.get('/').expect(303)
})

it('takes an answer only from the browser that set out, once, and in time', async () => {
  const house = await withProvider()
  const address = await there(house, house.browser)
  const stranger = house.visitor()
  expect((await stranger.get(address).expect(303)).headers.location).toBe('/sign-in')
  await stranger.get('/').expect(303)
  const other = house.visitor()
  await there(house, other)
  await other.get(address).expect(303)
  expect(await said(other)).toContain('did not confirm who you are')

  const mine = house.visitor()
  const again = await there(house, mine)
  expect((await mine.get(again).expect(303)).headers.location).toBe('/')
  await mine.get('/')
  await mine.post('/sign-out').expect(303)
  expect((await mine.get(again).expect(303)).headers.location).toBe('/sign-in')

  const late = house.visitor()
  const kept = await there(house, late)
  house.clock.pass(11 * MINUTE)
  expect((await late.get(kept).expect(303)).headers.location).toBe('/sign-in')
  await late.get('/').expect(303)
})

it('makes a client of somebody new where the config says so, but not of who was sent away', async () => {
  const house = await withProvider({ create: 'client' })
  const { desk, provider, browser } = house
  provider.become({ email: 'carla@example.com', email_verified: true, name: 'Carla Client' })
  expect((await browser.get(await there(house, browser)).expect(303)).headers.location).toBe('/')
  const carla = await desk.db.read.person.findUniqueOrThrow({ where: { emailKey: 'carla@example.com' } })
  expect([carla.name, carla.role, carla.passwordHash]).toEqual(['Carla Client', 'client', null])
  expect(audited(desk, 'person.created')).toHaveLength(1)
  expect(mainOf((await browser.get('/me/security').expect(200)).text)).toContain('You have no password here')

  await desk.db.write((tx) => tx.hot.update('Person', carla.id, { active: false }))
  const again = house.visitor()
  expect((await again.get(await there(house, again)).expect(303)).headers.location).toBe('/sign-in')
  expect(await desk.db.read.person.count()).toBe(3)
})

it('asks for the second factor all the same', async () => {
  const house = await withProvider()
  await house.desk.db.write((tx) =>
    tx.hot.insert('Credential', { personId: house.personId, kind: 'totp', name: 'App', secret: 'x', createdAt: 0 }),
  )
  const { headers } = await house.browser.get(await there(house, house.browser)).expect(303)
  expect(headers.location).toBe('/sign-in/code')
  await house.browser.get('/').expect(303)
})

it('says so when the provider is away, and asks it again later', async () => {
  const own = await withAgent({
    config: { access: { sign_in: true, oidc: { issuer: 'http://127.0.0.1:9/', client_id: CLIENT_ID } } },
  })
  expect((await own.browser.get('/sign-in/provider').expect(303)).headers.location).toBe('/sign-in')
  expect(await said(own.browser)).toContain('does not answer')
})

it('is not there where none is configured', async () => {
  const { browser } = await withAgent()
  await browser.get('/sign-in/provider').expect(404)
  await browser.get('/sign-in/provider/return?code=x&state=y').expect(404)
  expect((await browser.get('/sign-in')).text).not.toContain('/sign-in/provider')
})

it('reads its secret from a file of its own, else from the environment, and speaks plain HTTP with this machine only', async () => {
  const { desk, home } = await withProvider()
  expect(desk.config.access.oidc?.secret).toBe(CLIENT_SECRET)
  mkdirSync(path.join(home, 'config'), { recursive: true })
  writeFileSync(path.join(home, 'config/oidc-secret'), 'from the file\n', { mode: 0o600 })
  expect(reloadConfig(desk.config, ROOT).access.oidc?.secret).toBe('from the file')

  writeFileSync(
    desk.config.file,
    JSON.stringify({
      preset: 'team',
      access: { sign_in: true, oidc: { issuer: 'http://idp.example', client_id: 'x' } },
    }),
  )
  expect(() => reloadConfig(desk.config, ROOT)).toThrow('access.oidc.issuer: must begin with https://')
})
