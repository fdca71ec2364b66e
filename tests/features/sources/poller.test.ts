import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { SourceAdapter } from '#features/sources/adapter.ts'
import { openAdapter } from '#features/sources/adapters.ts'
import { listenSources } from '#features/sources/listener.ts'
import { Poller } from '#features/sources/poller.ts'
import { pauseSource } from '#features/sources/service.ts'
import { openMirror, type Mirror } from './mirror-house.ts'

function begin(mirror: Mirror, open = openAdapter): Poller {
  const poller = new Poller(mirror.desk, open)
  listenSources(mirror.desk, poller)
  onTestFinished(() => poller.stop())
  return poller
}

const polls = ({ desk }: Mirror) =>
  desk.db.sql.get<{ n: number }>('SELECT count(*) AS n FROM SourcePoll WHERE finishedAt IS NOT NULL')?.n ?? 0

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 300 && !holds(); turn += 1) await sleep(10)
  expect(holds()).toBe(true)
}

it('reads at once, then when it is due or asked, and not while it is paused', async () => {
  const mirror = await openMirror()
  mirror.fake.account.add({ subject: 'First', status: 2 })
  await begin(mirror).reload()

  await until(() => polls(mirror) === 1)
  await sleep(50)
  expect(polls(mirror)).toBe(1)
  await mirror.desk.bus.emit('source.asked', { actorId: null, sourceId: mirror.sourceId })
  await until(() => polls(mirror) === 2)

  await pauseSource(mirror.desk, mirror.sourceId)
  mirror.clock.pass(3_600_000)
  await mirror.desk.bus.emit('config.changed', { actorId: null })
  await sleep(50)
  expect(polls(mirror)).toBe(2)
})

it('ends a reading that is under way when it is stopped, and leaves its mark for the next time', async () => {
  const mirror = await openMirror()
  const seen: AbortSignal[] = []
  const hanging: SourceAdapter = {
    ...openAdapter(mirror.desk, mirror.desk.config.sources[0] ?? never()),
    pull: (_cursor, signal) =>
      new Promise((_resolve, reject) => {
        seen.push(signal)
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      }),
  }
  const poller = begin(mirror, () => hanging)
  await poller.reload()
  await until(() => seen.length === 1)

  await poller.stop()

  expect(seen[0]?.aborted).toBe(true)
  expect(mirror.desk.db.sql.get('SELECT error, finishedAt IS NOT NULL AS over FROM SourcePoll')).toEqual({
    error: 'It was stopped before it was done.',
    over: 1,
  })
})

function never(): never {
  throw new Error('There is a source.')
}
