import { expect, it } from 'vitest'
import { addPerson, openHouse, type Browser, type House } from '../../support/house.ts'
import { eventsOf, factsOf, formOf, mainOf, openTicket, problemAt } from '../page.ts'

const opened = async (browser: Browser, id: number) =>
  formOf((await browser.get(`/tickets/${id}/edit`).expect(200)).text, `/tickets/${id}/edit`)

async function save(browser: Browser, id: number, changes: Record<string, string>): Promise<string> {
  await browser.post(`/tickets/${id}/edit`, { ...(await opened(browser, id)), ...changes }).expect(303)
  return (await browser.get(`/tickets/${id}`).expect(200)).text
}

const personId = async ({ desk }: House, role: 'agent' | 'client', name: string): Promise<number> => {
  const email = await addPerson(desk, { role, name })
  return (await desk.db.read.person.findUniqueOrThrow({ where: { emailKey: email } })).id
}

const FIRST = {
  title: 'Chiller silent',
  description: 'It hums no more.',
  notes: 'Old note.',
  requester: 'Monique Wallace',
  watchers: 'Zoë Müller',
  priority: 'standard',
  type: 'Incident',
  category: 'Defect',
  component: 'BMS',
  dueAt: '2026-12-01T09:30',
  links: 'https://example.com/old',
  tags: 'roof',
  site: 'North',
  project: 'Refit',
  jobNumber: 'J-1',
}

const SENTENCES = [
  ['title', 'Chiller dead', 'changed title from Chiller silent to Chiller dead'],
  ['description', 'It is gone.', 'changed the description'],
  ['notes', '', 'removed the notes'],
  ['requester', 'Ann New', 'changed requester from Monique Wallace to Ann New'],
  ['watchers', '', 'removed watcher Zoë Müller'],
  ['priority', 'critical', 'changed priority from Standard to Critical'],
  ['type', 'Problem', 'changed type from Incident to Problem'],
  ['category', '', 'removed category Defect'],
  ['component', 'Security', 'changed component from BMS to Security'],
  ['dueAt', '', 'removed due date Tuesday, 1 December 2026 at 09:30 CET'],
  ['links', 'https://example.com/new', 'removed link https://example.com/old and added link https://example.com/new'],
  ['tags', 'cooling, roof', 'added tag cooling'],
  ['site', 'South', 'changed site from North to South'],
  ['project', 'Survey', 'changed project from Refit to Survey'],
  ['jobNumber', 'J-2', 'changed job number from J-1 to J-2'],
] as const

it('tells in the timeline what became of each field, and from what to what', async () => {
  const { as, desk } = await openHouse({ preset: 'facilities' })
  const admin = await as('admin', 'Ada Lind')
  for (const [field, value, sentence] of SENTENCES) {
    const id = await openTicket(admin, FIRST)

    const page = await save(admin, id, { [field]: value })

    expect(eventsOf(page)).toEqual(['Ada Lind opened this ticket 21 Nov, 10:00', `Ada Lind ${sentence} 21 Nov, 10:00`])
    expect(await opened(admin, id)).toMatchObject({ ...FIRST, [field]: value })
    expect((await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).version).toBe(2)
  }
})

it('says who has it now, and offers those who may', async () => {
  const house = await openHouse({ preset: 'team' })
  const troy = await personId(house, 'agent', 'Troy Pound')
  const client = await personId(house, 'client', 'Carla Client')
  const admin = await house.as('admin', 'Ada Lind')
  const id = await openTicket(admin)

  expect(eventsOf(await save(admin, id, { assignee: String(troy) })).at(-1)).toContain(
    'Ada Lind assigned it to Troy Pound',
  )
  const { text } = await admin
    .post(`/tickets/${id}/edit`, { ...(await opened(admin, id)), assignee: String(client) })
    .expect(422)
  expect(problemAt(text, 'assignee')).toBe('Choose somebody who works on tickets.')
})

it('changes nothing, and says nothing, when it is saved as it was', async () => {
  const { as, desk, clock } = await openHouse({ preset: 'facilities' })
  const admin = await as('admin')
  const id = await openTicket(admin, FIRST)
  const dueAt = new Date('2026-12-01T08:30:42Z')
  await desk.db.write((tx) => tx.ticket.update({ where: { id }, data: { dueAt } }))
  clock.pass(60_000)

  const page = await save(admin, id, {})

  expect(eventsOf(page)).toHaveLength(1)
  expect(await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).toMatchObject({ version: 1, dueAt })
})

