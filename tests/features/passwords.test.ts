import { expect, it } from 'vitest'
import { makeOneTimeLink } from '#features/passwords/service.ts'
import { ADMIN, audited, enter, signIn, withAgent, type Own } from '../support/account.ts'
import { DAY, MINUTE } from '../support/clock.ts'
import { openHouse, PASSWORD } from '../support/house.ts'
import { formOf, mainOf, problemAt } from './page.ts'

const NEW = 'the crane by the harbour is blue'

const linkFor = async ({ desk, personId }: Own, purpose: 'invite' | 'reset' = 'reset') => {
  const { url, expiresAt } = await makeOneTimeLink(desk, ADMIN, { personId, purpose })
  return { url, expiresAt, path: new URL(url).pathname, token: url.split('/').at(-1) ?? '' }
}

it('makes links with the configured address, whatever Host a request names', async () => {
  const own = await withAgent({
    config: { server: { base_url: 'https://help.example.com/', hosts: ['evil.example'] } },
  })
  await own.visitor().raw.get('/sign-in').set('Host', 'evil.example').expect(200)

  expect((await linkFor(own)).url).toMatch(/^https:\/\/help\.example\.com\/reset\/[\w-]{43}$/)
})

it('makes links with the address it listens on where none is configured', async () => {
  const own = await withAgent({ config: { server: { host: '127.0.0.1', port: 5055 } } })
  expect((await linkFor(own)).url).toMatch(/^http:\/\/127\.0\.0\.1:5055\/reset\//)
})

it('keeps only a hash of a link, and no secret in the audit log', async () => {
  const own = await withAgent()
  const { token } = await linkFor(own)

  const [row] = await own.desk.db.read.oneTimeToken.findMany()
  expect(row?.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(row?.hash).not.toContain(token)
  expect(audited(own.desk, 'password.reset')).toEqual([
    expect.objectContaining({ subject: `Person ${own.personId}, Troy Pound` }),
  ])
  expect(JSON.stringify(audited(own.desk))).not.toContain(token)
})

it('sets a password by a link: once, without signing in, and ends every session', async () => {
  const own = await withAgent()
  await enter(own)
  const { path } = await linkFor(own)
  const other = own.visitor()

  const page = await other.get(path).expect(200)
  expect(page.headers['referrer-policy']).toBe('strict-origin')
  expect(page.headers['cache-control']).toBe('no-store')
  expect(formOf(page.text, path)).toMatchObject({ username: own.email })
  await other.get(path).expect(200)
  const done = await other.post(path, { username: own.email, password: NEW }).expect(303)

  expect(done.headers.location).toBe('/sign-in')
  await other.get('/').expect(303)
  await own.browser.get('/').expect(303)
  await other.get(path).expect(404)
  await other.post(path, { password: `${NEW} again` }).expect(404)
  expect((await signIn(other)).status).toBe(422)
  expect((await signIn(other, { password: NEW })).status).toBe(303)
})

it('uses a link once, however many try at the same time', async () => {
  const own = await withAgent()
  const { path } = await linkFor(own)
  const browsers = [own.visitor(), own.visitor(), own.visitor()]
  for (const browser of browsers) await browser.get(path)

  const answers = await Promise.all(browsers.map((browser, at) => browser.post(path, { password: `${NEW} ${at}` })))

  expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404])
})

it('does not let in whose old password was being checked when a new one was set', async () => {
  const own = await withAgent()
  const { path } = await linkFor(own)
  const [owner, thief] = [own.visitor(), own.visitor()]
  await owner.get(path)
  await thief.get('/sign-in')

  // The hashes of both are under way together: whichever is first, the thief is out in the end.
  await Promise.all([
    owner.post(path, { password: NEW }),
    thief.post('/sign-in', { email: own.email, password: PASSWORD, next: '' }),
  ])

  await thief.get('/').expect(303)
})

it('says why a password will not do, and leaves the link open', async () => {
  const own = await withAgent()
  const { path } = await linkFor(own)
  const browser = own.visitor()
  await browser.get(path)

  const { text, headers } = await browser.post(path, { password: 'Troy Pound Troy Pound' }).expect(422)

  expect(problemAt(text, 'password')).toContain('what everybody tries first')
  expect(text).not.toContain('Troy Pound Troy Pound')
  expect(headers['referrer-policy']).toBe('strict-origin')
  await browser.post(path, { password: NEW }).expect(303)
})

it.each([
  ['reset', 60 * MINUTE],
  ['invite', 7 * DAY],
] as const)('lets a link for a %s stand for its time and not longer', async (purpose, lifetime) => {
  const own = await withAgent()
  const { path, expiresAt } = await linkFor(own, purpose)
  expect(expiresAt).toBe(own.clock.now() + lifetime)

  own.clock.pass(lifetime - 1)
  const { text } = await own.visitor().get(path).expect(200)
  expect(mainOf(text)).toContain(purpose === 'invite' ? 'Welcome, Troy Pound' : 'A new password for Troy Pound')
  own.clock.pass(1)
  expect(mainOf((await own.visitor().get(path).expect(404)).text)).toContain('does not work any more')
})

it('voids the earlier links of a purpose when a new one is made', async () => {
  const own = await withAgent()
  const [first, invitation] = [await linkFor(own), await linkFor(own, 'invite')]
  const second = await linkFor(own)

  await own.visitor().get(first.path).expect(404)
  await own.visitor().get(invitation.path).expect(200)
  await own.visitor().get(second.path).expect(200)
})

