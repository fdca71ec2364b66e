import { describe, expect, it } from 'vitest'
import { fillTemplate } from '#features/templates/queries.ts'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { eventsOf, factsOf, formOf, mainOf, openTicket, problemAt } from './page.ts'

async function team() {
  const house = await openHouse({ preset: 'team' })
  const agent = await house.as('agent', 'Ann Agent')
  return {
    ...house,
    agent,
    other: await house.as('agent', 'Otto Other'),
    client: await house.as('client', 'Carla Client'),
  }
}

const idOf = ({ desk }: Pick<House, 'desk'>, name: string) =>
  desk.db.sql.get<{ id: number }>('SELECT id FROM Template WHERE name = @name', { name })?.id ?? 0

const keep = async (browser: Browser, fields: Record<string, string>) =>
  browser.post('/templates', { shared: 'on', ...fields }).expect(303)

const keepReply = async (browser: Browser, fields: Record<string, string>) =>
  browser.post('/templates/replies', { shared: 'on', name: 'Hello', body: 'Hello.', ...fields }).expect(303)

const undoIn = (html: string) => /action="(\/undo\/\d+)"/.exec(html)?.[1] ?? ''

describe('a ticket template', () => {
  it('fills the form of a new ticket, and its list of actions comes along', async () => {
    const house = await team()
    const { agent } = house
    await keep(agent, {
      name: 'New starter',
      title: 'New starter in {{ month }} {{ year }}: {{ requester.first_name | somebody }}',
      description: 'From {{ agent.name }}, {{ date+2d }}.',
      priority: 'high',
      requester: 'Wallace Monique <monique@example.com>',
      assignee: 'me',
      tags: 'onboarding, hr',
      site: 'Harbour',
      due: '3d',
      actions: '- Order the laptop | Ann Agent | 3d\n- Badge | 4h\n- Desk',
    })

    const { text } = await agent.get(`/tickets/new?template=${idOf(house, 'New starter')}`).expect(200)
    const form = formOf(text, '/tickets')
    expect(form).toMatchObject({
      title: 'New starter in November 2026: Wallace',
      description: 'From Ann Agent, 23 November 2026.',
      priority: 'high',
      tags: 'onboarding, hr',
      site: 'Harbour',
      dueAt: '2026-11-24T17:00',
      actions: 'Order the laptop | Ann Agent | 3d\nBadge | 4h\nDesk',
    })
    const id = await openTicket(agent, form)

    const page = (await agent.get(`/tickets/${id}`)).text
    expect(factsOf(page)).toMatchObject({ Assignee: 'AA Ann Agent', Priority: 'High', Tags: 'onboarding hr' })
    expect(mainOf(page)).toContain('0 of 3 done')
    expect(mainOf(page)).toMatch(/Order the laptop Ann Agent due 24 Nov, 17:00/)
    expect(mainOf(page)).toMatch(/Badge due 21 Nov, 14:00/)
  })

  it('is refused beside its fields, and nothing typed is lost', async () => {
    const { agent } = await team()
    const typed = {
      name: '',
      title: '{{ requestor.name }}',
      description: 'Long words.',
      due: 'soon',
      actions: 'Laptop | Bob',
    }
    const { text } = await agent.post('/templates', typed).expect(422)
    expect(problemAt(text, 'name')).toBe('Give the template a name.')
    expect(problemAt(text, 'title')).toBe('There is no field {{ requestor.name }}. Did you mean {{ requester.name }}?')
    expect(problemAt(text, 'due')).toBe('Write how long it takes: 4h, 3d or 2w.')
    expect(problemAt(text, 'actions')).toContain('“Bob” is neither somebody who works on tickets nor a time')
    expect(formOf(text, '/templates')).toMatchObject(typed)
  })

  it('comes back as it was saved, and can be changed', async () => {
    const house = await team()
    const { agent } = house
    await keep(agent, {
      name: 'Check',
      title: 'Check',
      tags: 'a, b',
      watchers: 'Bob <bob@example.com>',
      actions: 'One | 2w',
    })
    const address = `/templates/${idOf(house, 'Check')}`
    const form = formOf((await agent.get(address)).text, address)
    expect(form).toMatchObject({
      title: 'Check',
      tags: 'a, b',
      watchers: 'Bob <bob@example.com>',
      actions: 'One | 2w',
      priority: '',
    })
    await agent.post(address, { ...form, act: 'save', title: 'Check it' }).expect(303)
    expect(formOf((await agent.get(address)).text, address)).toEqual({ ...form, title: 'Check it' })
  })

  it('is one person’s until it is shared', async () => {
    const house = await team()
    const { agent, other, client } = house
    await agent.post('/templates', { name: 'Mine', title: 'Mine' }).expect(303)
    const address = `/templates/${idOf(house, 'Mine')}`
    expect(mainOf((await other.get('/templates')).text)).toContain('No template yet')
    await other.get(address).expect(404)
    await other.post(`${address}/removal`).expect(404)
    await other.get(`/tickets/new?template=${idOf(house, 'Mine')}`).expect(404)
    await agent.post(address, { name: 'Ours', title: 'Ours', shared: 'on' }).expect(303)
    expect(mainOf((await other.get('/templates')).text)).toContain('Ours')
    await client.get('/templates').expect(403)
    const { text } = await client.get(`/tickets/new?template=${idOf(house, 'Ours')}`).expect(200)
    expect(text).not.toContain('Ours')
  })

  it('is duplicated, deleted and brought back', async () => {
    const house = await team()
    const { agent } = house
    await keep(agent, { name: 'Check', title: 'Weekly check' })
    const id = idOf(house, 'Check')
    await agent.post(`/templates/${id}/copy`).expect(303)
    expect(idOf(house, 'Check (copy)')).toBeGreaterThan(id)
    await agent.post(`/templates/${id}/removal`).expect(303)
    const list = (await agent.get('/templates')).text
    expect(mainOf(list)).not.toContain('Shared')
    expect(idOf(house, 'Check')).toBe(0)
    await agent.post(undoIn(list)).expect(303)
    expect(idOf(house, 'Check')).toBe(id)
    expect((await agent.get(`/templates/${id}`)).text).toContain('Weekly check')
  })
})

