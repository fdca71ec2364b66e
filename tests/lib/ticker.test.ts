import { expect, it, vi } from 'vitest'
import { Ticker } from '#lib/ticker.ts'

it('runs at once, then with pauses, until it is stopped', async () => {
  let runs = 0
  const ticker = new Ticker(
    async () => {
      runs += 1
      await Promise.resolve()
    },
    1,
    () => undefined,
  )
  ticker.start()
  await vi.waitUntil(() => runs >= 3)
  await ticker.stop()
  const then = runs
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(runs).toBe(then)
})

it('goes on after a run that failed, and tells', async () => {
  const errors: unknown[] = []
  const ticker = new Ticker(
    () => Promise.reject(new Error('no')),
    1,
    (error) => errors.push(error),
  )
  ticker.start()
  await vi.waitUntil(() => errors.length >= 2)
  await ticker.stop()
  expect(String(errors[0])).toBe('Error: no')
})
