import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { addPerson, openHouse, PASSWORD, type House } from '../support/house.ts'

function rows({ desk }: House): number {
  const sessions = new Sqlite(desk.config.sessionsFile, { readonly: true })
  try {
    return sessions.prepare<[], { n: number }>('SELECT count(*) AS n FROM sessions').get()?.n ?? -1
  } finally {
    sessions.close()
  }
}

const tokenOf = (html: string) => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''

it('keeps no session of strangers, however often they come', async () => {
  const house = await openHouse({ preset: 'team' })
  for (const path of ['/sign-in', '/', '/tickets/7', '/forgot', '/no-such-page', '/sign-in'])
    await house.visitor().get(path)
  const visitor = house.visitor()
  await visitor.post('/sign-in', { email: 'nobody@example.com', password: 'wrong', next: '' }).expect(422)
  expect(rows(house)).toBe(0)

  const email = await addPerson(house.desk, { role: 'agent', name: 'Eva' })
  await visitor.post('/sign-in', { email, password: PASSWORD, next: '' }).expect(303)
  expect(rows(house)).toBe(1)
})

it('leads to the page that was asked for after signing in, once, and never elsewhere', async () => {
  const house = await openHouse({ preset: 'team' })
  const email = await addPerson(house.desk, { role: 'agent', name: 'Eva' })
  const enter = async (asked: string) => {
    const visitor = house.visitor()
    await visitor.get(asked).expect(303)
    const { text } = await visitor.get('/sign-in').expect(200)
    const next = /name="next" value="([^"]*)"/.exec(text)?.[1] ?? ''
    const answer = await visitor.post('/sign-in', { email, password: PASSWORD, next }).expect(303)
    return { answer, visitor }
  }
  const { answer, visitor } = await enter('/tickets?sort=due')
  expect(answer.headers.location).toBe('/tickets?sort=due')
  expect(String(answer.headers['set-cookie'])).toMatch(/next=;/)
  await visitor.get('/').expect(200)

  const stranger = house.visitor()
  stranger.raw.set('Cookie', 'next=%2F%2Fevil.example')
  expect((await stranger.get('/sign-in')).text).not.toContain('evil')
})

it("takes a stranger's form only with the cookie it came with, and never from somebody signed in", async () => {
  const house = await openHouse({ preset: 'team' })
  const email = await addPerson(house.desk, { role: 'agent', name: 'Eva' })
  const fields = (token: string) => ({ _csrf: token, email, password: PASSWORD, next: '' })
  const [one, other] = [house.visitor(), house.visitor()]
  const [mine, theirs] = [tokenOf((await one.get('/sign-in')).text), tokenOf((await other.get('/sign-in')).text)]
  expect(mine).not.toBe(theirs)
  expect(tokenOf((await one.get('/sign-in')).text)).toBe(mine)

  for (const wrong of [theirs, `${mine.slice(0, -1)}!`, 'stranger.', ''])
    await one.raw.post('/sign-in').type('form').send(fields(wrong)).expect(403)
  await one.raw.post('/sign-in').type('form').send(fields(mine)).expect(303)
  await one.raw.post('/me').type('form').send({ _csrf: mine, theme: 'dark' }).expect(403)
})
