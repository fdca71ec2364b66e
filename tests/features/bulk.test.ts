import { expect, it } from 'vitest'
import type { Desk } from '#src/desk.ts'
import { change, ended, openTeam, pageOf, personId, preview, ticketOf } from './bulk.ts'
import { eventsOf, formOf, mainOf, problemAt } from './page.ts'
import { openTown } from './town.ts'

it('asks what shall change, with the group open that the list named', async () => {
  const { agent, all } = await openTeam()
  const { text } = await agent.post('/tickets/bulk', { ids: all, change: 'tags' }).expect(200)
  expect(mainOf(text)).toContain('Change 3 tickets')
  expect(/<details class="group" open>\s*<summary><span class="group__title">(\w+)/.exec(text)?.[1]).toBe('Tags')
  expect(formOf(text, '/tickets/bulk/preview')).toMatchObject({ ids: all, status: '', addTags: '' })
})

it('says before anything happens what will change, what is so already, and what cannot change and why', async () => {
  const { desk, agent, ids, all } = await openTeam(4)
  await agent.post(`/tickets/${ids[0]}/status`, { to: 'in_progress' }).expect(303)
  await agent.post(`/tickets/${ids[1]}/status`, { to: 'cancelled' }).expect(303)
  await mirror(desk, ids[2] ?? 0)

  const text = mainOf(await preview(agent, { ids: all, status: 'in_progress' }))
  expect(text).toContain('Status: In Progress')
  expect(text).toContain('1 will change')
  expect(text).toContain('will change status from Open to In Progress')
  expect(text).toContain('1 is so already')
  expect(text).toContain('2 cannot change')
  expect(text).toContain('A ticket that is Cancelled stays so. (1)')
  expect(text).toContain('Freshservice owns the status of this ticket. Change it there, and it changes here. (1)')
  expect((await ticketOf(desk, ids[3] ?? 0)).status).toBe('open')
})

it('leaves nothing behind when it only looks', async () => {
  const { desk, agent, ids, all } = await openTeam()
  const versions = () => desk.db.read.ticket.findMany({ select: { version: true, updatedAt: true } })
  const before = await versions()
  const text = await preview(agent, {
    ids: all,
    addTags: 'brand-new',
    addWatchers: 'Wim <wim@example.com>',
    reply: 'Hello',
  })
  expect(mainOf(text)).toContain('3 will change')
  expect(await versions()).toEqual(before)
  expect(await desk.db.read.tag.count()).toBe(0)
  expect(personId(desk, 'Wim')).toBe(0)
  expect((await ticketOf(desk, ids[0] ?? 0)).updates).toHaveLength(1)
})

it('changes everything at once by the rules of a single edit, and tells each timeline', async () => {
  const { desk, agent, ids, all } = await openTeam()
  const ada = personId(desk, 'Ada Agent')
  await agent.post('/tickets', { title: 'x', description: 'y', site: 'Harbour', project: 'Crane' }).expect(303)

  const { text } = await change(agent, {
    ids: all,
    status: 'on_hold',
    holdReason: 'Awaiting parts',
    assignee: String(ada),
    priority: 'critical',
    site: 'Harbour',
    project: 'Crane',
    dueAt: '2026-12-01T10:00',
    addTags: 'vpn, printer',
    addWatchers: 'Wim <wim@example.com>',
    note: 'All one fault.',
  })

  expect(mainOf(text)).toContain('3 tickets changed')
  for (const id of ids) {
    const ticket = await ticketOf(desk, id)
    expect(ticket).toMatchObject({
      status: 'on_hold',
      holdReason: 'Awaiting parts',
      assigneeId: ada,
      priority: 'critical',
    })
    expect(ticket.dueAt?.toISOString()).toBe('2026-12-01T09:00:00.000Z')
    expect([ticket.site?.name, ticket.project?.name]).toEqual(['Harbour', 'Crane'])
    expect(ticket.tags.map(({ tag }) => tag.name).sort()).toEqual(['printer', 'vpn'])
    expect(ticket.watchers.map(({ person }) => person.name)).toEqual(['Wim'])
    expect(ticket.clocks.map(({ targetSeconds, dueAt }) => [targetSeconds, dueAt])).toEqual([
      [3600, null],
      [4 * 3600, null],
    ])
  }
  const told = eventsOf(await pageOf(agent, ids[0] ?? 0))
  expect(told.some((event) => event.includes('All one fault.'))).toBe(true)
  expect(told.find((event) => event.includes('added tag vpn'))).toContain('in a change of 3 tickets')
  expect(told.at(-1)).toContain('put it on hold: Awaiting parts in a change of 3 tickets')
})

it('asks for the reason a hold needs, as the ticket itself does', async () => {
  const { agent, all } = await openTeam()
  const text = mainOf(await preview(agent, { ids: all, status: 'on_hold' }))
  expect(text).toContain('3 cannot change')
  expect(text).toContain('Say why the ticket is on hold. (3)')
  expect(text).not.toContain('Change 3 tickets')
})

