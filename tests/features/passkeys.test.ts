import { expect, it } from 'vitest'
import { authenticator, type Authenticator } from '../support/authenticator.ts'
import { audited, signIn, withAgent, type Own } from '../support/account.ts'
import { MINUTE } from '../support/clock.ts'
import { PASSWORD, type Browser } from '../support/house.ts'
import { mainOf, problemAt } from './page.ts'

const HOST = 'localhost:5001'
const HERE = { origin: 'http://localhost:5001' }

type Options = { readonly challenge: string; readonly rpId?: string; readonly rp?: { readonly id: string } }

const at = (browser: Browser, host = HOST): Browser => {
  browser.raw.set('Host', host)
  return browser
}

const optionsOf = async (browser: Browser, url: string) => (await browser.post(url).expect(200)).body as Options

/** Adds a passkey to the person of this browser; answers the page. */
async function add(browser: Browser, key: Authenticator, fields: Readonly<Record<string, string>> = {}) {
  await browser.get('/me/security/passkeys').expect(200)
  const options = await optionsOf(browser, '/me/security/passkeys/options')
  const response = key.create(options, HERE)
  return browser.post('/me/security/passkeys', { response, current: PASSWORD, name: 'Laptop', ...fields })
}

async function withPasskey() {
  const own = await withAgent()
  const key = authenticator()
  at(own.browser)
  await signIn(own.browser)
  const done = await add(own.browser, key)
  if (done.status !== 200) throw new Error(mainOf(done.text))
  return { ...own, key, codes: [...done.text.matchAll(/<code>([^<]+)</g)].map(([, code = '']) => code) }
}

/** As a browser answers that asks the passkey at the door. */
async function knock(
  { visitor, key }: Own & { key: Authenticator },
  { browser = at(visitor()), ...way }: { browser?: Browser; origin?: string; verified?: boolean } = {},
) {
  await browser.get('/sign-in')
  const options = await optionsOf(browser, '/sign-in/passkey/options')
  const response = key.get(options, { ...HERE, ...way })
  return { browser, response, answer: await browser.post('/sign-in/passkey', { response, next: '/tickets' }) }
}

it('registers a passkey, which asks for the password, and gives recovery codes with the first', async () => {
  const own = await withAgent()
  at(own.browser)
  await signIn(own.browser)
  const refused = await add(own.browser, authenticator(), { current: 'wrong' })
  expect([refused.status, problemAt(refused.text, 'current')]).toEqual([422, 'This is not your present password.'])

  const done = await add(own.browser, authenticator()).then((answer) => answer)
  expect(mainOf(done.text)).toContain('Keep these recovery codes')
  expect((await add(own.browser, authenticator())).status).toBe(303)
  const [row] = await own.desk.db.read.credential.findMany({ where: { kind: 'passkey' } })
  expect(JSON.parse(row?.secret ?? '{}')).toMatchObject({ rpId: 'localhost', transports: ['internal'] })
  expect(mainOf((await own.browser.get('/me/security')).text)).toContain('Laptop Since')
})

it('signs in without a name and without a password, and asks for no code', async () => {
  const own = await withPasskey()
  const { browser, answer } = await knock(own)

  expect([answer.status, answer.headers.location]).toEqual([303, '/tickets'])
  expect(String(answer.headers['set-cookie'])).toMatch(/sid=/)
  await browser.get('/').expect(200)
  expect(audited(own.desk, 'session.began').at(-1)?.details).toContain('"how":"passkey"')
})

it('is the second step after a password, and only one’s own', async () => {
  const own = await withPasskey()
  const browser = at(own.visitor())
  expect((await signIn(browser)).headers.location).toBe('/sign-in/code')
  expect((await browser.get('/sign-in/code').expect(200)).text).toContain('data-passkey="get"')
  const options = await optionsOf(browser, '/sign-in/passkey/options')
  const response = own.key.get(options, HERE)
  expect((await browser.post('/sign-in/passkey', { response }).expect(303)).headers.location).toBe('/')

  const ann = at(await own.as('agent', 'Ann Green'))
  const hers = authenticator()
  await add(ann, hers)
  const again = at(own.visitor())
  await signIn(again)
  const { answer } = await knock({ ...own, key: hers }, { browser: again })
  expect(answer.headers.location).toBe('/sign-in/code')
  await again.get('/').expect(303)
})

