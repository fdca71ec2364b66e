import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { checkAlive } from '#features/health/service.ts'
import type { Desk } from '#src/desk.ts'
import { openHouse } from '../support/house.ts'

it('answers whoever watches it, before anything is set up and under any name', async () => {
  const { visitor } = await openHouse({ preset: null })

  expect((await visitor().raw.get('/healthz').set('Host', 'monitor.example').expect(200)).text).toBe('ok\n')
  expect((await visitor().get('/readyz').expect(200)).text).toBe('ready\n')
})

it('is alive once what waits to be written is written', async () => {
  const { desk } = await openHouse()
  let finish = (): void => undefined
  const written = desk.db.write(() => new Promise<void>((resolve) => (finish = resolve)))
  let alive = false
  const asked = checkAlive(desk).then(() => (alive = true))
  await sleep(50)
  expect(alive).toBe(false)

  finish()
  await Promise.all([written, asked])
  expect(alive).toBe(true)
})

it('is not alive when the database cannot be read', async () => {
  const { desk } = await openHouse()
  const broken = { ...desk, db: { ...desk.db, sql: { version: () => fail() } } } as unknown as Desk
  const fail = () => {
    throw new Error('disk I/O error')
  }
  await expect(checkAlive(broken)).rejects.toThrow('disk I/O error')
})
