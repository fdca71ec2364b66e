import { expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../support/clock.ts'
import { openHouse, type Browser } from '../../support/house.ts'
import { eventsOf, factsOf, mainOf, openTicket, rowOf, rowsOf } from '../page.ts'

const LONG = { access: { sign_in: true, session_hours: 8760, idle_minutes: 525_600 } }

/** The word at the head of the ticket's page: how urgent it is now. */
async function wordOf(browser: Browser, id: number): Promise<string> {
  const { text } = await browser.get(`/tickets/${id}`).expect(200)
  return /<p class="ticket__line">[\s\S]*?<b>([^<]+)<\/b>/.exec(text)?.[1] ?? ''
}

const move = (browser: Browser, id: number, fields: Record<string, string>) =>
  browser.post(`/tickets/${id}/status`, fields).expect(303)

it('grows more urgent as its due date comes nearer', async () => {
  const { visitor, clock } = await openHouse()
  const browser = visitor()
  const id = await openTicket(browser, { dueAt: '2026-12-26T10:00' })

  const seen: Record<string, string> = {}
  for (const day of [0, 13, 14, 20, 21, 27, 28, 34, 35]) {
    clock.set(new Date(Date.parse('2026-11-21T09:00:00Z') + day * DAY).toISOString())
    seen[day] = await wordOf(browser, id)
  }

  expect(seen).toEqual({
    0: 'On track',
    13: 'On track',
    14: 'Watch',
    20: 'Watch',
    21: 'Warning',
    27: 'Warning',
    28: 'Critical',
    34: 'Critical',
    35: 'Overdue',
  })
  const board = (await browser.get('/')).text
  expect(rowOf(board, id)).toContain('Overdue')
  expect(board).toContain('<title>(1) Board')
})

it('ages by its priority where it has neither a due date nor a clock, until its age begins anew', async () => {
  const { visitor, clock } = await openHouse()
  const browser = visitor()
  const id = await openTicket(browser, { priority: 'critical' })

  clock.pass(2 * DAY)
  expect(await wordOf(browser, id)).toBe('On track')
  clock.pass(MINUTE)
  expect(await wordOf(browser, id)).toBe('Watch')
  clock.pass(5 * DAY)
  expect(await wordOf(browser, id)).toBe('Overdue')
  expect(mainOf((await browser.get(`/tickets/${id}/explanation`)).text)).toContain(
    'Overdue because of its age: it has neither a due date nor a running clock.',
  )

  await browser.post(`/tickets/${id}/age`).expect(303)
  expect(await wordOf(browser, id)).toBe('On track')
})

it('counts down to the first reply, then to the resolution, and keeps what was met and what was missed', async () => {
  const { as, clock } = await openHouse({ preset: 'team', config: LONG })
  const agent = await as('agent')
  const id = await openTicket(agent, { priority: 'medium' })
  const countdown = async () => /<span class="now__title">([^<]+)/.exec((await agent.get(`/tickets/${id}`)).text)?.[1]

  expect(await countdown()).toBe('First response in 8 h')
  clock.pass(9 * HOUR)
  expect([await countdown(), await wordOf(agent, id)]).toEqual(['First response 1 h over', 'Overdue'])
  await agent.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'Sorry for the wait.' }).expect(303)
  expect([await countdown(), await wordOf(agent, id)]).toEqual(['Resolution in 1 d', 'On track'])
  await move(agent, id, { to: 'in_progress' })
  await move(agent, id, { to: 'resolved' })
  clock.pass(90 * DAY)

  const page = (await agent.get(`/tickets/${id}`)).text
  expect(await wordOf(agent, id)).toBe('Resolved')
  expect(factsOf(page)).toMatchObject({ 'First response target': 'Missed 8 h' })
  expect(mainOf(page)).toContain('Resolution target Met 48 h')
  expect(await countdown()).toBeUndefined()
})

