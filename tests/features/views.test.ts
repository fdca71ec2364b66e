import { expect, it } from 'vitest'
import { openHouse, type Browser } from '../support/house.ts'
import { formOf, mainOf, openTicket, problemAt, rowsOf, wordsOf } from './page.ts'
import { openTown } from './town.ts'

const railOf = (html: string): string => wordsOf(/<nav class="rail"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? '')
const idIn = (location: string | undefined): number => Number(/\/views\/(\d+)/.exec(location ?? '')?.[1])

async function save(browser: Browser, fields: Readonly<Record<string, string>>): Promise<number> {
  const answer = await browser.post('/views', { name: 'A view', ...fields }).expect(303)
  return idIn(answer.headers.location)
}

it('keeps the list that is open under a name, with its order, and counts it in the menu', async () => {
  const house = await openHouse({ preset: 'team' })
  const agent = await house.as('agent')
  await openTicket(agent, { priority: 'low' })
  await openTicket(agent, { priority: 'high' })
  await openTicket(agent, { priority: 'high' })

  const { text } = await agent.get('/tickets?priority=high&sort=created&order=asc&group=status&status=all').expect(200)
  const form = formOf(text, '/views')
  expect(form).toMatchObject({ sort: 'created', order: 'asc', group: 'status', shared: 'me' })
  const id = await save(agent, { ...form, name: '  High  ones ' })

  const page = (await agent.get(`/views/${id}`).expect(200)).text
  expect(mainOf(page)).toMatch(/^High ones 2/)
  expect(rowsOf(page)).toEqual([2, 3])
  expect(page).toContain('<h2 class="bunch"><a class="bunch__name"')
  expect(railOf(page)).toContain('High ones 2')
  expect(page).toMatch(new RegExp(`href="/views/${id}" aria-current="page"`))
})

it('says beside the field what is missing, and loses nothing', async () => {
  const agent = await (await openHouse({ preset: 'team' })).as('agent')
  const { text } = await agent
    .post('/views', { name: ' ', search: 'priority=high', sort: 'due', order: 'asc' })
    .expect(422)
  expect(problemAt(text, 'name')).toBe('Give the view a name.')
  expect(formOf(text, '/views')).toMatchObject({ search: 'priority=high', sort: 'due', order: 'asc' })
})

it('keeps no search of which a part would not count', async () => {
  const house = await openHouse({ preset: 'team' })
  const agent = await house.as('agent')
  const search = Array.from({ length: 41 }, (_none, index) => `-tag:t${index}`).join(' ')
  const { text } = await agent.post('/views', { name: 'Long', search }).expect(422)
  expect(problemAt(text, 'search')).toContain('Only the first 40 words and operators count.')
  expect(formOf(text, '/views').search).toBe(search)
})

it('keeps the text of a search whatever was written around it', async () => {
  const agent = await (await openHouse({ preset: 'team' })).as('agent')
  const id = await save(agent, { search: 'http://desk/tickets?priority=high&after=abc&nonsense=1&sort=due' })
  expect(formOf((await agent.get(`/views/${id}/edit`).expect(200)).text, `/views/${id}`).search).toBe(
    'status:active priority:high',
  )
})

it('offers to keep what was changed on a view, and leads back to it', async () => {
  const agent = await (await openHouse({ preset: 'team' })).as('agent')
  await openTicket(agent, { priority: 'high' })
  await openTicket(agent, { priority: 'low' })
  const id = await save(agent, { name: 'Mine', search: 'priority=high' })

  const same = (await agent.get(`/tickets?view=${id}&priority=high`).expect(200)).text
  expect(mainOf(same)).not.toContain('Save changes')
  const changed = (await agent.get(`/tickets?view=${id}&priority=low`).expect(200)).text
  expect(mainOf(changed)).toMatch(/^Mine 1.*Back to the view Save changes/)
  expect(rowsOf(changed)).toEqual([2])

  await agent.post(`/views/${id}/changes`, formOf(changed, `/views/${id}/changes`)).expect(303)
  expect(rowsOf((await agent.get(`/views/${id}`)).text)).toEqual([2])
})

