import { describe, expect, it } from 'vitest'
import { caughtUp } from '#domain/recurrence-runs.ts'
import { readSchedule, type Schedule } from '#domain/recurrence.ts'

const schedule = (text: string): Schedule => {
  const read = readSchedule(text)
  if (!read.ok) throw new Error(read.problem)
  return read.schedule
}
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 16))

describe('after a long sleep', () => {
  const at = (text: string) => Date.parse(`${text}Z`)

  it('the latest run counts, and those before it are told', () => {
    const caught = caughtUp(schedule('0 9 * * *'), {
      due: at('2026-11-16T08:00'),
      now: at('2026-11-21T09:00'),
      zone: 'Europe/Berlin',
    })
    expect({ ...caught, latest: iso(caught.latest), next: iso(caught.next) }).toEqual({
      latest: '2026-11-21T08:00',
      missed: 5,
      next: '2026-11-22T08:00',
    })
  })

  it('is quick about it on a day that changes its clocks, too', () => {
    const began = process.hrtime.bigint()
    caughtUp(schedule('* * * * *'), { due: at('2026-10-25T00:00'), now: at('2026-11-21T09:00'), zone: 'Europe/Berlin' })
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(3000)
  })

  it('stops counting at some point, but never lags behind', () => {
    const caught = caughtUp(schedule('* * * * *'), {
      due: at('2026-01-01T00:00'),
      now: at('2026-11-21T09:00'),
      zone: 'UTC',
    })
    expect([caught.missed, iso(caught.next)]).toEqual([1000, '2026-11-21T09:01'])
  })
})
