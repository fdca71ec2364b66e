import { expect, it, onTestFinished, vi } from 'vitest'
import { LiveHub } from '#features/live/hub.ts'
import { listenLive } from '#features/live/listener.ts'
import { endSessions } from '#features/session/service.ts'
import { ADMIN, audited } from '../support/account.ts'
import { PASSWORD } from '../support/house.ts'
import { mainOf } from './page.ts'
import { door, MAIL, sidOf, signIn } from './session-door.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'

it('lists where one is signed in, and ends one of them', async () => {
  const { browser, visitor, desk } = await door()
  await signIn(browser).expect(303)
  const phone = visitor()
  await phone.get('/sign-in').set('User-Agent', FIREFOX)
  const token = await phone.token()
  await phone.raw
    .post('/sign-in')
    .set('User-Agent', FIREFOX)
    .type('form')
    .send({ _csrf: token, email: MAIL, password: PASSWORD, next: '', remember: 'on' })
    .expect(303)
  await phone.get('/').expect(200)

  const { text } = await browser.get('/me/security').expect(200)
  expect(mainOf(text)).toContain('Firefox on Linux From 127.0.0.1, since')
  expect(mainOf(text)).toContain('stays signed in')
  expect(text.match(/this one/g)).toHaveLength(1)
  const action = /action="(\/me\/sessions\/[0-9a-f]{64}\/revocation)"/.exec(text)?.[1] ?? ''
  await browser.post(action).expect(303)

  await phone.get('/').expect(303)
  await browser.get('/').expect(200)
  expect(audited(desk, 'session.revoked')).toHaveLength(1)
  expect(mainOf((await browser.get('/me/security')).text)).not.toContain('Firefox')
})

it('ends nobody else’s session', async () => {
  const { browser, as, visitor } = await door()
  await signIn(browser).expect(303)
  await browser.get('/me').expect(200)
  const ann = await as('agent', 'Ann Green')
  const annToo = visitor()
  await annToo.get('/sign-in')
  await signIn(annToo, { email: 'ann.green@example.com' }).expect(303)
  const { text } = await ann.get('/me/security').expect(200)
  const action = /action="(\/me\/sessions\/[0-9a-f]{64}\/revocation)"/.exec(text)?.[1] ?? ''

  await browser.post(action).expect(404)
  await annToo.get('/').expect(200)
  await ann.post(action).expect(303)
  await annToo.get('/').expect(303)
})

it('signs out everywhere else, and stays here under a new id', async () => {
  const { browser, visitor } = await door()
  await signIn(browser).expect(303)
  await browser.get('/me').expect(200)
  const other = visitor()
  await other.get('/sign-in')
  await signIn(other).expect(303)

  const answer = await browser.post('/me/sessions/revocation').expect(303)

  expect(sidOf(answer)).toBeDefined()
  await browser.get('/').expect(200)
  await other.get('/').expect(303)
})

it('ends every session of a person when an admin says so, with the streams of their pages', async () => {
  const { browser, desk } = await door()
  const hub = new LiveHub(desk)
  listenLive(desk, hub)
  await signIn(browser).expect(303)
  const said: string[] = []
  const stream = { send: () => undefined, close: () => void said.push('closed') }
  const actor = { personId: 2, name: 'Troy Pound', role: 'agent', zone: 'UTC', sees: 'all', sites: null } as const
  hub.add({ stream, actor, session: 'a' })
  hub.add({ stream: { ...stream, close: () => void said.push('wrong one') }, actor: { ...actor, personId: 1 } })

  await endSessions(desk, ADMIN, 2)

  await browser.get('/').expect(303)
  expect(said).toEqual(['closed'])
})

it('ends a stream whose session is over by time, at the next beat', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { desk } = await door()
  const hub = new LiveHub(desk)
  const said: string[] = []
  const actor = { personId: 2, name: 'Troy Pound', role: 'agent', zone: 'UTC', sees: 'all', sites: null } as const
  const streamOf = (name: string) => ({
    send: (event: string) => void said.push(`${name} ${event}`),
    close: () => void said.push(`${name} closed`),
  })
  hub.start()
  hub.add({ stream: streamOf('open'), actor, over: () => false })
  hub.add({ stream: streamOf('ended'), actor, over: () => true })
  vi.advanceTimersByTime(25_000)
  hub.stop()

  expect(said).toEqual(['open hello', 'ended hello', 'open beat', 'ended closed', 'open closed'])
})
