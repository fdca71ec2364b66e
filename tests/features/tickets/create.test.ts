import { expect, it } from 'vitest'
import { addPerson, openHouse } from '../../support/house.ts'
import { eventsOf, factsOf, formOf, mainOf, openTicket, problemAt } from '../page.ts'

it('keeps every field that was given and shows each on the ticket', async () => {
  const { desk, as } = await openHouse({ preset: 'facilities' })
  await addPerson(desk, { role: 'agent', name: 'Troy Pound' })
  const troy = await desk.db.read.person.findUniqueOrThrow({ where: { emailKey: 'troy.pound@example.com' } })
  const admin = await as('admin', 'Ada Lind')

  const id = await openTicket(admin, {
    title: '  Chiller   will not start ',
    description: 'The **chiller** on the roof is silent.',
    notes: 'Mind the _warranty_.',
    requester: 'Monique Wallace <monique@example.com>',
    watchers: 'Zoë Müller, watcher@example.com',
    priority: 'high',
    type: 'Incident',
    category: 'Breakdown',
    component: 'Mechanical',
    dueAt: '2026-12-01T09:30',
    links: 'https://example.com/manual\nhttps://example.com/plan',
    tags: 'roof, cooling, Roof',
    site: 'Northern Plant',
    project: 'Refit 2026',
    jobNumber: 'J-77',
    assignee: String(troy.id),
  })

  const page = (await admin.get(`/tickets/${id}`).expect(200)).text
  expect(mainOf(page)).toContain('Chiller will not start')
  expect(page).toContain('<strong>chiller</strong>')
  expect(page).toContain('<em>warranty</em>')
  expect(page).toContain('href="https://example.com/manual"')
  expect(page).toContain('href="https://example.com/plan"')
  expect(factsOf(page)).toMatchObject({
    Status: 'Open',
    Priority: 'High',
    Assignee: 'TP Troy Pound',
    Requester: 'MW Monique Wallace monique@example.com',
    Watchers: 'Watcher Zoë Müller',
    Type: 'Incident',
    Category: 'Breakdown',
    Component: 'Mechanical',
    Due: 'Tuesday, 1 December 2026 at 09:30 CET',
    Site: 'Northern Plant',
    Project: 'Refit 2026',
    'Job number': 'J-77',
    Opened: 'Saturday, 21 November 2026 at 10:00 CET by Ada Lind',
  })
  expect(factsOf(page).Tags).toMatch(/roof/)
  expect(factsOf(page).Tags).toMatch(/cooling/)
  const ticket = await desk.db.read.ticket.findUniqueOrThrow({ where: { id }, include: { tags: true } })
  expect(ticket.dueAt?.toISOString()).toBe('2026-12-01T08:30:00.000Z')
  expect(ticket.tags).toHaveLength(2)
})

it('tells how it began: one entry, one status, the clocks of its priority', async () => {
  const { desk, as } = await openHouse({ preset: 'team' })
  const agent = await as('agent', 'Troy Pound')

  const id = await openTicket(agent, { priority: 'critical' })

  expect(eventsOf((await agent.get(`/tickets/${id}`)).text)).toEqual(['Troy Pound opened this ticket 21 Nov, 10:00'])
  const ticket = await desk.db.read.ticket.findUniqueOrThrow({
    where: { id },
    include: { clocks: true, statusChanges: true },
  })
  expect(ticket.statusChanges.map(({ from, to }) => [from, to])).toEqual([[null, 'open']])
  expect(ticket.clocks.map(({ kind, targetSeconds }) => [kind, targetSeconds])).toEqual([
    ['first_response', 3600],
    ['resolution', 4 * 3600],
  ])
})

it('takes the preset where the form says nothing', async () => {
  const { as } = await openHouse({
    preset: 'team',
    config: { tickets: { number_format: 'HD-{id:06}', default_priority: 'Medium', default_type: 'Incident' } },
  })
  const agent = await as('agent')

  const form = formOf((await agent.get('/tickets/new')).text, '/tickets')
  expect(form).toMatchObject({ priority: 'medium', type: 'Incident', title: '' })
  const id = await openTicket(agent)

  const page = (await agent.get(`/tickets/${id}`)).text
  expect(factsOf(page)).toMatchObject({ Priority: 'Medium', Assignee: 'Nobody yet' })
  expect(mainOf(page)).toContain('HD-000001')
})

it('opens its form with what the address brings', async () => {
  const { visitor } = await openHouse()

  const form = formOf(
    (await visitor().get('/tickets/new?title=Fan%20stands&priority=high&tags=roof&tags=twice&assignee=1')).text,
    '/tickets',
  )

  expect(form).toMatchObject({ title: 'Fan stands', priority: 'high', tags: '', description: '' })
})

const WRONG = {
  title: '   ',
  description: '',
  requester: 'Monique <monique at home>',
  watchers: 'Zoë <not a mail>',
  priority: 'urgent',
  type: 'Miracle',
  dueAt: 'tomorrow',
  links: 'https://example.com\njavascript:alert(1)',
  tags: 'x'.repeat(61),
  jobNumber: 'j'.repeat(41),
  assignee: 'nobody',
  notes: 'kept <b>as typed</b>',
  site: 'Northern Plant',
}

