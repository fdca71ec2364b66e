import { expect, it } from 'vitest'
import { HOUR, MINUTE } from '../support/clock.ts'
import { addPerson, PASSWORD } from '../support/house.ts'
import { formOf, mainOf, problemAt } from './page.ts'
import { door, MAIL, sidOf, signIn } from './session-door.ts'

it('leads to the page that was asked for before', async () => {
  const { browser } = await door()
  const asked = await browser.get('/tickets?sort=due').expect(303)
  expect(asked.headers.location).toBe('/sign-in')
  const next = /name="next" value="([^"]*)"/.exec((await browser.get('/sign-in')).text)?.[1] ?? ''

  const answer = await signIn(browser, { next: next.replaceAll('&amp;', '&') }).expect(303)

  expect(answer.headers.location).toBe('/tickets?sort=due')
  expect(mainOf((await browser.get('/tickets')).text)).toContain('Tickets')
})

it.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/ /evil',
  'evil',
  '',
  '\\/\\/evil.example',
  '/%0d%0aSet-Cookie:x=1\r\nX: y',
])('never leads to %j', async (next) => {
  const { browser } = await door()

  const { headers } = await signIn(browser, { next }).expect(303)

  expect(headers.location).toBe('/')
})

it('says the same to a wrong password, an unknown mail and somebody who may not sign in', async () => {
  const { browser, desk } = await door()
  await desk.db.write((tx) =>
    tx.person.create({
      data: {
        name: 'No Password',
        nameKey: 'no password',
        email: 'none@example.com',
        emailKey: 'none@example.com',
        createdAt: new Date(0),
      },
    }),
  )
  await addPerson(desk, { role: 'agent', name: 'Gone Away' })
  await desk.db.write((tx) =>
    tx.person.update({ where: { emailKey: 'gone.away@example.com' }, data: { active: false } }),
  )

  for (const fields of [
    { password: 'wrong' },
    { email: 'nobody@example.com' },
    { email: 'none@example.com', password: 'x' },
    { email: 'gone.away@example.com' },
    { password: 'x'.repeat(1024) },
  ]) {
    const { text } = await signIn(browser, fields).expect(422)
    expect(problemAt(text, 'email')).toBe('This mail address and password do not go together.')
    expect(formOf(text, '/sign-in')).toMatchObject({ email: fields.email ?? MAIL, password: '' })
  }
  await browser.get('/').expect(303)
})

it('says what is missing', async () => {
  const { browser } = await door()
  const { text } = await signIn(browser, { email: ' ', password: '' }).expect(422)
  expect([problemAt(text, 'email'), problemAt(text, 'password')]).toEqual([
    'Enter your mail address.',
    'Enter your password.',
  ])
})

it('knows the mail in any case, and the password in its one', async () => {
  const { browser } = await door()
  await signIn(browser, { password: PASSWORD.toUpperCase() }).expect(422)
  await signIn(browser, { email: ` ${MAIL.toUpperCase()} ` }).expect(303)
})

it('slows down whoever guesses, longer each time, and nobody else', async () => {
  const { browser, clock, desk } = await door()
  await addPerson(desk, { role: 'agent', name: 'Ann Green' })
  for (let tries = 0; tries < 5; tries += 1) await signIn(browser, { password: 'guess' }).expect(422)

  expect(mainOf((await signIn(browser).expect(429)).text)).toContain('That was wrong too often. Try again in 1 second.')
  clock.pass(1000)
  await signIn(browser, { password: 'guess' }).expect(422)
  expect(mainOf((await signIn(browser).expect(429)).text)).toContain('Try again in 2 seconds.')
  await signIn(browser, { email: 'ann.green@example.com' }).expect(303)
  await browser.get('/me').expect(200)
  clock.pass(2000)
  await browser.post('/sign-out').expect(303)
  await browser.get('/sign-in')
  await signIn(browser).expect(303)
})

it('counts guesses that come all at once', async () => {
  const { browser } = await door()
  await Promise.all(Array.from({ length: 8 }, () => signIn(browser, { password: 'guess' })))

  await signIn(browser).expect(429)
})

