import { expect, it } from 'vitest'
import { MINUTE } from '../support/clock.ts'
import { change, openTeam, pageOf, personId, ticketOf } from './bulk.ts'
import { eventsOf, mainOf } from './page.ts'

it('takes everything back with one press, where nobody changed it since', async () => {
  const { desk, agent, ids, all } = await openTeam()
  const before = await Promise.all(ids.map((id) => ticketOf(desk, id)))
  const { href, text } = await change(agent, { ids: all, status: 'in_progress', priority: 'critical', addTags: 'vpn' })
  await agent.post(`/tickets/${ids[1]}/status`, { to: 'on_hold', holdReason: 'Other' }).expect(303)

  await agent.post(/action="(\/undo\/\d+)"/.exec(text)?.[1] ?? '', { next: href }).expect(303)

  const page = (await agent.get(href).expect(200)).text
  expect(page).toContain('Taken back on 3 tickets. On 1 ticket only in part: the rest was changed since.')
  const [first, second, third] = await Promise.all(ids.map((id) => ticketOf(desk, id)))
  for (const [index, ticket] of [first, third].entries()) {
    const was = before[index * 2]
    expect(ticket).toMatchObject({
      status: 'open',
      priority: was?.priority,
      tags: [],
      stage1At: was?.stage1At,
      overdueAt: was?.overdueAt,
    })
    expect(ticket?.clocks.map(({ dueAt }) => dueAt)).toEqual(was?.clocks.map(({ dueAt }) => dueAt))
  }
  expect(second).toMatchObject({ status: 'on_hold', holdReason: 'Other', priority: before[1]?.priority, tags: [] })
  expect(eventsOf(await pageOf(agent, ids[0] ?? 0)).at(-1)).toContain('taking back a change of 3 tickets')
})

it('brings closed tickets back as they were, though no workflow would', async () => {
  const { desk, agent, ids, all } = await openTeam(2)
  const { text } = await change(agent, { ids: all, status: 'cancelled' })
  expect(await ticketOf(desk, ids[0] ?? 0)).toMatchObject({ status: 'cancelled', section: 0 })
  await agent.post(/action="(\/undo\/\d+)"/.exec(text)?.[1] ?? '', {}).expect(303)
  const back = await ticketOf(desk, ids[0] ?? 0)
  expect(back).toMatchObject({ status: 'open', closedAt: null, section: 1 })
  expect(back.clocks.every(({ stoppedAt, dueAt }) => stoppedAt === null && dueAt !== null)).toBe(true)
})

it('leaves a ticket that was merged meanwhile, and takes the others back', async () => {
  const { desk, agent, ids, all } = await openTeam(4)
  const { href, text } = await change(agent, { ids: all, priority: 'critical' })
  await agent.post(`/tickets/${ids[2]}/merge`, { into: String(ids[0]) }).expect(303)
  await agent.post(/action="(\/undo\/\d+)"/.exec(text)?.[1] ?? '', { next: href }).expect(303)
  expect((await agent.get(href)).text).toContain('Changed since, and left as it is: 1 ticket.')
  for (const id of [ids[0], ids[3]]) expect((await ticketOf(desk, id ?? 0)).priority).not.toBe('critical')
  expect((await ticketOf(desk, ids[1] ?? 0)).priority).not.toBe('critical')
})

it('does not take back after fifteen minutes, or twice, or for somebody else', async () => {
  const { house, agent, all } = await openTeam()
  const other = await house.as('agent', 'Bo Agent')
  const { text, href } = await change(agent, { ids: all, addTags: 'vpn' })
  const undo = /action="(\/undo\/\d+)"/.exec(text)?.[1] ?? ''

  await other.post(undo, {}).expect(404)
  await other.get(href).expect(404)
  house.clock.pass(16 * MINUTE)
  expect((await agent.post(undo, {})).status).toBe(409)
  expect((await agent.get(href)).text).not.toContain(undo)
})

it('shows after a restart what can still be taken back', async () => {
  const { house, agent, all } = await openTeam()
  const { href } = await change(agent, { ids: all, addTags: 'vpn' })
  const { id } = house.desk.db.sql.get<{ id: number }>('SELECT max(id) AS id FROM Undo') ?? { id: 0 }
  // A run of another process is known by its undo alone.
  await house.desk.db.write(({ hot }) => {
    hot.run('UPDATE Undo SET id = 99 WHERE id = @id', { id })
    hot.run('UPDATE UndoStep SET undoId = 99')
  })
  expect(href).toBe(`/tickets/bulk/${id}`)
  expect(mainOf((await agent.get('/tickets/bulk/99').expect(200)).text)).toContain('3 tickets can still be taken back')
})

it('offers to take back a move or an assignment of one ticket, and does so', async () => {
  const { desk, agent, ids } = await openTeam(1)
  const id = ids[0] ?? 0
  const undoOf = async () => /action="(\/undo\/\d+)"/.exec((await agent.get(`/tickets/${id}`)).text)?.[1] ?? ''

  await agent.post(`/tickets/${id}/pick-up`).expect(303)
  expect(await ticketOf(desk, id)).toMatchObject({ status: 'in_progress', assigneeId: personId(desk, 'Ada Agent') })
  await agent.post(await undoOf(), { next: `/tickets/${id}` }).expect(303)
  expect(await ticketOf(desk, id)).toMatchObject({ status: 'open', assigneeId: null })

  await agent.post(`/tickets/${id}/status`, { to: 'cancelled' }).expect(303)
  await agent.post(await undoOf(), { next: `/tickets/${id}` }).expect(303)
  expect(await ticketOf(desk, id)).toMatchObject({ status: 'open', closedAt: null })
  const page = await pageOf(agent, id)
  expect(page).toContain('Taken back on 1 ticket.')
  expect(eventsOf(page).at(-1)).toContain('changed status from Cancelled to Open')
})

it('lets many rest until a time, and wakes them again with one press', async () => {
  const { desk, agent, ids, all } = await openTeam(2)
  const { text, href } = await change(agent, { ids: all, snoozeUntil: '2026-11-23T09:00' })
  expect(mainOf(text)).toContain('2 tickets changed')
  const resting = await Promise.all(ids.map((id) => ticketOf(desk, id)))
  expect(resting.map(({ section, snoozedUntil }) => [section, snoozedUntil !== null])).toEqual([
    [0, true],
    [0, true],
  ])
  const undo = /action="(\/undo\/\d+)"/.exec((await agent.get(href).expect(200)).text)?.[1] ?? ''
  await agent.post(undo, { next: '/' }).expect(303)
  const awake = await Promise.all(ids.map((id) => ticketOf(desk, id)))
  expect(awake.map(({ section, snoozedUntil }) => [section > 0, snoozedUntil])).toEqual([
    [true, null],
    [true, null],
  ])
  const said = eventsOf(await pageOf(agent, ids[0] ?? 0)).join(' ')
  expect(said).toContain('snoozed it until')
})
