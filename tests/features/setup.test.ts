import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createApp } from '#src/app.ts'
import { LiveHub } from '#features/live/hub.ts'
import { openSessionStore } from '#web/session-store.ts'
import supertest from 'supertest'
import { Browser, openHouse, PASSWORD } from '../support/house.ts'
import { formOf, mainOf, openTicket, problemAt } from './page.ts'

const TEAM = {
  preset: 'team',
  company: 'Gillis & Sons',
  name: 'Ada Lind',
  email: 'Ada@Example.com',
  password: PASSWORD,
  zone: 'Europe/Berlin',
}

it('leads everything to the first run until it is done', async () => {
  const { visitor } = await openHouse({ preset: null })

  for (const url of ['/', '/tickets', '/sign-in'])
    expect((await visitor().get(url).expect(303)).headers.location).toBe('/setup')
  expect(mainOf((await visitor().get('/setup').expect(200)).text)).toContain('Who is this helpdesk for?')
  await visitor().post('/tickets', { title: 'T', description: 'D' }).expect(503)
  await visitor().get('/healthz').expect(200)
})

it('sets a desk for one up without an account', async () => {
  const { visitor, home } = await openHouse({ preset: null })
  const browser = visitor()

  expect(
    (await browser.post('/setup', { preset: 'personal', company: '', zone: 'Asia/Tokyo' }).expect(303)).headers
      .location,
  ).toBe('/')

  expect(JSON.parse(readFileSync(path.join(home, 'config/config.json'), 'utf8'))).toMatchObject({
    preset: 'personal',
    time_zone: 'Asia/Tokyo',
  })
  await browser.get('/').expect(200)
  expect(await openTicket(browser)).toBe(1)
})

it('makes the first admin of a team, who then signs in', async () => {
  const { visitor, desk } = await openHouse({ preset: null })
  const browser = visitor()

  expect((await browser.post('/setup', TEAM).expect(303)).headers.location).toBe('/sign-in')

  expect((await browser.get('/sign-in')).text).toContain('The helpdesk is ready.')
  expect(desk.config).toMatchObject({ preset: 'team', company: 'Gillis & Sons', timeZone: 'Europe/Berlin' })
  await browser.post('/sign-in', { email: 'ada@example.com', password: PASSWORD, next: '' }).expect(303)
  expect(mainOf((await browser.get('/me').expect(200)).text)).toContain('Ada Lind')
  expect(await desk.db.read.person.findMany({ select: { name: true, role: true, passwordHash: true } })).toEqual([
    { name: 'Ada Lind', role: 'admin', passwordHash: expect.stringMatching(/^\$argon2id\$/) as string },
  ])
})

it('comes back with what was typed, but never with the password', async () => {
  const { visitor, home } = await openHouse({ preset: null })

  const { text } = await visitor()
    .post('/setup', { ...TEAM, email: 'nowhere', password: 'short', name: '' })
    .expect(422)

  expect([problemAt(text, 'name'), problemAt(text, 'email'), problemAt(text, 'password')]).toEqual([
    'Enter your name.',
    'Enter your mail address.',
    'Use at least 15 characters; a sentence is fine.',
  ])
  expect(formOf(text, '/setup')).toMatchObject({
    preset: 'team',
    company: 'Gillis & Sons',
    email: 'nowhere',
    password: '',
  })
  for (const password of ['aaaaaaaaaaaaaaaaaaaa', 'gillis & sons 1', 'x'.repeat(300)])
    await visitor()
      .post('/setup', { ...TEAM, password })
      .expect(422)
  await visitor().post('/setup', { preset: 'circus' }).expect(422)
  expect(existsSync(path.join(home, 'config/config.json'))).toBe(false)
})

it('works once', async () => {
  const { visitor, desk } = await openHouse({ preset: null })
  const browsers = await Promise.all(
    [1, 2, 3].map(async () => {
      const browser = visitor()
      await browser.get('/setup').expect(200)
      return browser
    }),
  )

  const answers = await Promise.all(
    browsers.map((browser, index) => browser.post('/setup', { ...TEAM, email: `admin${index}@example.com` })),
  )

  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409])
  expect(await desk.db.read.person.count({ where: { role: 'admin' } })).toBe(1)
  expect((await visitor().get('/setup').expect(303)).headers.location).toBe('/')
  const late = visitor()
  await late.get('/sign-in').expect(200)
  await late.post('/setup', { ...TEAM, email: 'late@example.com' }).expect(409)
  expect(await desk.db.read.person.count()).toBe(1)
})

it('keeps to the preset that was chosen already', async () => {
  const { visitor, desk } = await openHouse({ preset: 'team' })
  await desk.db.write((tx) => tx.person.updateMany({ data: { active: false } }))
  const browser = visitor()
  expect(formOf((await browser.get('/setup').expect(200)).text, '/setup').preset).toBe('team')

  await browser.post('/setup', { ...TEAM, preset: 'personal' }).expect(422)
  await browser.post('/setup', TEAM).expect(303)

  expect(await desk.db.read.person.count({ where: { role: 'admin', active: true, passwordHash: { not: null } } })).toBe(
    1,
  )
})

it('asks for the code of the console where others could reach the page', async () => {
  const { desk, clock, log } = await openHouse({ preset: null })
  const sessions = openSessionStore(path.join(desk.config.home, 'other-sessions.db'), { clock, log })
  onTestFinished(() => sessions.close())
  const browser = new Browser(
    supertest.agent(
      createApp({ desk, store: sessions.store, hub: new LiveHub(desk), setupCode: 'ABCDEFGH23', dev: false }),
    ),
  )

  for (const code of ['', 'ABCDEFGH24', 'ABCDEFGH2', 'ü'.repeat(10)]) {
    const { text } = await browser.post('/setup', { ...TEAM, code }).expect(422)
    expect(problemAt(text, 'code')).toBe('This is not the code that was printed at the console.')
  }
  await browser.post('/setup', { ...TEAM, code: ' abcdefgh23 ' }).expect(303)
})
