import { describe, expect, it } from 'vitest'
import { SourceFailure } from '#features/sources/failure.ts'
import { DAY, HOUR, MINUTE } from '../../support/clock.ts'
import { FAKE_KEY } from '../../support/freshservice.ts'
import {
  differences,
  markOf,
  never,
  openMirror,
  openStage,
  patienceWith,
  polled,
  ticketCalls,
  type Mirror,
  type Stage,
} from './freshservice-house.ts'

describe('trouble', () => {
  it.each([
    [401, 'auth', 'Freshservice does not accept the API key.', 1],
    [403, 'forbidden', 'The API key may not read this.', 1],
    [404, 'not-found', '127.0.0.1:PORT does not have this.', 1],
    [500, 'transient', 'Freshservice has trouble of its own (500).', 3],
    [502, 'transient', 'Freshservice has trouble of its own (502).', 3],
    [503, 'transient', 'Freshservice has trouble of its own (503).', 3],
    ['hang', 'transient', '127.0.0.1:PORT did not answer in time.', 3],
    ['drip', 'transient', '127.0.0.1:PORT did not answer in time.', 3],
    ['reset', 'transient', 'The connection to 127.0.0.1:PORT broke off.', 3],
    ['cut', 'transient', 'The connection to 127.0.0.1:PORT broke off.', 3],
    ['garbled', 'transient', 'Freshservice sent an answer that is cut off or garbled.', 3],
    ['empty', 'transient', 'Freshservice sent an empty answer.', 3],
    ['web-page', 'transient', '127.0.0.1:PORT answers with a web page instead of data.', 3],
    ['redirect', 'permanent', '127.0.0.1:PORT sends us on to elsewhere.freshservice.com, and we do not follow.', 1],
    [{ retryAfter: '300' }, 'rate-limited', 'The account has used up what it may ask in a minute.', 1],
  ] as const)('%j on the second page loses nothing and moves no mark', async (how, kind, message, tries) => {
    const { stage, mirror } = await polled(3, patienceWith(how))
    const { fake, clock } = stage
    const mark = markOf(mirror.cursor)
    clock.pass(HOUR)
    fake.account.addMany(120)
    const first = await stage.adapter.pull(mirror.cursor, never)
    mirror.cursor = first.cursor
    const before = ticketCalls(stage).length
    fake.fail(how, { times: 99, path: /^\/tickets$/ })

    const failure = await mirror.poll(stage.adapter)
    expect([failure?.kind, failure?.message.replace(/:\d+/, ':PORT')]).toEqual([kind, message])
    expect(ticketCalls(stage).length - before).toBe(tries)
    expect(markOf(mirror.cursor)).toBe(mark)
    expect(
      JSON.stringify([failure?.message, failure?.remedy, String(failure?.stack), String(failure?.cause)]),
    ).not.toContain(FAKE_KEY)

    for (const ticket of first.tickets) mirror.tickets.set(ticket.externalId, ticket)
    await healed(stage, mirror)
  })

  /** The trouble is over: the next poll, and the one after it, bring what is missing. */
  async function healed(stage: Stage, mirror: Mirror): Promise<void> {
    stage.fake.calm()
    stage.clock.pass(10 * MINUTE)
    expect(await mirror.poll(stage.adapter)).toBeNull()
    expect(differences(stage, mirror)).toEqual([])
  }

  it.each([
    401,
    403,
    404,
    500,
    502,
    'hang',
    'drip',
    'reset',
    'cut',
    'garbled',
    'empty',
    'web-page',
    'redirect',
  ] as const)('%j at the very first poll leaves nothing behind, and the next one brings everything', async (how) => {
    const stage = await openStage({}, patienceWith(how))
    stage.fake.account.addMany(5)
    stage.fake.fail(how, { times: 99 })
    const mirror = openMirror()
    expect(await mirror.poll(stage.adapter)).toBeInstanceOf(SourceFailure)
    expect([mirror.cursor, mirror.tickets.size]).toEqual([null, 0])
    await healed(stage, mirror)
  })

  it.each([500, 503, 'hang', 'cut', 'garbled', 'empty', 'reset'] as const)(
    '%j twice is survived within the poll',
    async (how) => {
      const stage = await openStage({}, patienceWith(how))
      stage.fake.account.addMany(5)
      stage.fake.fail(how, { times: 2, path: /^\/tickets$/ })
      const mirror = openMirror()
      expect(await mirror.poll(stage.adapter)).toBeNull()
      expect(differences(stage, mirror)).toEqual([])
      expect(stage.waits).toEqual([2_000, 6_000])
    },
  )

  it.each(['same-page', 'no-link'] as const)('%j in the middle of a walk loses nothing', async (how) => {
    const stage = await openStage({}, patienceWith(how))
    stage.fake.account.addMany(520)
    const mirror = openMirror()
    mirror.cursor = (await pullInto(stage, mirror)).cursor
    stage.fake.fail(how, { path: /^\/tickets$/ })
    expect(await mirror.poll(stage.adapter)).toBeNull()
    expect(differences(stage, mirror)).toEqual([])
  })

  async function pullInto(stage: Stage, mirror: Mirror) {
    const page = await stage.adapter.pull(mirror.cursor, never)
    for (const ticket of page.tickets) mirror.tickets.set(ticket.externalId, ticket)
    return page
  }

  it.each([
    ['two hours ahead', 2 * HOUR],
    ['two hours behind', -2 * HOUR],
    ['a week behind', -7 * DAY],
    ['a year ahead', 365 * DAY],
  ])('a server whose date is %s loses nothing', async (_what, skewMs) => {
    const stage = await openStage()
    stage.fake.set({ skewMs })
    const mirror = openMirror()
    for (let hour = 0; hour < 6; hour += 1) {
      stage.fake.account.addMany(120)
      expect(await mirror.poll(stage.adapter)).toBeNull()
      stage.clock.pass(HOUR)
    }
    expect(differences(stage, mirror)).toEqual([])
  })

  it('of our own clock, years ahead, does not hide what is there', async () => {
    const stage = await openStage()
    stage.fake.account.addMany(3)
    stage.fake.set({ skewMs: -5 * 365 * DAY })
    const mirror = openMirror()
    await mirror.poll(stage.adapter)
    expect(ticketCalls(stage).at(-1)?.query.updated_since).toMatch(/^2021/)
    expect(mirror.tickets.size).toBe(3)
  })

  it('with one ticket tells of it, brings the others, and comes back to it', async () => {
    const { stage, mirror } = await polled()
    const { fake, clock } = stage
    clock.pass(HOUR)
    const broken = fake.account.add({ status: null })
    clock.pass(HOUR)
    const good = fake.account.add()
    await mirror.poll(stage.adapter)
    expect(mirror.problems).toEqual([`Ticket ${broken.id} could not be read: status missing or not as expected.`])
    expect(mirror.tickets.has(String(good.id))).toBe(true)
    expect(markOf(mirror.cursor)).toBe(Date.parse(broken.updated_at ?? '') - 1)

    fake.account.tickets.get(broken.id)!.status = 2
    await mirror.poll(stage.adapter)
    expect(mirror.tickets.has(String(broken.id))).toBe(true)
    expect(markOf(mirror.cursor)).toBe(Date.parse(good.updated_at ?? ''))
  })
})