it('keeps both changes of two windows when they differ in field', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const [troy, ann] = [await as('agent', 'Troy Pound'), await as('agent', 'Ann Green')]
  const id = await openTicket(troy)
  const [first, second] = [await opened(troy, id), await opened(ann, id)]

  await troy.post(`/tickets/${id}/edit`, { ...first, title: 'Printer smokes', tags: 'fire' }).expect(303)
  await ann.post(`/tickets/${id}/edit`, { ...second, priority: 'high' }).expect(303)

  const page = (await troy.get(`/tickets/${id}`)).text
  expect(mainOf(page)).toContain('Printer smokes')
  expect(factsOf(page)).toMatchObject({ Priority: 'High', Tags: 'fire' })
})

it('saves nothing when two windows meet in a field, and shows both versions', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const [troy, ann] = [await as('agent', 'Troy Pound'), await as('agent', 'Ann Green')]
  const id = await openTicket(troy)
  const [first, second] = [await opened(troy, id), await opened(ann, id)]
  await troy.post(`/tickets/${id}/edit`, { ...first, title: 'Printer smokes', jobNumber: 'J-1' }).expect(303)

  const { text } = await ann
    .post(`/tickets/${id}/edit`, { ...second, title: 'Printer burns', description: 'Flames!' })
    .expect(409)

  expect(mainOf(text)).toContain('Troy Pound changed this ticket 21 Nov, 10:00, while you were writing')
  expect(mainOf(text)).toMatch(/Title Yours Printer burns Troy Pound’s Printer smokes/)
  const again = formOf(text, `/tickets/${id}/edit`)
  expect(again).toMatchObject({
    title: 'Printer burns',
    description: 'Flames!',
    jobNumber: 'J-1',
    'keep.title': 'mine',
  })
  expect(await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).toMatchObject({
    title: 'Printer smokes',
    description: 'It smokes.',
  })

  await ann.post(`/tickets/${id}/edit`, again).expect(303)
  expect(await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).toMatchObject({
    title: 'Printer burns',
    description: 'Flames!',
    jobNumber: 'J-1',
  })
})

it('keeps theirs where that is chosen, and what only one of them changed', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const [troy, ann] = [await as('agent', 'Troy Pound'), await as('agent', 'Ann Green')]
  const id = await openTicket(troy, { tags: 'one' })
  const [first, second] = [await opened(troy, id), await opened(ann, id)]
  await troy.post(`/tickets/${id}/edit`, { ...first, title: 'Printer smokes', tags: 'one, troy' }).expect(303)
  const { text } = await ann
    .post(`/tickets/${id}/edit`, { ...second, title: 'Printer burns', tags: 'one, ann', priority: 'high' })
    .expect(409)

  await ann
    .post(`/tickets/${id}/edit`, {
      ...formOf(text, `/tickets/${id}/edit`),
      'keep.title': 'theirs',
      'keep.tags': 'mine',
    })
    .expect(303)

  const ticket = await desk.db.read.ticket.findUniqueOrThrow({
    where: { id },
    include: { tags: { include: { tag: true } } },
  })
  expect(ticket).toMatchObject({ title: 'Printer smokes', priority: 'high' })
  expect(ticket.tags.map(({ tag }) => tag.name).sort()).toEqual(['ann', 'one'])
})

it('asks again when a third change comes in between', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const [troy, ann] = [await as('agent', 'Troy Pound'), await as('agent', 'Ann Green')]
  const id = await openTicket(troy)
  const mine = await opened(ann, id)
  await save(troy, id, { title: 'Second' })
  const { text } = await ann.post(`/tickets/${id}/edit`, { ...mine, title: 'Mine' }).expect(409)
  await save(troy, id, { title: 'Third' })

  const again = await ann.post(`/tickets/${id}/edit`, formOf(text, `/tickets/${id}/edit`)).expect(409)

  expect(mainOf(again.text)).toContain('Third')
  expect((await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).title).toBe('Third')
})

it('takes the same change from both sides as agreement', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const [troy, ann] = [await as('agent', 'Troy Pound'), await as('agent', 'Ann Green')]
  const id = await openTicket(troy)
  const mine = await opened(ann, id)
  await save(troy, id, { title: 'Printer smokes', tags: 'b, a' })

  await ann.post(`/tickets/${id}/edit`, { ...mine, title: 'Printer smokes', tags: 'a,b' }).expect(303)
})

