import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { serialQueue } from '#db/queue.ts'

it('lets one piece of work run at a time, in the order in which they came', async () => {
  const queued = serialQueue(10)
  const told: string[] = []
  const work = (name: string, ms: number) =>
    queued(async () => {
      told.push(`${name} begins`)
      await sleep(ms)
      told.push(`${name} ends`)
    })

  await Promise.all([work('slow', 20), work('quick', 0), work('third', 5)])

  expect(told).toEqual(['slow begins', 'slow ends', 'quick begins', 'quick ends', 'third begins', 'third ends'])
})

it('goes on after work that failed, whichever way it failed', async () => {
  const queued = serialQueue(10)
  const failing = [
    queued(() => Promise.reject(new Error('later'))),
    queued(() => {
      throw new Error('at once')
    }),
  ]

  expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await queued(() => Promise.resolve('well'))).toBe('well')
})

it('refuses in words when too much waits, and takes work again afterwards', async () => {
  const queued = serialQueue(2)
  const first = [queued(() => sleep(10)), queued(() => sleep(0))]

  await expect(queued(() => sleep(0))).rejects.toMatchObject({
    kind: 'unavailable',
    message: 'Too much is being saved at once. Try again in a moment.',
  })
  await Promise.all(first)
  expect(await queued(() => Promise.resolve(1))).toBe(1)
})
