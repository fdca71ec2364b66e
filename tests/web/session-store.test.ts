import Sqlite from 'better-sqlite3'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openSessionStore } from '#web/session-store.ts'
import { openHouse } from '../support/house.ts'

it('keeps the ids of sessions as hashes, so that the file is worth nothing to a thief', async () => {
  const { desk, as } = await openHouse({ preset: 'team' })
  await as('admin')
  const agent = await as('agent')
  const answer = await agent.post('/sign-out').expect(303)
  await agent.get('/sign-in').expect(200)
  expect(answer.headers['clear-site-data']).toBe('"cache", "storage"')

  const file = new Sqlite(desk.config.sessionsFile, { readonly: true })
  const ids = file.prepare('SELECT sid FROM sessions').pluck().all() as string[]
  file.close()

  expect(ids.length).toBeGreaterThan(0)
  expect(ids.every((id) => /^[0-9a-f]{64}$/.test(id))).toBe(true)
})

it.each(['not json', '5', 'null', '{}', '{"cookie":5}', '[]', '{"cookie":{"expires":"never"}}'])(
  'takes a session that reads %s for none',
  async (sess) => {
    const { desk, as } = await openHouse({ preset: 'team' })
    const agent = await as('agent')
    const file = new Sqlite(desk.config.sessionsFile)
    file.prepare('UPDATE sessions SET sess = ?').run(sess)
    file.close()

    await agent.get('/').expect(303)
    await agent.get('/sign-in').expect(200)
  },
)

it('puts a damaged file aside and begins anew', async () => {
  const { home, clock, log } = await openHouse()
  log.allowErrors()
  const file = path.join(home, 'damaged.db')
  writeFileSync(file, 'garbage'.repeat(2000))

  const { close } = openSessionStore(file, { clock, log })
  close()

  const aside = readdirSync(home).find((name) => name.startsWith('damaged.db.damaged-')) ?? ''
  expect(readFileSync(path.join(home, aside), 'utf8')).toContain('garbage')
  expect(log.errors).toHaveLength(1)
})

it('does not let a request that was under way bring back a session that was ended', async () => {
  const { home, clock, log } = await openHouse()
  const { store, close } = openSessionStore(path.join(home, 'ended.db'), { clock, log })
  const data = { cookie: { originalMaxAge: 1000 }, passport: { user: 7 } } as never
  const done = (call: (callback: () => void) => void) => new Promise<void>((resolve) => call(resolve))
  await done((callback) => store.set('one', data, callback))
  await done((callback) => store.set('two', data, callback))
  expect(store.ofPerson(7)).toHaveLength(2)
  expect(store.ofPerson(8)).toHaveLength(0)

  const [ended] = store.ofPerson(7)
  store.end(ended?.id ?? '')
  for (const id of ['one', 'two']) {
    await done((callback) => store.set(id, data, callback))
    await done((callback) => store.touch?.(id, data, callback))
  }

  expect(store.ofPerson(7).map(({ id }) => id)).not.toContain(ended?.id)
  expect(store.ofPerson(7)).toHaveLength(1)
  close()
})