it('takes a recovery code where the passkey is lost', async () => {
  const own = await withPasskey()
  const browser = at(own.visitor())
  await signIn(browser)
  await browser.get('/sign-in/code')
  await browser.post('/sign-in/code', { code: own.codes[0] ?? '' }).expect(303)
  await browser.get('/').expect(200)
})

it.each([
  ['without a finger, a face or a PIN', { verified: false }],
  ['from another site', { origin: 'https://evil.example' }],
  ['from another port', { origin: 'http://localhost:6000' }],
])('does not let in %s', async (_what, way) => {
  const own = await withPasskey()
  const { browser, answer } = await knock(own, way)

  expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in'])
  await browser.get('/').expect(303)
  expect(audited(own.desk, 'session.refused')).toHaveLength(1)
})

it('takes each answer once, from the browser that asked, and in time', async () => {
  const own = await withPasskey()
  const { browser, response } = await knock(own)
  await browser.get('/')
  await browser.post('/sign-out').expect(303)
  await browser.get('/sign-in')
  await browser.post('/sign-in/passkey', { response }).expect(303)
  await browser.get('/').expect(303)

  const other = at(own.visitor())
  await other.get('/sign-in')
  await optionsOf(other, '/sign-in/passkey/options')
  await other.post('/sign-in/passkey', { response }).expect(303)
  await other.get('/').expect(303)

  const late = at(own.visitor())
  await late.get('/sign-in')
  const options = await optionsOf(late, '/sign-in/passkey/options')
  own.clock.pass(6 * MINUTE)
  await late.post('/sign-in/passkey', { response: own.key.get(options, HERE) }).expect(303)
  await late.get('/').expect(303)
})

it('notices a copy by its counter', async () => {
  const own = await withPasskey()
  await knock(own)
  own.key.count -= 1
  const { browser } = await knock(own)
  await browser.get('/').expect(303)
})

it('lets nobody in with the passkey of somebody deactivated, or a strange one', async () => {
  const own = await withPasskey()
  const { browser: strange } = await knock({ ...own, key: authenticator() })
  await strange.get('/').expect(303)
  await own.desk.db.write((tx) => tx.hot.update('Person', own.personId, { active: false }))
  const { browser } = await knock(own)
  await browser.get('/').expect(303)
})

it.each([
  '',
  'x',
  'null',
  '[]',
  '{}',
  '{"id":5}',
  '{"id":"x","response":{}}',
  '{"id":"x","rawId":"x","type":"public-key"}',
])('takes %j for no passkey', async (response) => {
  const own = await withPasskey()
  const browser = at(own.visitor())
  await browser.get('/sign-in')
  await optionsOf(browser, '/sign-in/passkey/options')
  expect((await browser.post('/sign-in/passkey', { response }).expect(303)).headers.location).toBe('/sign-in')
  await optionsOf(own.browser, '/me/security/passkeys/options')
  await own.browser.post('/me/security/passkeys', { response, current: PASSWORD, name: '' }).expect(422)
})

it('slows down an address that tries strange passkeys', async () => {
  const own = await withPasskey()
  const browser = at(own.visitor())
  await browser.get('/sign-in')
  for (let tries = 0; tries < 30; tries += 1) await browser.post('/sign-in/passkey', { response: '{}' }).expect(303)
  await browser.post('/sign-in/passkey', { response: '{}' }).expect(429)
})

it.each([
  ['192.168.1.5', 'Passkeys hold for a name'],
  ['help.example.com', 'Browsers keep passkeys for HTTPS and for localhost only'],
])('says at %s why there can be none', async (host, why) => {
  const own = await withAgent({ config: { server: { hosts: ['help.example.com'] } } })
  at(own.browser, host)
  await signIn(own.browser)

  const { text } = await own.browser.get('/me/security/passkeys').expect(200)
  expect(mainOf(text)).toContain(why)
  expect(text).not.toContain('data-passkey')
  await own.browser.post('/me/security/passkeys/options').expect(409)
  expect((await at(own.visitor(), host).get('/sign-in')).text).not.toContain('data-passkey')
})

it('holds for the name of the configured address where a proxy speaks HTTPS', async () => {
  const own = await withAgent({ config: { server: { base_url: 'https://help.example.com' } } })
  at(own.browser, 'help.example.com')
  await signIn(own.browser)
  await own.browser.get('/me/security/passkeys').expect(200)
  const options = await optionsOf(own.browser, '/me/security/passkeys/options')
  const response = authenticator().create(options, { origin: 'https://help.example.com' })
  await own.browser.post('/me/security/passkeys', { response, current: PASSWORD, name: '' }).expect(200)
})
