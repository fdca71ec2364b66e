import { setTimeout as sleep } from 'node:timers/promises'
import { openClient } from './client.mjs'
import { cpuMsOf, memoryMbOf } from './process.mjs'

const PAUSE_MS = 2
const LOOK_MS = 20

/** The longest that a page took while something else went on, in ms. */
export async function waits(origin, work, path = '/tickets') {
  const watcher = openClient(origin)
  await watcher.signOn()
  const times = []
  let over = false
  const watching = (async () => {
    while (!over) {
      const begun = performance.now()
      await watcher.get(path)
      times.push(performance.now() - begun)
      await sleep(PAUSE_MS)
    }
  })()
  try {
    await work()
  } finally {
    over = true
    await watching
    watcher.close()
  }
  return { longest: Math.max(...times), pages: times.length }
}

/** What some work costs the server: ms, CPU in ms, and how far its memory rose meanwhile in MB. */
export async function costOf({ pid }, work) {
  const [cpu, memory, begun] = [cpuMsOf(pid), memoryMbOf(pid), performance.now()]
  let highest = memory
  let over = false
  const looking = (async () => {
    while (!over) {
      highest = Math.max(highest, memoryMbOf(pid))
      await sleep(LOOK_MS)
    }
  })()
  try {
    const result = await work()
    return { result, ms: performance.now() - begun, cpu: cpuMsOf(pid) - cpu, rise: highest - memory }
  } finally {
    over = true
    await looking
  }
}
