import { Secret, TOTP } from 'otpauth'
import { expect, it } from 'vitest'
import { makeOneTimeLink } from '#features/passwords/service.ts'
import { removeFactors } from '#features/factors/service.ts'
import { ADMIN, audited, enter, signIn, withAgent, type Own } from '../support/account.ts'
import { DAY, MINUTE } from '../support/clock.ts'
import { PASSWORD, type Browser } from '../support/house.ts'
import { mainOf, problemAt } from './page.ts'

const AUTHENTICATOR = '/me/security/authenticator'

const codeAt = (secret: string, at: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })

const secretIn = (html: string): string => /<code class="secret">([^<]+)</.exec(html)?.[1]?.replaceAll(' ', '') ?? ''
const codesIn = (html: string): string[] => [...html.matchAll(/<code>([^<]+)<\/code>/g)].map(([, code = '']) => code)

/** Signs in and sets up an authenticator app; half a minute passes, so that the next code is a new one. */
async function withApp(settings: Parameters<typeof withAgent>[0] = {}) {
  const own = await withAgent(settings)
  await enter(own)
  const { text } = await own.browser.get(AUTHENTICATOR).expect(200)
  const secret = secretIn(text)
  const done = await own.browser
    .post(AUTHENTICATOR, { code: codeAt(secret, own.clock.now()), current: PASSWORD })
    .expect(200)
  own.clock.pass(MINUTE)
  return { ...own, secret, codes: codesIn(done.text), code: () => codeAt(secret, own.clock.now()) }
}

/** As far as the second step. */
async function halfway(own: Own): Promise<Browser> {
  const browser = own.visitor()
  const answer = await signIn(browser)
  expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in/code'])
  await browser.get('/sign-in/code').expect(200)
  return browser
}

it('sets up an authenticator app: picture, secret, code, and ten recovery codes', async () => {
  const own = await withAgent()
  await enter(own)
  const { text } = await own.browser.get(AUTHENTICATOR).expect(200)
  const secret = secretIn(text)
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  const picture = Buffer.from(/src="data:image\/svg\+xml;base64,([^"]+)"/.exec(text)?.[1] ?? '', 'base64').toString()
  expect(picture).toMatch(/^<svg /)

  const wrong = await own.browser.post(AUTHENTICATOR, { code: '000000', current: PASSWORD }).expect(422)
  expect(problemAt(wrong.text, 'code')).toContain('not the code of this half minute')
  expect(secretIn(wrong.text)).toBe(secret)
  const noPassword = await own.browser.post(AUTHENTICATOR, { code: codeAt(secret, own.clock.now()), current: 'x' })
  expect(problemAt(noPassword.text, 'current')).toBe('This is not your present password.')

  const code = codeAt(secret, own.clock.now())
  const done = await own.browser.post(AUTHENTICATOR, { code, current: PASSWORD }).expect(200)
  expect(new Set(codesIn(done.text)).size).toBe(10)
  expect(mainOf((await own.browser.get('/me/security')).text)).toContain('10 of 10 left')
  expect(audited(own.desk, 'factor.added')).toHaveLength(1)
})

it('keeps the secret sealed and the recovery codes as hashes', async () => {
  const { desk, secret, codes } = await withApp()
  const rows = await desk.db.read.credential.findMany()
  const stored = JSON.stringify(rows)

  expect(rows).toHaveLength(11)
  expect(stored).not.toContain(secret)
  for (const code of codes) expect(stored).not.toContain(code.replace('-', ''))
  expect(JSON.stringify(audited(desk))).not.toContain(secret)
})

it('asks for the code after the password, and lets nobody see anything before', async () => {
  const own = await withApp()
  const browser = await halfway(own)
  for (const page of ['/', '/tickets', '/me', '/me/security', '/live', AUTHENTICATOR])
    await browser.get(page).expect(303)
  await browser.get('/sign-in/code')
  await browser.post('/tickets', { title: 'x', description: 'y' }).expect(401)
  expect(audited(own.desk, 'session.began')).toHaveLength(1)

  const done = await browser.post('/sign-in/code', { code: own.code() }).expect(303)

  expect(done.headers.location).toBe('/')
  expect(String(done.headers['set-cookie'])).toMatch(/sid=/)
  await browser.get('/').expect(200)
  expect(audited(own.desk, 'session.began')).toHaveLength(2)
})

