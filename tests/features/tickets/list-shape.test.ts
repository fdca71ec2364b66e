import { expect, it } from 'vitest'
import { addPerson, openHouse, type Browser, type House } from '../../support/house.ts'
import { linkTo, mainOf, openTicket, wordsOf } from '../page.ts'
import { openTown } from '../town.ts'

const cellsOf = (html: string, id: number): string[] => {
  const row = new RegExp(`<tr class="row [^"]*" id="t${id}">([\\s\\S]*?)</tr>`).exec(html)?.[1] ?? ''
  return [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) => wordsOf(cell))
}
const headsOf = (html: string): string[] =>
  [...(/<thead>[\s\S]*?<\/thead>/.exec(html)?.[0] ?? '').matchAll(/<th [^>]*>([\s\S]*?)<\/th>/g)].map(([, head = '']) =>
    wordsOf(head),
  )
/** The groups of a page: what each is called, how many it has, and the tickets of it that are shown. */
const groupsOf = (html: string): [string, string, number[]][] =>
  html
    .split('<h2 class="bunch">')
    .slice(1)
    .map((part) => [
      wordsOf(/<a[^>]*>([\s\S]*?)<\/a>/.exec(part)?.[1] ?? ''),
      wordsOf(/bunch__count">([\s\S]*?)</.exec(part)?.[1] ?? ''),
      [...part.matchAll(/id="t(\d+)"/g)].map(([, id]) => Number(id)),
    ])

it('shows the usual line until somebody chose columns, then these in their order', async () => {
  const house = await openHouse({ preset: 'team' })
  const agent = await house.as('agent', 'Ann')
  await openTicket(agent, {
    title: 'Door',
    type: 'Incident',
    tags: 'roof',
    site: 'North',
    requester: 'Monique Wallace',
  })
  expect((await agent.get('/tickets')).text).toContain('<ol class="rows">')

  const wanted = ['number', 'type', 'nonsense', 'tags', 'site', 'requester', 'created', 'title']
  await agent
    .post('/views/columns', { columns: wanted, of: '', back: '/tickets?status=all' })
    .expect(303)
    .then(({ headers }) => {
      expect(headers.location).toBe('/tickets?status=all')
    })
  const { text } = await agent.get('/tickets')
  expect(headsOf(text)).toEqual(['Mark', 'Number', 'Type', 'Tags', 'Site', 'Requester', 'Created', 'Title'])
  expect(cellsOf(text, 1)).toEqual([
    'Warning',
    '1',
    'Incident',
    'roof',
    'North',
    'Monique Wallace',
    '21 Nov, 10:00',
    'Door',
  ])
  const other = await house.as('agent', 'Bob')
  expect((await other.get('/tickets')).text).toContain('<ol class="rows">')

  await agent.post('/views/columns', { usual: '1', of: '' }).expect(303)
  expect((await agent.get('/tickets')).text).toContain('<ol class="rows">')
})

it('moves a column before it is saved, and never loses the title', async () => {
  const agent = await (await openHouse({ preset: 'team' })).as('agent')
  const order = (html: string) => [...html.matchAll(/name="columns" value="([^"]+)" checked/g)].map(([, key]) => key)
  const moved = await agent
    .post('/views/columns', { columns: ['number', 'status', 'title'], of: '', up: 'title' })
    .expect(200)
  expect(order(moved.text)).toEqual(['number', 'title', 'status'])
  await agent.post('/views/columns', { columns: ['status'], of: '' }).expect(303)
  await openTicket(agent)
  expect(headsOf((await agent.get('/tickets')).text)).toEqual(['Mark', 'Title', 'Status'])
})

it('gives a view columns of its own, which come along when it is saved anew', async () => {
  const agent = await (await openHouse({ preset: 'team' })).as('agent')
  await openTicket(agent)
  const made = await agent.post('/views', { name: 'One' }).expect(303)
  await agent.post('/views/columns', { columns: ['title', 'status'], of: '1', back: '/views/1' }).expect(303)
  expect(made.headers.location).toBe('/views/1')
  expect(headsOf((await agent.get('/views/1')).text)).toEqual(['Mark', 'Title', 'Status'])
  expect((await agent.get('/tickets')).text).toContain('<ol class="rows">')
  await agent.post('/views', { name: 'Two', from: '1' }).expect(303)
  expect(headsOf((await agent.get('/views/2')).text)).toEqual(['Mark', 'Title', 'Status'])
})

it('keeps from clients the columns and the groups of agents, and the columns of a field they do not see', async () => {
  const { admin, carla, tickets } = await openTown()
  const field = { label: 'Rack', type: 'text', visibleTo: 'agent', editableBy: 'agent' }
  await admin.post('/settings/fields', field).expect(303)
  const all = ['number', 'tags', 'source', 'component', 'field.rack', 'assignee', 'title']
  await carla.post('/views/columns', { columns: all, of: '' }).expect(303)
  await admin.post('/views/columns', { columns: all, of: '' }).expect(303)

  expect(headsOf((await carla.get('/tickets')).text)).toEqual(['Mark', 'Number', 'Assignee', 'Title'])
  expect(headsOf((await admin.get('/tickets')).text)).toEqual([
    'Mark',
    'Number',
    'Tags',
    'Source',
    'Component',
    'Rack',
    'Assignee',
    'Title',
  ])
  const page = (await carla.get('/tickets?group=assignee')).text
  expect(cellsOf(page, tickets.carla)).toContain('Of Carla')
  expect(page).not.toContain('bunch')
  expect(page).not.toContain('class="pick"')
  expect(page).not.toContain('/tickets/bulk')
})

async function furnish(house: House): Promise<Browser> {
  const agent = await house.as('agent', 'Ann')
  const mail = await addPerson(house.desk, { role: 'agent', name: 'Zoe' })
  const zoe = await house.desk.db.read.person.findUniqueOrThrow({ where: { emailKey: mail } })
  await openTicket(agent, { priority: 'low', requester: 'Bea', site: 'North' })
  await openTicket(agent, { priority: 'critical', requester: 'Abe', assignee: String(zoe.id) })
  await openTicket(agent, { priority: 'high', requester: 'Bea', site: 'South' })
  await openTicket(agent, { priority: 'high', assignee: String(zoe.id) })
  await agent.post('/tickets/1/pick-up').expect(303)
  return agent
}

it('stands tickets together by each thing, and leads to each group alone', async () => {
  const agent = await furnish(await openHouse({ preset: 'team' }))
  const grouped = async (group: string) =>
    groupsOf((await agent.get(`/tickets?group=${group}&sort=created&order=asc`)).text)

  expect(await grouped('assignee')).toEqual([
    ['Ann', '1', [1]],
    ['Zoe', '2', [2, 4]],
    ['Nobody', '1', [3]],
  ])
  expect(await grouped('priority')).toEqual([
    ['Critical', '1', [2]],
    ['High', '2', [3, 4]],
    ['Low', '1', [1]],
  ])
  expect(await grouped('site')).toEqual([
    ['North', '1', [1]],
    ['South', '1', [3]],
    ['No site', '2', [2, 4]],
  ])
  expect(await grouped('project')).toEqual([['No project', '4', [1, 2, 3, 4]]])
  expect(await grouped('requester')).toEqual([
    ['Abe', '1', [2]],
    ['Bea', '2', [1, 3]],
    ['No requester', '1', [4]],
  ])
  expect(await grouped('status')).toEqual([
    ['Open', '3', [2, 3, 4]],
    ['In Progress', '1', [1]],
  ])
  expect(await grouped('nonsense')).toEqual([])

  for (const group of ['assignee', 'priority', 'site', 'project', 'requester', 'status']) {
    const { text } = await agent.get(`/tickets?group=${group}`)
    for (const [, href = ''] of text.matchAll(/bunch__name" href="([^"]+)"/g)) {
      const label = wordsOf(new RegExp(`href="${href.replace(/[?.]/g, '\\$&')}">([^<]*)`).exec(text)?.[1] ?? '')
      const [, , ids] = groupsOf(text).find(([name]) => name === label) ?? []
      const alone = (await agent.get(href.replaceAll('&amp;', '&')).expect(200)).text
      expect([group, label, [...alone.matchAll(/id="t(\d+)"/g)].map(([, id]) => Number(id))]).toEqual([
        group,
        label,
        ids,
      ])
    }
  }
})

it('stands tickets together by urgency in its order, with all of each counted', async () => {
  const house = await openHouse({ preset: 'team' })
  const agent = await house.as('agent')
  await openTicket(agent, { priority: 'low' })
  await openTicket(agent, { priority: 'critical' })
  await openTicket(agent, { priority: 'low' })
  await agent.post('/tickets/3/status', { to: 'cancelled' }).expect(303)
  const page = (await agent.get('/tickets?group=stage&status=all')).text
  const groups = groupsOf(page)
  expect(groups.map(([name, , ids]) => [name, ids])).toEqual([
    ['Critical', [2]],
    ['Watch', [1]],
    ['Done', [3]],
  ])
  expect(groups.map(([, count]) => count)).toEqual(['1', '1', '1'])
})

it.each(['assignee', 'requester', 'priority', 'stage'])(
  'walks to the end and back in groups by %s without losing one',
  async (group) => {
    const house = await openHouse({ preset: 'team', config: { tickets: { page_size: 10 } } })
    const agent = await house.as('agent')
    const priorities = ['low', 'medium', 'high', 'critical']
    for (let index = 0; index < 33; index += 1)
      await openTicket(agent, { requester: `Person ${index % 7}`, priority: priorities[index % 4] ?? 'low' })
    for (const id of [1, 8, 15, 22]) await agent.post(`/tickets/${id}/pick-up`).expect(303)

    const walk = async (start: string, label: string): Promise<number[][]> => {
      const pages: number[][] = []
      for (let href: string | null = start; href !== null && pages.length < 9;) {
        const { text } = await agent.get(href).expect(200)
        pages.push([...text.matchAll(/id="t(\d+)"/g)].map(([, id]) => Number(id)))
        href = linkTo(text, label)
      }
      return pages
    }
    const forward = await walk(`/tickets?group=${group}`, 'Next page')
    const all = forward.flat()
    expect(forward.map((page) => page.length)).toEqual([10, 10, 10, 3])
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 33 }, (_none, index) => index + 1))
    const back = await walk(`/tickets?group=${group}&end=1`, 'Previous page')
    expect(back.toReversed().flat()).toEqual(all)
  },
)