it('comes back with everything typed and each error beside its field', async () => {
  const { desk, visitor } = await openHouse()

  const { text } = await visitor().post('/tickets', WRONG).expect(422)

  const words = [
    'title',
    'description',
    'requester',
    'watchers',
    'priority',
    'type',
    'dueAt',
    'links',
    'tags',
    'jobNumber',
    'assignee',
  ].map((name) => [name, problemAt(text, name)])
  expect(Object.fromEntries(words)).toEqual({
    title: 'Give the ticket a title.',
    description: 'Describe what is the matter.',
    requester: 'Write it as Name <mail@example.com>.',
    watchers: 'Write each as Name <mail@example.com>, parted by commas.',
    priority: 'Choose a priority of the list.',
    type: 'Choose one of the list.',
    dueAt: 'Write the date as 2026-11-21 17:00.',
    links: '“javascript:alert(1)” is not an address. Begin with https://, one a line.',
    tags: 'Each at most 60 characters.',
    jobNumber: 'Keep this to 40 characters.',
    assignee: 'Choose one of the list.',
  })
  expect(formOf(text, '/tickets')).toMatchObject({ ...WRONG, assignee: '' })
  expect(await desk.db.read.ticket.count()).toBe(0)
  expect(await desk.db.read.site.count()).toBe(0)
})

it('leaves nothing behind when the last of its names is refused', async () => {
  const { desk, visitor } = await openHouse()

  const { text } = await visitor()
    .post('/tickets', { title: 'Fan', description: 'Stands.', requester: 'Somebody New', tags: 'new', assignee: '999' })
    .expect(422)

  expect(problemAt(text, 'assignee')).toBe('Choose somebody who works on tickets.')
  expect(formOf(text, '/tickets')).toMatchObject({ title: 'Fan', requester: 'Somebody New', tags: 'new' })
  expect(await desk.db.read.person.count({ where: { name: 'Somebody New' } })).toBe(0)
  expect(await desk.db.read.tag.count()).toBe(0)
})

it('makes a person of a requester nobody knew, and knows them the next time', async () => {
  const { desk, visitor } = await openHouse()
  const browser = visitor()

  await openTicket(browser, { requester: 'Zoë Müller <Zoe@Example.com>' })
  await openTicket(browser, { requester: 'zoe@example.COM' })
  await openTicket(browser, { requester: '  ZOE   muller ' })
  await openTicket(browser, { requester: 'anna.van-dyk@example.com' })

  const people = await desk.db.read.person.findMany({
    where: { role: 'client' },
    include: { requested: true },
    orderBy: { id: 'asc' },
  })
  expect(people.map(({ name, email, requested }) => [name, email, requested.length])).toEqual([
    ['Zoë Müller', 'Zoe@Example.com', 3],
    ['Anna Van Dyk', 'anna.van-dyk@example.com', 1],
  ])
  expect(people.every(({ passwordHash }) => passwordHash === null)).toBe(true)
})

it('lets a client ask for nobody but themselves', async () => {
  const { desk, as } = await openHouse({ preset: 'team' })
  await as('agent', 'Troy Pound')
  const client = await as('client', 'Carla Client')
  const troy = await desk.db.read.person.findUniqueOrThrow({ where: { emailKey: 'troy.pound@example.com' } })

  const id = await openTicket(client, { requester: 'Somebody Else', notes: 'secret', assignee: String(troy.id) })

  const ticket = await desk.db.read.ticket.findUniqueOrThrow({ where: { id }, include: { requester: true } })
  expect(ticket).toMatchObject({ notes: '', assigneeId: null, requester: { name: 'Carla Client' } })
  expect(await desk.db.read.person.count({ where: { name: 'Somebody Else' } })).toBe(0)
})

it('shows what people typed as text, never as part of the page', async () => {
  const { visitor } = await openHouse()
  const evil = '<img src=x onerror=alert(1)>'

  const id = await openTicket(visitor(), {
    title: evil,
    description: `${evil} [go](javascript:alert(1)) ![pixel](https://elsewhere.example/p.png)`,
    requester: '" onmouseover="alert(1)',
    tags: evil,
    site: evil,
  })

  for (const url of [
    `/tickets/${id}`,
    '/',
    '/tickets',
    `/tickets/${id}/edit`,
    `/tickets/${id}/preview`,
    `/tickets/${id}/explanation`,
  ]) {
    const { text } = await visitor().get(url).expect(200)
    expect(text).not.toMatch(/<img src=x| onmouseover="|href="javascript:|<img[^>]*elsewhere/)
    expect(text).toContain('&lt;img src=x')
  }
})

it('stores what was typed in every script, and refuses what cannot be stored', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()

  const id = await openTicket(browser, { title: 'Zürich 日本 😀 עברית' })
  expect(mainOf((await browser.get(`/tickets/${id}`)).text)).toContain('Zürich 日本 😀 עברית')

  const { text } = await browser.post('/tickets', { title: 'nul \0 byte', description: 'x' }).expect(422)
  expect(problemAt(text, 'title')).toBe('This holds characters that cannot be stored.')
})
