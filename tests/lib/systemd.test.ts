import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { keepWatchdog, notifier } from '#lib/systemd.ts'

function watch(alive: () => Promise<void>): { readonly pings: () => number } {
  let pings = 0
  const notify = () => Promise.resolve(void (pings += 1))
  onTestFinished(keepWatchdog({ intervalMs: 40, alive, notify }))
  return { pings: () => pings }
}

it('pings several times an interval while there is an answer', async () => {
  const { pings } = watch(() => Promise.resolve())
  await sleep(200)
  expect(pings()).toBeGreaterThan(3)
})

it('withholds the ping while the answer fails, and pings again when it comes', async () => {
  let broken = true
  const { pings } = watch(() => (broken ? Promise.reject(new Error('The disk is gone')) : Promise.resolve()))
  await sleep(100)
  expect(pings()).toBe(0)
  broken = false
  await sleep(100)
  expect(pings()).toBeGreaterThan(0)
})

it('withholds the ping, and asks no more, while there is no answer at all', async () => {
  let asked = 0
  const { pings } = watch(() => {
    asked += 1
    return new Promise(() => undefined)
  })
  await sleep(100)
  expect([asked, pings()]).toEqual([1, 0])
})

it('tells nobody without a socket, and says what went wrong without failing', async () => {
  const reasons: string[] = []
  const failed = (reason: string) => void reasons.push(reason)

  await notifier({ socket: null, pid: process.pid, failed })('READY=1')
  expect(reasons).toEqual([])
  await notifier({ socket: '/nowhere/notify', pid: process.pid, failed })('READY=1')
  expect(reasons).toHaveLength(1)
})