it('leads on to the page that was asked for', async () => {
  const own = await withApp()
  const browser = own.visitor()
  await browser.get('/tickets?sort=due')
  await browser.get('/sign-in')
  await browser.post('/sign-in', { email: own.email, password: PASSWORD, next: '/tickets?sort=due' }).expect(303)
  await browser.get('/sign-in/code')
  const { headers } = await browser.post('/sign-in/code', { code: own.code() }).expect(303)
  expect(headers.location).toBe('/tickets?sort=due')
})

it('takes each code once, and only within half a minute of its time', async () => {
  const own = await withApp()
  const used = own.code()
  await (await halfway(own)).post('/sign-in/code', { code: used }).expect(303)

  const browser = await halfway(own)
  await browser.post('/sign-in/code', { code: used }).expect(422)
  own.clock.pass(MINUTE)
  const late = own.code()
  own.clock.pass(90_000)
  await browser.post('/sign-in/code', { code: late }).expect(422)
  const early = codeAt(own.secret, own.clock.now() + 30_000)
  await browser.post('/sign-in/code', { code: early }).expect(303)
  const other = await halfway(own)
  // A step that was passed over is gone too.
  await other.post('/sign-in/code', { code: own.code() }).expect(422)
})

it('takes the same code from two at once only one time', async () => {
  const own = await withApp()
  const browsers = [await halfway(own), await halfway(own)]
  const answers = await Promise.all(browsers.map((browser) => browser.post('/sign-in/code', { code: own.code() })))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
})

it('takes a recovery code once, however it is typed', async () => {
  const own = await withApp()
  const [code = ''] = own.codes
  await (await halfway(own)).post('/sign-in/code', { code: ` ${code.toUpperCase().replace('-', ' ')} ` }).expect(303)

  const browser = await halfway(own)
  const { text } = await browser.post('/sign-in/code', { code }).expect(422)
  expect(problemAt(text, 'code')).toContain('does not fit, or was used already')
  expect(text).not.toContain(code)
  expect(audited(own.desk, 'factor.used')).toHaveLength(1)
  expect(mainOf((await own.browser.get('/me/security')).text)).toContain('9 of 10 left')
})

it('makes new recovery codes, and voids the old ones', async () => {
  const own = await withApp()
  await own.browser.get('/me/security/recovery-codes').expect(200)
  await own.browser.post('/me/security/recovery-codes', { current: 'wrong' }).expect(422)
  const { text } = await own.browser.post('/me/security/recovery-codes', { current: PASSWORD }).expect(200)
  const browser = await halfway(own)

  await browser.post('/sign-in/code', { code: own.codes[0] ?? '' }).expect(422)
  await browser.post('/sign-in/code', { code: codesIn(text)[0] ?? '' }).expect(303)
})

it('slows guessing down by person, from wherever it comes', async () => {
  const own = await withApp()
  const browser = await halfway(own)
  for (let tries = 0; tries < 5; tries += 1) await browser.post('/sign-in/code', { code: '000000' }).expect(422)

  await browser.post('/sign-in/code', { code: own.code() }).expect(429)
  await (await halfway(own)).post('/sign-in/code', { code: own.code() }).expect(429)
  own.clock.pass(1000)
  await browser.post('/sign-in/code', { code: own.code() }).expect(303)
  expect(audited(own.desk, 'session.refused')).toHaveLength(5)
})

it('forgets the first step after ten minutes, and at once when the password is reset', async () => {
  const own = await withApp()
  const slow = await halfway(own)
  own.clock.pass(10 * MINUTE + 1)
  expect((await slow.post('/sign-in/code', { code: own.code() }).expect(303)).headers.location).toBe('/sign-in')
  await slow.get('/').expect(303)

  const thief = await halfway(own)
  const { url } = await makeOneTimeLink(own.desk, ADMIN, { personId: own.personId, purpose: 'reset' })
  const owner = own.visitor()
  await owner.get(new URL(url).pathname)
  await owner.post(new URL(url).pathname, { password: 'the crane by the harbour is blue' }).expect(303)
  expect((await thief.post('/sign-in/code', { code: own.code() }).expect(303)).headers.location).toBe('/sign-in')
  await thief.get('/').expect(303)
})

