import { describe, expect, it } from 'vitest'
import { relationProblem } from '#domain/relations.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { eventsOf, mainOf, openTicket, problemAt, wordsOf } from './page.ts'
import { openTown } from './town.ts'

async function openOffice() {
  const house = await openHouse({ preset: 'team' })
  const ann = await house.as('agent', 'Ann Green')
  const printer = await openTicket(ann, { title: 'Printer on fire' })
  const network = await openTicket(ann, { title: 'Network is down' })
  return { ...house, ann, printer, network }
}

const page = async (browser: Browser, id: number) => (await browser.get(`/tickets/${id}`).expect(200)).text
const related = (html: string): string =>
  wordsOf(/<section class="beside related"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '')
const undoIn = (html: string): string => /action="(\/undo\/\d+)"/.exec(html)?.[1] ?? ''
const said = (html: string): string[] => eventsOf(html).map((event) => event.replace(/ \d\d? \w+, [\d:]+$/, ''))

describe('a relation', () => {
  it('stands on both tickets, each in its own words, and can be taken back', async () => {
    const { ann, printer, network } = await openOffice()
    await ann.post(`/tickets/${printer}/relations`, { kind: 'blocks:to', other: `#${network}` }).expect(303)

    const one = await page(ann, printer)
    expect(related(one)).toContain(`Blocked by still open ${network} Network is down`)
    expect(said(one)).toContain(`Ann Green noted that it is blocked by ${network}`)
    const other = await page(ann, network)
    expect(related(other)).toContain(`Blocks ${printer} Printer on fire`)
    expect(said(other)).toContain(`Ann Green noted that it blocks ${printer}`)

    await ann.post(undoIn(one)).expect(303)

    expect(related(await page(ann, printer))).not.toContain('Blocked by')
    expect(said(await page(ann, network))).toContain(`Ann Green took back that it blocks ${printer}`)
  })

  it.each([
    ['an address', (id: number) => `https://desk.example.com/tickets/${id}?x=1#update-3`],
    ['a bare number', (id: number) => String(id)],
    ['words of the title', () => 'network down'],
  ])('is made by %s', async (_what, text) => {
    const { ann, printer, network } = await openOffice()
    await ann.post(`/tickets/${printer}/relations`, { kind: 'caused_by', other: text(network) }).expect(303)
    expect(related(await page(ann, printer))).toContain('Caused by')
    expect(related(await page(ann, network))).toContain(`Caused ${printer} `)
  })

  it('waits behind a number where there are many, but says that one is still in the way', async () => {
    const { ann, printer, network } = await openOffice()
    await ann.post(`/tickets/${printer}/relations`, { kind: 'blocks:to', other: `#${network}` }).expect(303)
    const relate = async (title: string) => {
      const other = await openTicket(ann, { title })
      await ann.post(`/tickets/${printer}/relations`, { kind: 'follows', other: `#${other}` }).expect(303)
      return page(ann, printer)
    }
    await relate('Two')
    expect(await relate('Three')).not.toContain('id="related-all"')
    const four = await relate('Four')
    expect(related(four)).toContain('Related tickets 4 Show them still open')
    expect(four).toMatch(/<details class="related__all" id="related-all">/)
    expect(related(four)).toContain('Network is down')
  })

  it('asks back where words mean several tickets', async () => {
    const { ann, printer } = await openOffice()
    await openTicket(ann, { title: 'Network is slow' })
    const { text } = await ann.post(`/tickets/${printer}/relations`, { kind: 'follows', other: 'network' }).expect(200)
    expect(mainOf(text)).toContain('Network is slow')
    expect(mainOf(text)).toContain('Network is down')
    expect(related(await page(ann, printer))).not.toContain('Follows')
  })

  it('is removed, kept as history, and comes back by undo', async () => {
    const { ann, printer, network, desk } = await openOffice()
    await ann.post(`/tickets/${printer}/relations`, { kind: 'follows', other: String(network) }).expect(303)
    const removal = /action="(\/tickets\/\d+\/relations\/\d+\/removal)"/.exec(await page(ann, network))?.[1] ?? ''
    await ann.post(removal).expect(303)
    expect(desk.db.sql.get('SELECT undoneAt IS NOT NULL AS ended FROM Relation')).toEqual({ ended: 1 })

    await ann.post(undoIn(await page(ann, network))).expect(303)

    expect(related(await page(ann, printer))).toContain('Follows')
  })

  it('is refused in words where it makes no sense, and what was typed stays', async () => {
    const { ann, printer, network } = await openOffice()
    const third = await openTicket(ann, { title: 'Router' })
    const relate = (id: number, kind: string, other: string) => ann.post(`/tickets/${id}/relations`, { kind, other })
    const refused = async (id: number, kind: string, other: string) =>
      problemAt((await relate(id, kind, other).expect(422)).text, 'other')
    await relate(printer, 'blocks', String(network)).expect(303)
    await relate(network, 'blocks', String(third)).expect(303)

    expect(await refused(printer, 'blocks', String(printer))).toContain('to itself')
    expect(await refused(printer, 'blocks', String(network))).toContain('already')
    expect(await refused(network, 'blocks', String(printer))).toContain('cannot block each other')
    expect(await refused(third, 'blocks', String(printer))).toContain('circle')
    expect(await refused(printer, 'blocks', '4711')).toContain('no ticket')
    expect((await relate(printer, 'blocks', 'nonsense word').expect(422)).text).toContain('value="nonsense word"')
    expect(problemAt((await relate(printer, 'eats', '2').expect(422)).text, 'kind')).toContain('Choose')
  })

  it('warns, and does not refuse, when what is blocked is resolved', async () => {
    const { ann, printer, network } = await openOffice()
    await ann.post(`/tickets/${printer}/pick-up`).expect(303)
    await ann.post(`/tickets/${printer}/relations`, { kind: 'blocks:to', other: String(network) }).expect(303)
    await page(ann, printer)
    await ann.post(`/tickets/${printer}/status`, { to: 'resolved' }).expect(303)
    expect(await page(ann, printer)).toContain(`Mind that it was blocked by ${network}, which is still open.`)
  })

  it('is unknown to who does not see the other ticket', async () => {
    const { admin, agents, carla, tickets } = await openTown()
    await admin
      .post(`/tickets/${tickets.internal}/relations`, { kind: 'caused_by', other: String(tickets.fred) })
      .expect(303)
    const seen = await page(agents.harbour, tickets.internal)
    expect(related(seen)).toContain('Related tickets')
    expect(related(seen)).not.toContain('Caused by')
    expect(said(seen)).toEqual(['Adam Admin opened this ticket'])
    expect(said(await page(agents.everywhere, tickets.internal)).at(-1)).toContain('is caused by')
    // Nor can it be made with what is not seen.
    const { text } = await agents.harbour
      .post(`/tickets/${tickets.internal}/relations`, { kind: 'blocks', other: String(tickets.fred) })
      .expect(422)
    expect(problemAt(text, 'other')).toContain('no ticket')
    await carla.post(`/tickets/${tickets.carla}/relations`, { kind: 'blocks', other: '1' }).expect(403)
  })

  it('tells a client of a ticket of their own that theirs is a duplicate of, and of nothing else', async () => {
    const { admin, carla, tickets } = await openTown()
    const answer = await carla.post('/tickets', { title: 'Again of Carla', description: 'Words.' }).expect(303)
    const again = Number(String(answer.headers.location).split('/').at(-1))
    await admin.post(`/tickets/${again}/relations`, { kind: 'duplicate_of', other: String(tickets.carla) }).expect(303)
    await admin.post(`/tickets/${again}/relations`, { kind: 'blocks', other: String(tickets.fred) }).expect(303)
    await admin
      .post(`/tickets/${again}/relations`, { kind: 'duplicate_of', other: String(tickets.internal) })
      .expect(303)

    const text = mainOf(await page(carla, again))
    expect(text).toContain(`This is the same matter as`)
    expect(text).toContain('Of Carla')
    expect(text).not.toMatch(/Fred|Internal|locks/)
  })
})

describe('what makes sense', () => {
  it.each([
    [{ fromId: 1, toId: 1 }, [], 'itself'],
    [{ fromId: 1, toId: 2 }, [[1, 2]], 'already'],
    [{ fromId: 1, toId: 2 }, [[2, 1]], 'each other'],
    [
      { fromId: 1, toId: 2 },
      [
        [2, 3],
        [3, 4],
        [4, 1],
      ],
      'circle',
    ],
    [
      { fromId: 1, toId: 2 },
      [
        [1, 3],
        [3, 2],
      ],
      null,
    ],
    [
      { fromId: 1, toId: 2 },
      [
        [2, 3],
        [3, 2],
      ],
      null,
    ],
  ] as const)('%j among %j: %s', (pair, known, wanted) => {
    const problem = relationProblem(
      pair,
      'blocks',
      known.map(([fromId, toId]) => ({ fromId, toId })),
    )
    if (wanted === null) expect(problem).toBeNull()
    else expect(problem).toContain(wanted)
  })
})