it('renews the session when somebody signs in, and ends it when they sign out', async () => {
  const { browser, visitor } = await door()
  const planted = sidOf(await visitor().get('/sign-in')) ?? ''
  const thief = visitor()
  thief.raw.jar.setCookie(`sid=${planted}; path=/`)
  const victim = visitor()
  victim.raw.jar.setCookie(`sid=${planted}; path=/`)
  await victim.get('/sign-in').expect(200)

  const answer = await signIn(victim).expect(303)
  expect(sidOf(answer)).not.toBe(planted)
  expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Lax/)
  await thief.get('/').expect(303)

  await victim.get('/me').expect(200)
  const kept = visitor()
  kept.raw.jar.setCookie(`sid=${sidOf(answer) ?? ''}; path=/`)
  await kept.get('/').expect(200)
  await victim.post('/sign-out').expect(303)
  await kept.get('/').expect(303)
  await browser.get('/').expect(303)
})

it('ends after an hour without use or half a day, unless one stays signed in', async () => {
  const { browser, clock, visitor } = await door()
  await signIn(browser).expect(303)
  clock.pass(59 * MINUTE)
  await browser.get('/').expect(200)
  clock.pass(59 * MINUTE)
  await browser.get('/').expect(200)
  clock.pass(61 * MINUTE)
  await browser.get('/').expect(303)

  const staying = visitor()
  await staying.get('/sign-in')
  await signIn(staying, { remember: 'on' }).expect(303)
  clock.pass(29 * 24 * HOUR)
  await staying.get('/').expect(200)
  clock.pass(2 * 24 * HOUR)
  await staying.get('/').expect(303)
})

it('ends at once for whoever may no longer sign in, or was signed out everywhere', async () => {
  const { browser, desk, as } = await door()
  await signIn(browser).expect(303)
  const other = await as('agent', 'Ann Green')

  await desk.db.write((tx) => tx.person.update({ where: { emailKey: MAIL }, data: { active: false } }))
  await desk.db.write((tx) =>
    tx.person.update({ where: { emailKey: 'ann.green@example.com' }, data: { sessionEpoch: { increment: 1 } } }),
  )

  await browser.get('/').expect(303)
  await other.get('/').expect(303)
})

it('asks those who do not sign in to do so, and carries out nothing for them', async () => {
  const { browser, desk } = await door()
  for (const url of [
    '/',
    '/tickets',
    '/tickets/new',
    '/tickets/1',
    '/tickets/1/edit',
    '/attachments/1',
    '/me',
    '/keys',
    '/live',
  ])
    expect((await browser.get(url).expect(303)).headers.location).toBe('/sign-in')
  for (const url of ['/tickets', '/tickets/1/status', '/tickets/1/edit', '/tickets/1/updates', '/me'])
    await browser.post(url, { title: 'x', description: 'y' }).expect(401)
  expect(await desk.db.read.ticket.count()).toBe(0)
})

const ODD = ['', 'x'.repeat(5000), '\0', '\uD800', '{"a":1}', '[object Object]', '🦊', '\r\nSet-Cookie: x=1']

it('answers odd fields at every door of signing in in words', async () => {
  const { browser, clock } = await door()
  const troy = { email: MAIL, password: PASSWORD, next: '' }
  await browser.post('/sign-in', troy).expect(303)
  const doors = ['/me/password', '/me/security/authenticator', '/me/security/passkeys', '/me/security/recovery-codes']
  const strange = ['/sign-in', '/sign-in/code', '/sign-in/passkey', '/reset/x']
  for (const [index, url] of [...doors, ...strange, '/me/security/factors/1/removal'].entries()) {
    for (const odd of ODD) {
      await browser.get('/me/security')
      const fields = {
        current: odd,
        password: odd,
        code: odd,
        response: odd,
        email: [odd, 'x'],
        name: odd,
        'a[b]': odd,
      }
      const { status } = await browser.post(url, fields)
      expect([url, odd, [303, 404, 409, 422].includes(status)]).toEqual([url, odd, true])
    }
    clock.pass(index * MINUTE)
  }
})