it('is not reached without the password', async () => {
  const { visitor, code } = await withApp()
  const browser = visitor()
  await browser.get('/sign-in')
  expect((await browser.get('/sign-in/code').expect(303)).headers.location).toBe('/sign-in')
  expect((await browser.post('/sign-in/code', { code: code() }).expect(303)).headers.location).toBe('/sign-in')
  await browser.get('/').expect(303)
})

it('removes a factor for its owner who knows the password, and the recovery codes with the last one', async () => {
  const own = await withApp()
  const { text } = await own.browser.get('/me/security')
  const page = /href="(\/me\/security\/factors\/\d+)"/.exec(text)?.[1] ?? ''
  const other = await own.as('agent', 'Ann Green')

  await other.get(page).expect(404)
  await other.post(`${page}/removal`, { current: PASSWORD }).expect(404)
  await own.browser.get(page).expect(200)
  await own.browser.post(`${page}/removal`, { current: 'wrong' }).expect(422)
  await own.browser.post(`${page}/removal`, { current: PASSWORD }).expect(303)

  expect(await own.desk.db.read.credential.count()).toBe(0)
  expect((await signIn(own.visitor())).headers.location).toBe('/')
  expect(audited(own.desk, 'factor.removed')).toHaveLength(1)
})

it('is taken from whoever lost it by an admin', async () => {
  const own = await withApp()
  await removeFactors(own.desk, ADMIN, own.personId)
  expect((await signIn(own.visitor())).headers.location).toBe('/')
  expect(audited(own.desk, 'factor.removed')[0]?.subject).toBe(`Person ${own.personId}, Troy Pound`)
})

it('sets up one app a person, whoever is quicker', async () => {
  const own = await withApp()
  const { text } = await own.browser.get(AUTHENTICATOR).expect(200)
  const code = codeAt(secretIn(text), own.clock.now())
  const answer = await own.browser.post(AUTHENTICATOR, { code, current: PASSWORD }).expect(422)
  expect(mainOf(answer.text)).toContain('is set up already')
})

it('leads agents and admins to a second factor where the config asks for one, and clients not', async () => {
  const own = await withAgent({ config: { access: { sign_in: true, second_factor: 'staff' } } })
  await signIn(own.browser)
  expect((await own.browser.get('/').expect(303)).headers.location).toBe('/me/security')
  expect(mainOf((await own.browser.get('/me/security').expect(200)).text)).toContain('Set one up to go on')
  await own.browser.post('/tickets', { title: 'x', description: 'y' }).expect(403)
  const { text } = await own.browser.get(AUTHENTICATOR).expect(200)
  const code = codeAt(secretIn(text), own.clock.now())
  await own.browser.post(AUTHENTICATOR, { code, current: PASSWORD }).expect(200)
  await own.browser.get('/').expect(200)

  const client = own.visitor()
  await own.desk.db.write((tx) => tx.hot.update('Person', own.personId, { role: 'client' }))
  await own.desk.db.write((tx) => tx.hot.run('DELETE FROM Credential'))
  await signIn(client)
  expect((await client.get('/me').expect(200)).status).toBe(200)
})

it('is of no use with a database that was taken elsewhere', async () => {
  const own = await withApp()
  const taken = { ...own.desk, config: { ...own.desk.config, secret: 'another secret, also long enough for it' } }
  const { useCode } = await import('#features/factors/proof/service.ts')
  const person = { personId: own.personId, name: 'Troy Pound' }
  expect(await useCode(taken, person, { typed: own.code(), address: '' })).toBe(false)
  expect(await useCode(own.desk, person, { typed: own.code(), address: '' })).toBe(true)
  own.clock.pass(DAY)
})