it('stands still on hold, and takes the time of the pause along', async () => {
  const { as, clock, desk } = await openHouse({ preset: 'team', config: LONG })
  const agent = await as('agent')
  const id = await openTicket(agent, { priority: 'critical' })
  const deadline = () =>
    desk.db.read.ticket.findUniqueOrThrow({ where: { id } }).then(({ overdueAt }) => overdueAt?.toISOString() ?? null)
  expect(await deadline()).toBe('2026-11-21T10:00:00.000Z')

  clock.pass(30 * MINUTE)
  await move(agent, id, { to: 'on_hold', holdReason: 'Waiting for parts' })
  clock.pass(3 * DAY)
  expect([await wordOf(agent, id), await deadline()]).toEqual(['On Hold', null])
  await move(agent, id, { to: 'in_progress' })

  expect(await deadline()).toBe('2026-11-24T10:00:00.000Z')
  const why = mainOf((await agent.get(`/tickets/${id}/explanation`).expect(200)).text)
  expect(why).toContain('Critical because of its first-response target.')
  expect(why).toContain('Paused : Waiting for parts 72 h')
  expect(why).toContain('Counted 30 min')
})

it('reckons anew when the priority changes', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  const id = await openTicket(agent, { priority: 'low' })
  const clocks = () =>
    desk.db.read.clock.findMany({
      where: { ticketId: id },
      orderBy: { kind: 'asc' },
      select: { kind: true, targetSeconds: true, dueAt: true },
    })
  const edit = async (priority: string) => {
    const { text } = await agent.get(`/tickets/${id}/edit`)
    const base = /name="base" value="([^"]+)"/.exec(text)?.[1]?.replaceAll('&quot;', '"') ?? ''
    await agent
      .post(`/tickets/${id}/edit`, { base, title: 'Printer on fire', description: 'It smokes.', priority })
      .expect(303)
  }

  await edit('critical')
  expect(await clocks()).toEqual([
    { kind: 'first_response', targetSeconds: 3600, dueAt: new Date('2026-11-21T10:00:00Z') },
    { kind: 'resolution', targetSeconds: 4 * 3600, dueAt: new Date('2026-11-21T13:00:00Z') },
  ])
  expect(await wordOf(agent, id)).toBe('Critical')
  await edit('low')
  expect(await wordOf(agent, id)).toBe('Watch')
})

it('explains each colour: which rules were weighed, which decides and what comes next', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  const id = await openTicket(agent, { priority: 'high', dueAt: '2026-11-22T10:00' })

  const text = mainOf((await agent.get(`/tickets/${id}/explanation`).expect(200)).text)

  expect(text).toMatch(/1 Printer on fire Critical because of its (due date|first-response target)\./)
  for (const words of [
    'Due date',
    'First response',
    'Resolution',
    'decides',
    'running · target 4 h',
    'Saturday, 21 November 2026 at 14:00 CET',
    'Next: Overdue in 4 h',
  ])
    expect(text).toContain(words)
})

it('shows each thing in the zone of whoever looks', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  const id = await openTicket(agent, { dueAt: '2026-12-01T10:00' })

  await agent.post('/me', { zone: 'Asia/Tokyo' }).expect(303)

  expect(factsOf((await agent.get(`/tickets/${id}`)).text).Due).toBe('Tuesday, 1 December 2026 at 18:00 GMT+9')
  expect((await agent.get(`/tickets/${id}/edit`)).text).toContain('value="2026-12-01T18:00"')
})

it('previews a ticket, and has no page for what is not there or not theirs', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent', 'Troy Pound'), await as('client', 'Carla Client')]
  const hers = await openTicket(client, { title: 'Hers' })
  const other = await openTicket(agent, { title: 'Not hers', description: 'A **long** story' })
  expect(mainOf(`<main>${(await agent.get(`/tickets/${other}/preview`).expect(200)).text}</main>`)).toContain(
    'A long story',
  )

  expect(rowsOf((await client.get('/tickets?status=all')).text)).toEqual([hers])
  const start = (await client.get('/')).text
  expect(start).toContain(`href="/tickets/${hers}"`)
  expect(start).not.toContain(`href="/tickets/${other}"`)
  expect(rowsOf((await client.get(`/tickets?q=%23${other}`)).text)).toEqual([])
  for (const path of ['', '/edit', '/preview', '/explanation']) {
    await client.get(`/tickets/${other}${path}`).expect(404)
    for (const id of ['0', '99', '1.0', '1e0', '-1', '%00', '01', '9'.repeat(15), '9'.repeat(30), 'new%20'])
      await agent.get(`/tickets/${id}${path}`).expect(404)
  }
  for (const path of ['status', 'updates', 'attachments', 'edit'])
    await client
      .post(`/tickets/${other}/${path}`, { to: 'cancelled', body: 'x', base: '{}', title: 'x', description: 'x' })
      .expect(404)
  expect(eventsOf((await agent.get(`/tickets/${other}`)).text)).toHaveLength(1)
})