describe('a canned reply', () => {
  it('is filled for the ticket it answers', async () => {
    const house = await team()
    const { agent, client, desk } = house
    const id = await openTicket(client, { title: 'Printer {{ agent.name }}' })
    await keepReply(agent, {
      shortcut: '/Hello',
      body: 'Hello {{ requester.first_name | there }}, about {{ ticket.title }} ({{ ticket.number }}): {{ cursor }}\n\n{{ agent.first_name }}, {{ today }}',
    })
    const { items } = (await agent.get(`/tickets/${id}/canned`).expect(200)).body as { items: unknown[] }
    const text = `Hello Carla, about Printer {{ agent.name }} (${id}): \n\nAnn, 21 November 2026`
    expect(items).toEqual([{ id: 1, name: 'Hello', shortcut: 'hello', text, cursor: text.indexOf(': \n') + 2 }])

    const page = (await agent.get(`/tickets/${id}?canned=1`).expect(200)).text
    expect(formOf(page, `/tickets/${id}/updates`).body).toBe(text)
    const ann = {
      personId: 2,
      name: 'Ann Agent',
      role: 'agent',
      zone: 'Europe/Berlin',
      sees: 'all',
      sites: null,
    } as const
    expect(fillTemplate(desk, ann, id, '{{ ticket.status }} {{ ticket.link }} {{ nothing }}')).toMatch(
      /^Open http\S+\/tickets\/\d+ \{\{ nothing \}\}$/,
    )
    await client.get(`/tickets/${id}/canned`).expect(403)
    expect((await client.get(`/tickets/${id}?canned=1`)).text).not.toContain('Hello Carla')
  })

  it('names no field its reader may not see', async () => {
    const { agent, as } = await team()
    const admin = await as('admin', 'Ada Admin')
    const field = { type: 'text', editableBy: 'agent' }
    await admin.post('/settings/fields', { ...field, label: 'Contract', visibleTo: 'agent' }).expect(303)
    await admin.post('/settings/fields', { ...field, label: 'Rack', visibleTo: 'client' }).expect(303)
    const id = await openTicket(agent, { 'field.contract': 'secret', 'field.rack': 'R12' })
    const { text } = await agent.post('/templates/replies', { name: 'X', body: '{{ field.contract }}' }).expect(422)
    expect(problemAt(text, 'body')).toMatch(/^There is no field \{\{ field\.contract \}\}/)
    await keepReply(agent, { body: 'In {{ field.rack }}.' })
    expect((await agent.get(`/tickets/${id}/canned`)).text).toContain('In R12.')
  })

  it('has a shortcut of its own', async () => {
    const { agent, other } = await team()
    await keepReply(agent, { shortcut: 'hi' })
    const { text } = await other
      .post('/templates/replies', { name: 'Other', body: 'x', shortcut: 'HI', shared: 'on' })
      .expect(422)
    expect(problemAt(text, 'shortcut')).toBe('“Hello” has this shortcut already.')
    const bad = (await other.post('/templates/replies', { name: 'Other', body: 'x', shortcut: 'a b' }).expect(422)).text
    expect(problemAt(bad, 'shortcut')).toBe('Use letters, digits, - and _ only.')
  })

  it('shows how it reads on a ticket before it is saved', async () => {
    const { agent, client } = await team()
    const id = await openTicket(client)
    const typed = { name: 'Hello', body: '**Hello** {{ requester.name }} <b>', act: 'preview' }
    const { text } = await agent.post('/templates/replies', { ...typed, previewOn: String(id) }).expect(200)
    expect(text).toContain('<strong>Hello</strong> Carla Client &lt;b&gt;')
    expect((await agent.get('/templates/replies')).text).toContain('No canned reply yet')
    const lost = (await agent.post('/templates/replies', { ...typed, previewOn: '999' }).expect(200)).text
    expect(mainOf(lost)).toContain('There is no such ticket.')
  })
})