it('stays in the view from page to page', async () => {
  const house = await openHouse({ preset: 'team', config: { tickets: { page_size: 10 } } })
  const agent = await house.as('agent')
  for (let count = 0; count < 12; count += 1) await openTicket(agent)
  const id = await save(agent, { name: 'All' })
  const first = (await agent.get(`/views/${id}`)).text
  const next = /href="(\/views\/[^"]*)" aria-label="Next page"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const second = (await agent.get(next).expect(200)).text
  expect(mainOf(second)).toMatch(/^All 12/)
  expect(rowsOf(second)).toHaveLength(2)
  expect([...rowsOf(first), ...rowsOf(second)].toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 12 }, (_, i) => i + 1),
  )
})

it('shows own views to their owner alone, and shared ones to agents, each with what they may see', async () => {
  const { admin, agents, carla, tickets, desk } = await openTown()
  const own = await save(admin, { name: 'Of Adam alone' })
  const shared = await save(admin, { name: 'For all of us', shared: 'all' })
  const hers = await save(carla, { name: 'Of Carla alone' })

  for (const browser of [agents.everywhere, agents.harbour, carla])
    for (const path of [`/views/${own}`, `/views/${own}/edit`]) await browser.get(path).expect(404)
  await agents.everywhere.post(`/views/${own}`, { name: 'x' }).expect(404)
  await agents.everywhere.post(`/views/${own}/changes`).expect(404)
  await agents.everywhere.post(`/views/${own}/move`, { way: 'up' }).expect(404)
  await agents.everywhere.post(`/views/${own}/removal`).expect(404)
  await agents.everywhere.post('/views/columns', { columns: ['title'], of: String(own) }).expect(404)
  await carla.get(`/views/${shared}`).expect(404)
  await carla.get(`/views/${hers}`).expect(200)
  await admin.get(`/views/${hers}`).expect(404)

  const seen = async (browser: Browser) =>
    rowsOf((await browser.get(`/views/${shared}`).expect(200)).text).toSorted((a, b) => a - b)
  expect(await seen(admin)).toEqual(Object.values(tickets))
  expect(await seen(agents.harbour)).toEqual([tickets.carla, tickets.internal])
  expect(railOf((await agents.harbour.get('/tickets')).text)).toContain('For all of us 2')
  expect(railOf((await carla.get('/tickets')).text)).not.toContain('For all of us')

  await agents.harbour.get(`/views/${shared}/edit`).expect(403)
  await agents.harbour.post(`/views/${shared}/removal`).expect(403)
  await carla.post('/views', { name: 'Of all', shared: 'all' }).expect(403)
  const said = await desk.db.read.auditEntry.findMany({ where: { action: 'view.changed' } })
  expect(said.map(({ subject, actorName }) => [subject, actorName])).toEqual([
    [`View ${shared}, For all of us`, 'Adam Admin'],
  ])
})

it('means by "me" whoever looks', async () => {
  const house = await openHouse({ preset: 'team' })
  const [ann, bob] = [await house.as('agent', 'Ann'), await house.as('agent', 'Bob')]
  await openTicket(ann)
  await openTicket(ann)
  await ann.post('/tickets/1/pick-up').expect(303)
  const id = await save(ann, { name: 'On my plate', search: 'assignee=me', shared: 'all' })

  expect(rowsOf((await ann.get(`/views/${id}`)).text)).toEqual([1])
  expect(rowsOf((await bob.get(`/views/${id}`)).text)).toEqual([])
  expect(railOf((await ann.get('/me')).text)).toContain('On my plate 1')
  expect(railOf((await bob.get('/me')).text)).toMatch(/On my plate(?! 1)/)
})