it.each(['after=zzz', 'after=9~99~xx', 'before=~', 'after=-5~1~', 'before=3~%25~x', 'end=1'])(
  'reads %s among groups without failing',
  async (place) => {
    const agent = await furnish(await openHouse({ preset: 'team' }))
    expect(mainOf((await agent.get(`/tickets?group=assignee&${place}`).expect(200)).text)).toContain('Tickets')
  },
)

it('remembers the order somebody chose, for lists that name none, and forgets it on request', async () => {
  const house = await openHouse({ preset: 'team' })
  const agent = await furnish(house)
  const first = async (browser: Browser, path: string) =>
    /id="t(\d+)"/.exec((await browser.get(path).expect(200)).text)?.[1]
  expect(await first(agent, '/tickets?sort=created&order=asc')).toBe('1')
  expect(await first(agent, '/tickets')).toBe('2')

  const chosen = await agent.get('/tickets?sort=created&order=asc&chosen=1').expect(303)
  expect(chosen.headers.location).toBe('/tickets?sort=created&order=asc')
  expect(await first(agent, '/tickets')).toBe('1')
  expect(await first(agent, '/tickets?status=all')).toBe('1')
  expect(await first(agent, '/tickets?sort=urgency')).toBe('2')
  expect(await first(await house.as('agent', 'Other'), '/tickets')).toBe('2')

  const usual =
    /href="([^"]+)">Usual order</.exec((await agent.get('/tickets')).text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  await agent.get(usual).expect(303)
  expect(await first(agent, '/tickets')).toBe('2')
})