it('replies to all, names beforehand how many may read it, and says that it stays sent', async () => {
  const { desk, agent, ids, all } = await openTeam()
  const previewed = mainOf(await preview(agent, { ids: all, reply: 'The line is back.', status: 'in_progress' }))
  expect(previewed).toContain('3 people may read it')
  expect(previewed).toContain('A reply cannot be taken back.')

  const { text } = await change(agent, { ids: all, reply: 'The line is back.', status: 'in_progress' })
  const ticket = await ticketOf(desk, ids[0] ?? 0)
  expect(ticket.updates.filter(({ kind }) => kind === 'reply').map(({ body }) => body)).toEqual(['The line is back.'])
  expect(ticket.firstRespondedAt).not.toBeNull()

  await agent.post(/action="(\/undo\/\d+)"/.exec(text)?.[1] ?? '', {}).expect(303)
  const after = await ticketOf(desk, ids[0] ?? 0)
  expect(after.status).toBe('open')
  expect(after.updates.filter(({ kind }) => kind === 'reply')).toHaveLength(1)
  expect(after.clocks.find(({ kind }) => kind === 'first_response')?.met).toBe(true)
})

it('does once what was sent twice', async () => {
  const { desk, agent, ids, all } = await openTeam()
  const fields = formOf(await preview(agent, { ids: all, reply: 'Once.' }), '/tickets/bulk/run')
  const [one, other] = await Promise.all([
    agent.post('/tickets/bulk/run', fields).expect(303),
    agent.post('/tickets/bulk/run', fields).expect(303),
  ])
  expect(one.headers.location).toBe(other.headers.location)
  await ended(agent, String(one.headers.location))
  expect((await ticketOf(desk, ids[0] ?? 0)).updates.filter(({ kind }) => kind === 'reply')).toHaveLength(1)
})

it('tells of a ticket that was changed between the preview and the run', async () => {
  const { agent, ids, all } = await openTeam()
  const fields = formOf(await preview(agent, { ids: all, status: 'in_progress' }), '/tickets/bulk/run')
  await agent.post(`/tickets/${ids[0]}/status`, { to: 'cancelled' }).expect(303)
  const { headers } = await agent.post('/tickets/bulk/run', fields).expect(303)
  const text = mainOf(await ended(agent, String(headers.location)))
  expect(text).toContain('2 tickets changed')
  expect(text).toContain('1 cannot change')
  expect(text).toContain('A ticket that is Cancelled stays so.')
})

it('takes a whole search, in as many tickets as it finds', async () => {
  const { desk, agent, ids } = await openTeam()
  await agent.post(`/tickets/${ids[0]}/status`, { to: 'in_progress' }).expect(303)
  const { text } = await change(agent, { all: '1', search: '?status=open', addTags: 'found' })
  expect(mainOf(text)).toContain('2 tickets changed')
  expect((await ticketOf(desk, ids[0] ?? 0)).tags).toEqual([])
})

it('is for those who work on tickets, and only on those they see', async () => {
  const { desk, carla, agents, tickets } = await openTown()
  for (const path of ['/tickets/bulk', '/tickets/bulk/preview', '/tickets/bulk/run'])
    expect((await carla.post(path, { ids: String(tickets.carla), status: 'cancelled' })).status).toBe(403)

  const ids = Object.values(tickets).join(',')
  const { text } = await change(agents.harbour, { ids, priority: 'high' })
  expect(mainOf(text)).toContain('2 tickets changed')
  expect(text).not.toContain('Of Fred')
  expect((await ticketOf(desk, tickets.fred)).priority).toBe('low')
  expect((await agents.harbour.post('/tickets/bulk', { ids: String(tickets.fred) })).status).toBe(422)
})

it('keeps what was typed and says beside the field what is wrong with it', async () => {
  const { agent, all } = await openTeam()
  const { text } = await agent
    .post('/tickets/bulk/preview', { ids: all, dueAt: 'soon', addTags: 'vpn', holdReason: 'Parts' })
    .expect(422)
  expect(problemAt(text, 'dueAt')).toBe('Write the date as 2026-11-21 17:00.')
  expect(formOf(text, '/tickets/bulk/preview')).toMatchObject({ dueAt: 'soon', addTags: 'vpn', ids: all })
  const nothing = await agent.post('/tickets/bulk/preview', { ids: all }).expect(422)
  expect(nothing.text).toContain('Choose at least one thing to change.')
  expect((await agent.post('/tickets/bulk', {})).status).toBe(422)
})

async function mirror(desk: Desk, id: number): Promise<void> {
  await desk.db.write(({ hot }) => {
    const sourceId = hot.insert('Source', { kind: 'freshservice', name: 'Freshservice', state: 'ok', createdAt: 0 })
    hot.update('Ticket', id, { sourceId, externalId: '7' })
  })
}