it('counts anew when something changed, at most once a second, and says where it stopped counting', async () => {
  const house = await openHouse({ preset: 'team' })
  const agent = await house.as('agent')
  await openTicket(agent)
  await save(agent, { name: 'Work', search: '' })
  const count = async () => /Work ([\d,+]+)/.exec(railOf((await agent.get('/me')).text))?.[1]
  expect(await count()).toBe('1')
  await openTicket(agent)
  expect(await count()).toBe('1')
  house.clock.pass(1000)
  expect(await count()).toBe('2')

  await house.desk.db.write(({ hot }) => {
    hot.run(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
       INSERT INTO Ticket (title, description, status, statusKind, priority, priorityRank, ageReferenceAt, createdAt, updatedAt, section)
       SELECT 'x', 'x', 'open', 'open', 'low', 1, 0, 0, 0, 1 FROM n`,
    )
  })
  house.clock.pass(1000)
  expect(await count()).toBe('1,000+')
})

it('puts views in another order, and renames and deletes them', async () => {
  const agent = await (await openHouse({ preset: 'team' })).as('agent')
  const [one, two] = [await save(agent, { name: 'One' }), await save(agent, { name: 'Two' })]
  expect(railOf((await agent.get('/views')).text)).toMatch(/One.*Two/)
  await agent.post(`/views/${two}/move`, { way: 'up' }).expect(303)
  await agent.post(`/views/${two}/move`, { way: 'up' }).expect(303)
  expect(railOf((await agent.get('/views')).text)).toMatch(/Two.*One/)

  const form = formOf((await agent.get(`/views/${one}/edit`)).text, `/views/${one}`)
  await agent.post(`/views/${one}`, { ...form, name: 'Renamed', search: 'priority=low' }).expect(303)
  expect(mainOf((await agent.get('/views')).text)).toContain('Renamed 0 status:active priority:low · Urgency')
  await agent.post(`/views/${one}/removal`).expect(303)
  await agent.get(`/views/${one}`).expect(404)
  expect(mainOf((await agent.get('/views')).text)).not.toContain('Renamed')
})

it('is watched by the flag, which says so before the view is lost', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin', 'Ada')
  await openTicket(admin, { priority: 'critical' })
  await openTicket(admin, { priority: 'low' })
  const id = await save(admin, { name: 'Night shift', search: 'priority=low', shared: 'all' })
  const own = await save(admin, { name: 'Secret' })
  const mine = await save(admin, { name: 'Mine', search: 'assignee=me', shared: 'all' })
  const settings = formOf((await admin.get('/flag')).text, '/flag/settings')
  const watch = (text: string) => admin.post('/flag/settings', { ...settings, watch: text })

  expect(problemAt((await watch('view:Nobody knows').expect(422)).text, 'watch')).toContain('There is no shared view')
  expect(problemAt((await watch(`view:${own}`).expect(422)).text, 'watch')).toContain('There is no shared view')
  expect(problemAt((await watch(`view:${mine}`).expect(422)).text, 'watch')).toContain('"me"')
  await watch('view:night SHIFT').expect(303)
  const flag = (await admin.get('/flag')).text
  expect(mainOf(flag)).toContain('Watches the view Night shift')
  expect(flag).toContain('value="view:Night shift"')
  expect(flag).not.toContain('value="view:Secret"')

  const form = formOf((await admin.get(`/views/${id}/edit`)).text, `/views/${id}`)
  expect((await admin.post(`/views/${id}`, { ...form, name: 'Day shift' }).expect(422)).text).toContain(
    'watches this view',
  )
  expect((await admin.post(`/views/${id}`, { ...form, search: 'assignee=me' }).expect(422)).text).toContain(
    'the lamp is nobody',
  )
  expect((await admin.post(`/views/${id}/removal`).expect(422)).text).toContain('The flag watches this view')
  await admin.post(`/views/${id}/removal`, { anyway: '1' }).expect(303)
  expect(mainOf((await admin.get('/flag')).text)).toContain(
    'Watches every ticket, for there is no shared view "night SHIFT"',
  )
})

it('finds with a view what its search finds, after the search was changed by whoever may', async () => {
  const house = await openHouse({ preset: 'team' })
  const [owner, admin] = [await house.as('agent', 'Owner'), await house.as('admin', 'Ada')]
  const id = await save(owner, { name: 'Shared', shared: 'all' })
  const form = formOf((await admin.get(`/views/${id}/edit`).expect(200)).text, `/views/${id}`)
  await admin.post(`/views/${id}`, { ...form, name: 'Shared by us' }).expect(303)
  expect(railOf((await owner.get('/me')).text)).toContain('Shared by us')
})