it('takes an order that came with a filter for chosen only when it was changed', async () => {
  const agent = await furnish(await openHouse({ preset: 'team' }))
  const listing = async () => /sorts__link--on"[^>]*>(\w+)/.exec((await agent.get('/tickets')).text)?.[1]
  await agent.get('/tickets?q=&sort=due&order=asc&group=&had=due+asc+').expect(303)
  expect(await listing()).toBe('Urgency')
  await agent.get('/tickets?q=&sort=due&order=asc&group=&had=urgency+desc+').expect(303)
  expect(await listing()).toBe('Due')
})

it("remembers an order for a view of one's own, beside the one the view has", async () => {
  const house = await openHouse({ preset: 'team' })
  const agent = await furnish(house)
  await agent.post('/views', { name: 'Own', sort: 'created', order: 'asc', shared: 'all' }).expect(303)
  const other = await house.as('agent', 'Other')
  const sortOf = async (browser: Browser) =>
    /sorts__link--on"[^>]*>(\w+)/.exec((await browser.get('/views/1').expect(200)).text)?.[1]

  await agent.get('/views/1?sort=priority&chosen=1').expect(303).expect('location', '/views/1')
  expect(await sortOf(agent)).toBe('Priority')
  expect(await sortOf(other)).toBe('Created')
  await other.get('/views/1?sort=due&chosen=1').expect(303)
  expect(await sortOf(other)).toBe('Created')
  await agent.post('/views/1/changes', { sort: 'updated', order: 'desc' }).expect(303)
  expect(await sortOf(agent)).toBe('Updated')
  expect(await sortOf(other)).toBe('Updated')
})

it('offers staff a box for each ticket and a bar for what is selected', async () => {
  const agent = await furnish(await openHouse({ preset: 'team' }))
  const { text } = await agent.get('/tickets?priority=high').expect(200)
  expect(text).toContain(
    '<input type="checkbox" form="bulk" name="ids" value="3" aria-label="Select 3, Printer on fire">',
  )
  expect(text).toMatch(/<form[^>]*id="bulk"[^>]*action="\/tickets\/bulk"/)
  expect(text).toContain('<input type="hidden" name="search" value="?priority=high" />')
  expect((await agent.get('/')).text).not.toContain('class="pick"')
})
