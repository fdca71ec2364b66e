import { expect, it } from 'vitest'
import { DAY, HOUR } from '../support/clock.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { mainOf, openTicket, rowOf, rowsOf, wordsOf } from './page.ts'

const LONG = { access: { sign_in: true, session_hours: 8760, idle_minutes: 525_600 } }

/** The sections of the board: title with count, and the tickets in their order. */
function sectionsOf(html: string): Record<string, number[]> {
  const sections = [...html.matchAll(/<section class="section" id="section-[\s\S]*?<\/section>/g)].map(([text]) => text)
  return Object.fromEntries(sections.map((text) => [wordsOf(/<h2[\s\S]*?<\/h2>/.exec(text)?.[0] ?? ''), rowsOf(text)]))
}

const board = async (browser: Browser) => (await browser.get('/').expect(200)).text

it('puts each ticket where it waits, the most urgent first', async () => {
  const { as } = await openHouse({ preset: 'team', config: LONG })
  const agent = await as('agent')
  for (const priority of ['low', 'critical', 'high']) await openTicket(agent, { priority })
  const answered = await openTicket(agent, { priority: 'medium' })
  await agent.post(`/tickets/${answered}/updates`, { kind: 'reply', body: 'Hello' }).expect(303)
  const held = await openTicket(agent)
  await agent.post(`/tickets/${held}/status`, { to: 'on_hold', holdReason: 'Parts' }).expect(303)
  const done = await openTicket(agent)
  for (const to of ['in_progress', 'resolved']) await agent.post(`/tickets/${done}/status`, { to }).expect(303)
  const gone = await openTicket(agent)
  await agent.post(`/tickets/${gone}/status`, { to: 'cancelled' }).expect(303)

  expect(sectionsOf(await board(agent))).toEqual({
    'Needs a first response 3': [2, 3, 1],
    'Waiting on agent 1': [answered],
    'Other active 2': [held, done],
  })
})

it('orders what is equally urgent by deadline, then priority, then the longest without an update', async () => {
  const { visitor, clock } = await openHouse()
  const browser = visitor()
  for (const fields of [{ priority: 'low' }, { priority: 'high' }, { priority: 'low' }]) {
    await openTicket(browser, { ...fields, dueAt: '2026-12-01T10:00' })
    clock.pass(HOUR)
  }
  await openTicket(browser, { priority: 'low', dueAt: '2026-11-30T10:00' })

  expect(rowsOf(await board(browser))).toEqual([4, 2, 1, 3])
})

it('shows the most urgent of a long section, and says how many more there are', async () => {
  const { visitor } = await openHouse({ config: { board: { section_size: 5 } } })
  const browser = visitor()
  for (let number = 0; number < 8; number += 1)
    await openTicket(browser, { dueAt: `2026-12-${String(20 - number)}T10:00` })

  const text = await board(browser)

  expect(sectionsOf(text)).toMatchObject({ 'Needs a first response 8': [8, 7, 6, 5, 4] })
  expect(mainOf(text)).toContain('Show all 8')
  expect(rowsOf((await browser.get('/tickets?section=1').expect(200)).text)).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
})

it('flies the flag of the worst ticket, and says why', async () => {
  const { visitor, clock } = await openHouse()
  const browser = visitor()
  expect(mainOf(await board(browser))).toContain('All clear')
  await openTicket(browser, { dueAt: '2026-11-25T10:00' })
  await openTicket(browser, { dueAt: '2026-12-20T10:00' })

  const critical = await board(browser)
  expect(mainOf(critical)).toMatch(/1 is due in 4 d .*Critical/)
  expect(critical).toMatch(/href="\/favicon.svg\?state=stage3"/)
  expect(rowOf(critical, 1)).toMatch(/Critical 1 Printer on fire .*4 d left/)
  clock.pass(5 * DAY)

  const late = await board(browser)
  expect(mainOf(late)).toMatch(/1 is 1 d overdue .*Overdue/)
  expect(late).toMatch(/favicon.svg\?state=overdue/)
  expect(late).toContain('<title>(1) Board')
})

it('counts what is open, overdue and due today', async () => {
  const { visitor } = await openHouse({ now: '2026-11-21T22:30:00Z' })
  const browser = visitor()
  await openTicket(browser, { dueAt: '2026-11-21T23:59' })
  await openTicket(browser, { dueAt: '2026-11-22T00:00' })
  await openTicket(browser, { dueAt: '2026-11-20T10:00' })

  const words = mainOf(await board(browser))

  expect(words).toContain('Open 3')
  expect(words).toContain('Overdue 1')
  expect(words).toContain('Due today 1')
})

it('says what it is for before there is a ticket, and what an empty section means', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  expect(mainOf(await board(browser))).toContain('Write the first ticket')
  await openTicket(browser)

  expect(mainOf(await board(browser))).toContain('Nothing waits on an agent.')
})

it('shows everything, what one has oneself, or what nobody has; and remembers which for the session', async () => {
  const { as } = await openHouse({ preset: 'team', config: LONG })
  const [agent, other] = [await as('agent', 'Troy Pound'), await as('agent', 'Ann Green')]
  const mine = await openTicket(agent, { priority: 'critical' })
  const free = await openTicket(agent, { priority: 'low' })
  const hers = await openTicket(agent)
  await agent.post(`/tickets/${mine}/pick-up`).expect(303)
  await other.post(`/tickets/${hers}/pick-up`).expect(303)

  expect(rowsOf(await board(agent)).sort()).toEqual([mine, free, hers])
  const seen = (await agent.get('/?scope=mine').expect(200)).text
  expect(rowsOf(seen)).toEqual([mine])
  expect(seen).toContain('href="/tickets?assignee=me"')
  expect(wordsOf(/<dl class="figures">[\s\S]*?<\/dl>/.exec(seen)?.[0] ?? '')).toContain('Open 1')
  expect(rowsOf(await board(agent))).toEqual([mine])
  expect(rowsOf((await agent.get('/?scope=unassigned')).text)).toEqual([free])
  expect(rowsOf((await other.get('/?scope=mine')).text)).toEqual([hers])
  expect(rowsOf((await agent.get('/?scope=nonsense')).text)).toEqual([free])
  expect(rowsOf((await agent.get('/?scope=all')).text)).toHaveLength(3)
})
