import { describe, expect, it } from 'vitest'
import { gathered } from '#domain/action-entries.ts'
import { MINUTE } from '../support/clock.ts'
import { openHouse } from '../support/house.ts'
import { eventsOf, mainOf, openTicket, problemAt, wordsOf } from './page.ts'

async function desk() {
  const house = await openHouse({ preset: 'team' })
  const [agent, client] = [await house.as('agent', 'Ann Agent'), await house.as('client', 'Carla Client')]
  const id = await openTicket(client)
  const at = `/tickets/${id}`
  const page = async () => (await agent.get(at).expect(200)).text
  return {
    ...house,
    agent,
    client,
    id,
    at,
    page,
    add: (items: string) => agent.post(`${at}/actions`, { items }).expect(303),
  }
}

const itemsOf = (html: string) =>
  [...html.matchAll(/<p class="action__what">([\s\S]*?)<\/p>/g)].map(([, item = '']) => wordsOf(item))
const undoIn = (html: string) => /action="(\/undo\/\d+)"/.exec(html)?.[1] ?? ''

describe('the list of actions on a ticket', () => {
  it('takes a pasted list, and says how far it is', async () => {
    const { add, page, agent, at } = await desk()
    await add('1. Order\n2. [ ] Unpack\n\n- Hand over')
    expect(itemsOf(await page())).toEqual(['Order', 'Unpack', 'Hand over'])
    await agent.post(`${at}/actions/2/tick`, { done: '1' }).expect(303)
    const text = mainOf(await page())
    expect(text).toContain('1 of 3 done')
    expect(text).toContain('Unpack done 21 Nov, 10:00')
  })

  it('tells of ticks in one entry, and of none that was taken back', async () => {
    const { add, page, agent, at, clock } = await desk()
    await add('Order\nUnpack')
    clock.pass(11 * MINUTE)
    for (const [id, done] of [
      [1, '1'],
      [2, '1'],
      [1, '0'],
    ] as const)
      await agent.post(`${at}/actions/${id}/tick`, { done })
    await agent.post(`${at}/actions/2/tick`, { done: '1' }).expect(303)
    const told = eventsOf(await page()).map((event) => event.replace(/ 21 Nov.*$/, ''))
    expect(told).toEqual([
      'Carla Client opened this ticket',
      'Ann Agent added 2 action items',
      'Ann Agent ticked off Unpack',
    ])
    await agent.post(`${at}/updates`, { kind: 'note', body: 'Something in between.' }).expect(303)
    await agent.post(`${at}/actions/1/tick`, { done: '1' }).expect(303)
    expect(eventsOf(await page()).at(-1)).toMatch(/^Ann Agent ticked off Order/)
    await agent.post(`${at}/actions/1/tick`, { done: '0' }).expect(303)
    expect(eventsOf(await page())).toHaveLength(4)
  })

  it('lets an item be changed, given to somebody, and says what is overdue', async () => {
    const { add, page, agent, at, clock } = await desk()
    await add('Order')
    const ann = /<option value="(\d+)" >Ann Agent/.exec(await page())?.[1] ?? ''
    await agent.post(`${at}/actions/1`, { text: 'Order two', assignee: ann, dueAt: '2026-11-21T10:30' }).expect(303)
    expect(itemsOf(await page())).toEqual(['Order two Ann Agent due 21 Nov, 10:30'])
    expect(eventsOf(await page()).at(-1)).toMatch(
      /renamed action Order to Order two , gave action Order two to Ann Agent and changed when action Order two is due/,
    )
    clock.pass(31 * MINUTE)
    expect(itemsOf(await page())).toEqual(['Order two Ann Agent Overdue due 21 Nov, 10:30'])
  })

  it('keeps what was typed when it is refused', async () => {
    const { add, agent, at } = await desk()
    await add('Order')
    const wrong = (await agent.post(`${at}/actions/1`, { text: '', assignee: '', dueAt: 'soon' }).expect(422)).text
    expect(problemAt(wrong, 'action-1-what')).toBe('Write what is to be done.')
    expect(problemAt(wrong, 'action-1-due')).toBe('Write the date as 2026-11-21 17:00.')
    expect(wrong).toContain('value="soon"')
    const long = (await agent.post(`${at}/actions`, { items: `Fine\n${'x'.repeat(301)}` }).expect(422)).text
    expect(problemAt(long, 'items')).toContain('Keep each item to 300 characters')
    expect(long).toContain('xxx</textarea>')
    expect(itemsOf(long)).toEqual(['Order'])
    await agent.post(`${at}/actions/1`, { text: 'x', assignee: '4', dueAt: '' }).expect(422)
  })

  it.each([
    ['3', 'up', ['a', 'c', 'b']],
    ['1', 'down', ['b', 'a', 'c']],
    ['1', 'up', ['a', 'b', 'c']],
    ['1', '3', ['b', 'c', 'a']],
    ['2', '99', ['a', 'c', 'b']],
  ])('moves item %s %s', async (item, to, order) => {
    const { add, page, agent, at } = await desk()
    await add('a\nb\nc')
    await agent.post(`${at}/actions/${item}/move`, { to }).expect(303)
    expect(itemsOf(await page())).toEqual(order)
  })

  it('gives a removed item back where it was', async () => {
    const { add, page, agent, at } = await desk()
    await add('a\nb\nc')
    await agent.post(`${at}/actions/2/removal`).expect(303)
    const html = await page()
    expect(itemsOf(html)).toEqual(['a', 'c'])
    await agent.post(undoIn(html), { next: at }).expect(303)
    expect(itemsOf(await page())).toEqual(['a', 'b', 'c'])
  })

  it('warns when a ticket is resolved with open items, and does not stand in the way', async () => {
    const { add, page, agent, at } = await desk()
    await add('Order\nUnpack')
    await agent.post(`${at}/pick-up`).expect(303)
    await agent.post(`${at}/actions/1/tick`, { done: '1' }).expect(303)
    await agent.post(`${at}/status`, { to: 'resolved' }).expect(303)
    const html = await page()
    expect(wordsOf(html)).toContain('“Unpack” of its action list is still open.')
    expect(mainOf(html)).toContain('Resolved')
  })

  it('is nothing clients hear of', async () => {
    const { add, client, agent, at } = await desk()
    await add('Secret step')
    await agent.post(`${at}/actions/1/tick`, { done: '1' }).expect(303)
    const text = mainOf((await client.get(at).expect(200)).text)
    expect(text).toContain('Printer on fire')
    expect(text).not.toMatch(/Secret step|action|of 1 done/)
    await client.post(`${at}/actions`, { items: 'x' }).expect(403)
  })

  it('belongs to its ticket alone', async () => {
    const { add, agent, client } = await desk()
    await add('Order')
    const other = await openTicket(client)
    await agent.post(`/tickets/${other}/actions/1/tick`, { done: '1' }).expect(404)
    await agent.post(`/tickets/${other}/actions/1/removal`).expect(404)
  })
})

it('an entry forgets what cancels out, and nothing else', () => {
  const done = (to: string | null, from: string | null = null) => ({ field: 'actionDone', from, to })
  expect(gathered([done('a'), done('b')], [done(null, 'a')])).toEqual([done('b')])
  expect(gathered([done('a')], [done('a')])).toEqual([done('a'), done('a')])
  expect(gathered([{ field: 'action', from: 'a', to: 'b' }], [{ field: 'action', from: 'b', to: 'a' }])).toHaveLength(2)
})