it.each(['x', 'x'.repeat(5000), '%00', "' OR 1=1 --", '..%2f..%2fetc'])('takes no made-up link: %s', async (token) => {
  const { visitor } = await withAgent()
  await visitor()
    .get(`/reset/${encodeURI(token)}`)
    .expect(404)
})

it('makes no link for whoever is deactivated or has no mail address', async () => {
  const own = await withAgent()
  const { personId, desk } = own
  const { path } = await linkFor(own)
  await desk.db.write((tx) => tx.hot.update('Person', personId, { active: false }))

  await expect(linkFor(own)).rejects.toThrow('deactivated')
  await own.visitor().get(path).expect(404)
  await desk.db.write((tx) => tx.hot.update('Person', personId, { active: true, email: null, emailKey: null }))
  await expect(linkFor(own)).rejects.toThrow('mail address')
  await expect(makeOneTimeLink(desk, ADMIN, { personId: 999, purpose: 'reset' })).rejects.toThrow('could not find')
})

it('tells everybody the same who forgot a password', async () => {
  const { visitor } = await withAgent()
  const { text } = await visitor().get('/forgot').expect(200)
  expect(mainOf(text)).toContain('Ask an admin of this helpdesk for a link')
  expect(text).not.toContain('name="email"')
})

it('changes the own password: asks for the present one, renews the session and ends the others', async () => {
  const own = await withAgent()
  const elsewhere = own.visitor()
  const { path } = await linkFor(own)
  await signIn(elsewhere)
  await elsewhere.get('/').expect(200)
  await enter(own)
  await own.browser.get('/me/password').expect(200)

  const wrong = await own.browser.post('/me/password', { current: 'guess', password: NEW }).expect(422)
  expect(problemAt(wrong.text, 'current')).toBe('This is not your present password.')
  expect(formOf(wrong.text, '/me/password')).toMatchObject({ current: '', password: '' })
  const same = await own.browser.post('/me/password', { current: PASSWORD, password: PASSWORD }).expect(422)
  expect(problemAt(same.text, 'password')).toBe('This is the one you have. Choose another.')
  const done = await own.browser.post('/me/password', { current: PASSWORD, password: NEW }).expect(303)

  expect(String(done.headers['set-cookie'])).toMatch(/sid=/)
  expect((await own.browser.get('/me/security').expect(200)).text).toContain('signed out everywhere else')
  await elsewhere.get('/').expect(303)
  await elsewhere.get(path).expect(404)
  expect(audited(own.desk, 'password.changed')).toHaveLength(1)
  expect((await signIn(own.visitor(), { password: NEW })).status).toBe(303)
})

it('slows down whoever guesses at the present password of an open session', async () => {
  const own = await withAgent()
  await enter(own)
  for (let tries = 0; tries < 5; tries += 1)
    await own.browser.post('/me/password', { current: 'guess', password: NEW }).expect(422)

  const { text } = await own.browser.post('/me/password', { current: PASSWORD, password: NEW }).expect(422)
  expect(problemAt(text, 'current')).toContain('wrong too often')
  own.clock.pass(MINUTE)
  await own.browser.post('/me/password', { current: PASSWORD, password: NEW }).expect(303)
})

it('leads whoever has a password of somebody else to a new one, and carries out nothing before', async () => {
  const own = await withAgent()
  await own.desk.db.write((tx) => tx.hot.update('Person', own.personId, { mustChangePassword: true }))
  await signIn(own.browser)

  for (const page of ['/', '/tickets', '/me', '/me/security', '/live'])
    expect((await own.browser.get(page).expect(303)).headers.location).toBe('/me/password')
  const { text } = await own.browser.get('/me/password').expect(200)
  expect(mainOf(text)).toContain('Choose your own password')
  expect(text).not.toContain('href="/tickets"')
  await own.browser.post('/tickets', { title: 'x', description: 'y' }).expect(403)
  await own.browser.post('/me/password', { current: PASSWORD, password: NEW }).expect(303)
  await own.browser.get('/tickets').expect(200)
})

it('lets them sign out instead', async () => {
  const own = await withAgent()
  await own.desk.db.write((tx) => tx.hot.update('Person', own.personId, { mustChangePassword: true }))
  await signIn(own.browser)
  await own.browser.get('/me/password').expect(200)
  await own.browser.post('/sign-out').expect(303)
  await own.browser.get('/me/password').expect(303)
})

it('gives no password to an account without one, such as one that signs in elsewhere', async () => {
  const own = await withAgent()
  await enter(own)
  await own.desk.db.write((tx) => tx.hot.update('Person', own.personId, { passwordHash: null }))

  const { text } = await own.browser.get('/me/password').expect(200)
  expect(mainOf(text)).toContain('An admin can make a link')
  await own.browser.post('/me/password', { current: 'x', password: NEW }).expect(422)
  expect((await own.desk.db.read.person.findUniqueOrThrow({ where: { id: own.personId } })).passwordHash).toBeNull()
})

it('has none of these pages where nobody signs in', async () => {
  const { visitor } = await openHouse()
  for (const page of ['/me/password', '/me/security', '/me/security/authenticator', '/forgot'])
    await visitor().get(page).expect(404)
  for (const door of ['/me/password', '/me/sessions/revocation', '/sign-in/code', '/sign-in/passkey/options'])
    await visitor().post(door).expect(404)
  expect((await visitor().get('/me').expect(200)).text).not.toContain('/me/security')
})