it('does not put one change over another without a word', async () => {
  const house = await team()
  const { agent, other, clock } = house
  await keepReply(agent, { name: 'Hello' })
  const path = `/templates/${idOf(house, 'Hello')}`
  const opened = async (browser: Browser) => formOf((await browser.get(path).expect(200)).text, path)
  const [mine, theirs] = [await opened(agent), await opened(other)]
  clock.pass(1000)
  await other.post(path, { ...theirs, body: 'Of Otto.' }).expect(303)
  const { text } = await agent.post(path, { ...mine, body: 'Of Ann.' }).expect(422)
  expect(mainOf(text)).toContain('Somebody changed this since you opened it.')
  expect(formOf(text, path).body).toBe('Of Ann.')
  await agent.post(path, formOf(text, path)).expect(303)
  expect((await opened(other)).body).toBe('Of Ann.')
})

it('says in the audit log what becomes of shared ones, and nothing of one’s own', async () => {
  const house = await team()
  const { agent } = house
  await agent.post('/templates', { name: 'Mine', title: 'Mine' }).expect(303)
  const path = `/templates/${idOf(house, 'Mine')}`
  await agent.post(path, { name: 'Mine', title: 'Still mine' }).expect(303)
  await agent.post(path, { name: 'Ours', title: 'Ours', shared: 'on' }).expect(303)
  await agent.post(path, { name: 'Mine again', title: 'Mine' }).expect(303)
  await agent.post(`${path}/removal`).expect(303)
  await agent.get('/templates').expect(200)
  await keepReply(agent, { name: 'Thanks' })
  await agent.post(`/templates/${idOf(house, 'Thanks')}/removal`).expect(303)
  await agent.post(undoIn((await agent.get('/templates/replies')).text)).expect(303)

  const said = house.desk.db.sql.all<{ subject: string; details: string; actorName: string; address: string | null }>(
    `SELECT subject, details, actorName, address FROM AuditEntry WHERE action = 'template.changed' ORDER BY id`,
  )
  expect(said.map(({ subject, details }) => [subject, JSON.parse(details) as unknown])).toEqual([
    ['Template 1, Mine', { name: 'Ours', shared: true }],
    ['Template 1, Ours', { name: 'Mine again', shared: false }],
    ['Canned reply 2, Thanks', { made: true }],
    ['Canned reply 2, Thanks', { deleted: true }],
    ['Canned reply 2, Thanks', { restored: true }],
  ])
  expect(said.every(({ actorName }) => actorName === 'Ann Agent')).toBe(true)
  expect(said[0]?.address).toMatch(/127\.0\.0\.1$/)
})

it('comes back without a shortcut that another one has by now', async () => {
  const house = await team()
  const { agent } = house
  await keepReply(agent, { name: 'First', shortcut: 'hi' })
  await agent.post(`/templates/${idOf(house, 'First')}/removal`).expect(303)
  const undo = undoIn((await agent.get('/templates/replies')).text)
  await keepReply(agent, { name: 'Second', shortcut: 'hi' })
  await agent.post(undo).expect(303)
  const rows = house.desk.db.sql.all('SELECT name, shortcut FROM Template ORDER BY id')
  expect(rows).toEqual([
    { name: 'First', shortcut: null },
    { name: 'Second', shortcut: 'hi' },
  ])
})

it('clients cannot bring a list of actions with their ticket', async () => {
  const { agent, client } = await team()
  const id = await openTicket(client, { actions: 'Give me everything' })
  expect(mainOf((await agent.get(`/tickets/${id}`)).text)).not.toContain('Give me everything')
  const { text } = await agent
    .post('/tickets', { title: 'T', description: 'D', actions: 'x | nobody at all' })
    .expect(422)
  expect(problemAt(text, 'actions')).toContain('“nobody at all” is neither')
  expect(eventsOf((await agent.get(`/tickets/${id}`)).text)[0]).toMatch(/^Carla Client opened this ticket/)
})
