import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../support/clock.ts'
import { isoOf } from '../../support/freshservice-account.ts'
import { differences, markOf, never, openMirror, openStage, polled, type Stage } from './freshservice-house.ts'

describe('while the list moves', () => {
  it.each<[string, (stage: Stage, page: number) => void]>([
    ['new tickets arrive', ({ fake }) => void fake.account.add()],
    ['many new tickets arrive', ({ fake }, page) => page === 1 && fake.account.addMany(150)],
    [
      'old tickets change',
      ({ fake, clock }, page) => {
        clock.pass(7 * MINUTE)
        const ids = [...fake.account.tickets.keys()]
        // One on a page that was read already, and one that comes later and is as new.
        for (const id of [ids.at(-page * 7), ids[page * 7]])
          fake.account.change(id ?? 0n, { subject: `changed on page ${page}` })
      },
    ],
    [
      'a ticket is deleted',
      ({ fake }, page) => {
        const id = [...fake.account.tickets.keys()].at(-page * 3) ?? 0n
        fake.account.change(id, { deleted: true })
      },
    ],
    [
      'many tickets are deleted',
      ({ fake }, page) => {
        if (page !== 2) return
        for (const id of [...fake.account.tickets.keys()].slice(-60, -20)) fake.account.destroy(id)
      },
    ],
  ])('and %s, nothing is lost', async (_what, between) => {
    const stage = await openStage()
    // Far enough apart that the overlap of the next poll brings none of them again.
    stage.fake.account.addMany(460, (index) => {
      const made = isoOf(stage.clock.now() - 2 * DAY + index * 5 * MINUTE)
      return { created_at: made, updated_at: made }
    })
    const mirror = openMirror()
    stage.fake.set({ between: (page) => between(stage, page) })
    await mirror.poll(stage.adapter)
    stage.fake.set({ between: () => undefined })
    expect(await mirror.poll(stage.adapter)).toBeNull()
    expect(differences(stage, mirror)).toEqual([])
  })

  it('and never comes to rest, the mark stays and the next poll heals it', async () => {
    const { stage, mirror } = await polled()
    const mark = markOf(mirror.cursor)
    stage.clock.pass(HOUR)
    stage.fake.account.addMany(300)
    stage.fake.set({
      between: () => {
        for (const id of [...stage.fake.account.tickets.keys()].slice(-60)) stage.fake.account.destroy(id)
        stage.fake.account.addMany(60, () => ({ created_at: '2026-01-01T00:00:00Z' }))
      },
    })
    await mirror.poll(stage.adapter)
    expect(markOf(mirror.cursor)).toBe(mark)
    expect(mirror.problems).toEqual(['The list kept changing while it was read; the next poll reads it again.'])
    stage.fake.set({ between: () => undefined })
    await mirror.poll(stage.adapter)
    expect(differences(stage, mirror)).toEqual([])
    expect(markOf(mirror.cursor)).toBeGreaterThan(mark)
  })
})

describe('the allowance', () => {
  it('is told as it was last heard', async () => {
    const { adapter, fake, clock } = await openStage()
    expect(adapter.quota()).toBeNull()
    fake.set({ perMinute: 100 })
    await adapter.pull(null, never)
    expect(adapter.quota()).toEqual({ limit: 100, remaining: 95, resetAt: clock.now() + MINUTE })
  })

  it('leaves a fifth to others, and is never used up', async () => {
    const stage = await openStage()
    stage.fake.set({ perMinute: 40 })
    stage.fake.account.addMany(1_000)
    const mirror = openMirror()
    expect(await mirror.poll(stage.adapter)).toBeNull()
    expect(mirror.tickets.size).toBe(1_000)
    expect(stage.waits.length).toBeGreaterThan(0)
    expect(Math.max(...stage.waits)).toBeLessThanOrEqual(60_000)
  })

  it.each([
    ['seconds', '17', 17_000],
    ['a date', new Date(Date.parse('2026-11-21T09:00:42Z')).toUTCString(), 42_000],
    ['nothing', null, 30_000],
    ['nonsense', 'later', 30_000],
  ])('that is used up is waited for as it says in %s', async (_what, retryAfter, waited) => {
    const { adapter, fake, waits } = await openStage()
    fake.account.add()
    fake.fail({ retryAfter }, { path: /^\/tickets$/ })
    expect((await adapter.pull(null, never)).tickets).toHaveLength(1)
    expect(waits).toEqual([waited])
  })

  it('that takes longer is left to whoever polls', async () => {
    const { adapter, fake, waits, clock } = await openStage()
    fake.set({ skewMs: -HOUR })
    fake.fail({ retryAfter: new Date(clock.now() - HOUR + 90_000).toUTCString() })
    await expect(adapter.pull(null, never)).rejects.toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 90 })
    expect(waits).toEqual([])
  })
})