it('comes back with what was typed when it is wrong, and can then be saved', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  const id = await openTicket(agent)

  const { text } = await agent
    .post(`/tickets/${id}/edit`, { ...(await opened(agent, id)), title: '', description: 'New words', dueAt: 'soon' })
    .expect(422)

  expect(problemAt(text, 'title')).toBe('Give the ticket a title.')
  const again = formOf(text, `/tickets/${id}/edit`)
  expect(again).toMatchObject({ title: '', description: 'New words', dueAt: 'soon' })
  await agent.post(`/tickets/${id}/edit`, { ...again, title: 'Mended', dueAt: '' }).expect(303)
})

it('refuses a form that is not whole, and one for a ticket that has ended', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  const id = await openTicket(agent)
  const form = await opened(agent, id)

  await agent.post(`/tickets/${id}/edit`, { title: 'x', description: 'y' }).expect(400)
  await agent.post(`/tickets/${id}/edit`, { ...form, base: '[1]' }).expect(400)
  await agent.post(`/tickets/${id}/status`, { to: 'cancelled' }).expect(303)
  const { text } = await agent.post(`/tickets/${id}/edit`, { ...form, title: 'Too late' }).expect(409)

  expect(mainOf(text)).toContain('This ticket has ended')
  expect((await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).title).toBe('Printer on fire')
})

it('leaves what clients are not shown as it is', async () => {
  const house = await openHouse({ preset: 'team' })
  const troy = await personId(house, 'agent', 'Troy Pound')
  const [agent, client] = [await house.as('agent', 'Ann Green'), await house.as('client', 'Carla Client')]
  const id = await openTicket(agent, {
    requester: 'carla.client@example.com',
    notes: 'She is cross.',
    assignee: String(troy),
  })
  const { text } = await client.get(`/tickets/${id}/edit`).expect(200)
  expect(text).not.toContain('She is cross.')

  await client
    .post(`/tickets/${id}/edit`, {
      ...formOf(text, `/tickets/${id}/edit`),
      title: 'Now urgent',
      notes: 'hacked',
      requester: 'Somebody Else',
      assignee: '1',
    })
    .expect(303)

  const ticket = await house.desk.db.read.ticket.findUniqueOrThrow({ where: { id }, include: { requester: true } })
  expect(ticket).toMatchObject({
    title: 'Now urgent',
    notes: 'She is cross.',
    assigneeId: troy,
    requester: { name: 'Carla Client' },
  })
  expect(eventsOf((await agent.get(`/tickets/${id}`)).text).at(-1)).toContain(
    'Carla Client changed title from Printer on fire to Now urgent 21 Nov',
  )
})

it('keeps whom it names, whatever they are called and whether or not they are still here', async () => {
  const house = await openHouse({ preset: 'team' })
  const { desk } = house
  const troy = await personId(house, 'agent', 'Troy Pound')
  const agent = await house.as('agent', 'Ann Green')
  const id = await openTicket(agent, { assignee: String(troy), watchers: '"Doe, Jane", Max' })
  const twin = { name: 'Max', nameKey: 'max', createdAt: new Date(0) }
  await desk.db.write(async (tx) => {
    const { id: requesterId } = await tx.person.create({ data: twin })
    await tx.ticket.update({ where: { id }, data: { requesterId } })
    await tx.person.update({ where: { id: troy }, data: { active: false } })
  })
  const names = () =>
    desk.db.read.ticket.findUniqueOrThrow({
      where: { id },
      select: { requesterId: true, assigneeId: true, watchers: { include: { person: true } } },
    })
  const before = await names()
  expect(before.watchers.map(({ person }) => person.name).sort()).toEqual(['Doe, Jane', 'Max'])

  const page = await save(agent, id, { title: 'Other title' })
  expect(eventsOf(page).at(-1)).toContain('Ann Green changed title from Printer on fire to Other title 21 Nov')
  expect(await names()).toEqual(before)

  await save(agent, id, { watchers: `${(await opened(agent, id)).watchers ?? ''}, Third` })
  expect((await names()).watchers.map(({ person }) => person.name).sort()).toEqual(['Doe, Jane', 'Max', 'Third'])
})

it('keeps what the lists of the operator no longer offer', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  const id = await openTicket(agent, { type: 'Incident' })
  await desk.db.write((tx) => tx.ticket.update({ where: { id }, data: { type: 'Old Type', priority: 'blocker' } }))

  const page = await save(agent, id, { title: 'Still here' })

  expect(mainOf(page)).toContain('Still here')
  expect(await desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).toMatchObject({
    type: 'Old Type',
    priority: 'blocker',
  })
})
