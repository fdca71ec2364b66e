import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DAY, HOUR } from '../../support/clock.ts'
import { addPerson, openHouse, type Browser, type House } from '../../support/house.ts'
import { linkTo, mainOf, openTicket, rowsOf } from '../page.ts'

const found = async (browser: Browser, query: string) =>
  rowsOf((await browser.get(`/tickets${query}`).expect(200)).text)
const sorted = (ids: readonly number[]) => ids.toSorted((one, other) => one - other)

/** Four tickets that differ in everything a filter can ask for. */
async function furnish(house: House): Promise<Browser> {
  const troyMail = await addPerson(house.desk, { role: 'agent', name: 'Troy Pound' })
  const troy = await house.desk.db.read.person.findUniqueOrThrow({ where: { emailKey: troyMail } })
  const admin = await house.as('admin', 'Ada Lind')
  await openTicket(admin, {
    title: 'Chiller silent',
    priority: 'high',
    requester: 'Monique Wallace <monique@example.com>',
    tags: 'roof, cooling',
    site: 'North',
    assignee: String(troy.id),
  })
  house.clock.pass(DAY)
  await openTicket(admin, {
    title: 'Printer jams',
    priority: 'low',
    requester: 'Ömer Çelik',
    tags: 'roof',
    site: 'South',
  })
  house.clock.pass(DAY)
  await openTicket(admin, {
    title: 'Door open',
    priority: 'high',
    requester: 'Monique Wallace <monique@example.com>',
    tags: 'door',
  })
  await openTicket(admin, { title: 'Old news', priority: 'low' })
  await admin.post('/tickets/3/pick-up').expect(303)
  await admin.post('/tickets/4/status', { to: 'cancelled' }).expect(303)
  return house.as('admin', 'Second Admin')
}

const LONG = { access: { sign_in: true, session_hours: 8760, idle_minutes: 525_600 } }

it('filters by each thing, and by several at once', async () => {
  const house = await openHouse({ preset: 'team', config: LONG })
  const browser = await furnish(house)
  const [north, south] = await house.desk.db.read.site.findMany({ orderBy: { id: 'asc' } })
  const people = await house.desk.db.read.person.findMany()
  const idOf = (name: string) => String(people.find((person) => person.name === name)?.id)

  const cases: readonly (readonly [string, readonly number[]])[] = [
    ['', [1, 2, 3]],
    ['?status=active', [1, 2, 3]],
    ['?status=all', [1, 2, 3, 4]],
    ['?status=open', [1, 2]],
    ['?status=cancelled', [4]],
    ['?status=no_such', []],
    ['?priority=high', [1, 3]],
    [`?assignee=${idOf('Troy Pound')}`, [1]],
    ['?assignee=none', [2]],
    ['?assignee=me', []],
    ['?assignee=none&status=all', [2, 4]],
    ['?requester=monique%20wal', [1, 3]],
    ['?requester=MONIQUE@example.com', [1, 3]],
    ['?requester=omer', [2]],
    [`?requester=%23${idOf('Ömer Çelik')}`, [2]],
    ['?tags=roof', [1, 2]],
    ['?tag=Roof', [1, 2]],
    ['?tags=cooling,door', [1, 3]],
    ['?tags=roof,cooling&tagMode=all', [1]],
    ['?tags=roof,ROOF&tagMode=all', [1, 2]],
    ['?tags=roof,nothing&tagMode=all', []],
    [`?site=${north?.id ?? 0}`, [1]],
    [`?site=${south?.id ?? 0}`, [2]],
    ['?source=local', [1, 2, 3]],
    ['?source=1', []],
    ['?from=2026-11-22', [2, 3]],
    ['?to=2026-11-21', [1]],
    ['?from=2026-11-22&to=2026-11-22', [2]],
    ['?section=1', [1, 2, 3]],
    ['?section=2', []],
    ['?q=printer', [2]],
    ['?q=news', [4]],
    ['?q=news&status=active', []],
    ['?priority=high&tags=roof&assignee=' + idOf('Troy Pound'), [1]],
    ['?priority=high&tags=roof&q=chill&requester=monique&site=' + String(north?.id), [1]],
    ['?priority=low&tags=cooling', []],
  ]
  for (const [query, ids] of cases) expect([query, sorted(await found(browser, query))]).toEqual([query, ids])
})

it.each([
  '?site=x',
  '?source=-1',
  '?assignee=1.5',
  '?section=9',
  '?sort=secret',
  '?order=up',
  '?after=zzz',
  '?before=W10',
  '?after=WzAsMV0',
  '?after=WzEuNSwxLDEsMSwxXQ',
  '?from=2026-99-99',
  '?to=0000-00-00',
  '?from=yesterday',
  '?tags=,,,',
  '?status=active&status=all',
  '?q[]=x',
  '?q=%00',
  '?q=%ff',
  '?end=2',
  '?tagMode=none',
])('reads %s, which makes no sense, without failing', async (query) => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await openTicket(browser)

  const { text } = await browser.get(`/tickets${query}`).expect(200)

  expect(mainOf(text)).toContain('Tickets')
})

it.each([
  ['urgency', 'desc', [3, 2, 1]],
  ['due', 'asc', [3, 1, 2]],
  ['priority', 'desc', [2, 3, 1]],
  ['updated', 'desc', [1, 3, 2]],
  ['created', 'desc', [3, 2, 1]],
])('sorts by %s, %s, and the other way round', async (sort, usual, ids) => {
  const { visitor, clock } = await openHouse()
  const browser = visitor()
  await openTicket(browser, { priority: 'low', dueAt: '2026-12-20' })
  clock.pass(HOUR)
  await openTicket(browser, { priority: 'critical' })
  clock.pass(HOUR)
  await openTicket(browser, { priority: 'high', dueAt: '2026-11-24' })
  clock.pass(HOUR)
  await browser.post('/tickets/1/updates', { kind: 'note', body: 'touched' }).expect(303)

  expect(await found(browser, `?sort=${sort}`)).toEqual(ids)
  expect(await found(browser, `?sort=${sort}&order=${usual}`)).toEqual(ids)
  const other = await found(browser, `?sort=${sort}&order=${usual === 'asc' ? 'desc' : 'asc'}`)
  expect(other).toEqual(sort === 'due' ? [1, 3, 2] : ids.toReversed())
})

async function walk(browser: Browser, start: string, step: 'Next page' | 'Previous page'): Promise<number[][]> {
  const pages: number[][] = []
  for (let url: string | null = start; url !== null && pages.length < 20;) {
    const { text }: { text: string } = await browser.get(url).expect(200)
    pages.push(rowsOf(text))
    url = linkTo(text, step)
  }
  return pages
}

const someTicket = fc.record({
  priority: fc.constantFrom('low', 'medium', 'high', 'critical'),
  dueAt: fc.option(fc.integer({ min: -5, max: 40 }), { nil: null }),
  status: fc.constantFrom('open', 'in_progress', 'on_hold', 'resolved', 'cancelled'),
  age: fc.integer({ min: 0, max: 4 }),
})

it('shows every ticket exactly once, whichever way its pages are turned', async () => {
  const { visitor, desk, clock } = await openHouse({ config: { tickets: { page_size: 10 } } })
  const browser = visitor()
  const tickets = fc.sample(someTicket, { numRuns: 47, seed: 7 })
  for (const { priority, dueAt, status, age } of tickets) {
    clock.set(new Date(Date.parse('2026-11-21T09:00:00Z') - age * 9 * DAY).toISOString())
    const due = dueAt === null ? '' : new Date(Date.parse('2026-11-21') + dueAt * DAY).toISOString().slice(0, 10)
    const id = await openTicket(browser, { priority, dueAt: due })
    const path = {
      open: [],
      in_progress: ['in_progress'],
      on_hold: ['on_hold'],
      resolved: ['in_progress', 'resolved'],
      cancelled: ['cancelled'],
    }[status]
    for (const to of path)
      await browser.post(`/tickets/${id}/status`, { to, holdReason: to === 'on_hold' ? 'Parts' : '' }).expect(303)
  }
  clock.set('2026-11-21T09:00:00Z')
  const all = (await desk.db.read.ticket.findMany({ select: { id: true } })).map(({ id }) => id)

  for (const sort of ['urgency', 'due', 'priority', 'updated', 'created']) {
    for (const order of ['asc', 'desc']) {
      const start = `/tickets?status=all&sort=${sort}&order=${order}`
      const forwards = await walk(browser, start, 'Next page')
      expect(forwards.map(({ length }) => length)).toEqual([10, 10, 10, 10, 7])
      expect(sorted(forwards.flat())).toEqual(sorted(all))
      const backwards = await walk(browser, `${start}&end=1`, 'Previous page')
      expect(backwards.toReversed()).toEqual(forwards)
    }
  }
}, 40_000)

it('pages within a filter and keeps it', async () => {
  const { visitor } = await openHouse({ config: { tickets: { page_size: 10 } } })
  const browser = visitor()
  for (let number = 0; number < 24; number += 1)
    await openTicket(browser, { title: `Fan ${number}`, tags: number % 2 === 0 ? 'even' : 'odd' })

  const pages = await walk(browser, '/tickets?tags=even&sort=created&order=asc', 'Next page')

  expect(pages).toEqual([
    [1, 3, 5, 7, 9, 11, 13, 15, 17, 19],
    [21, 23],
  ])
  const first = (await browser.get('/tickets?tags=even')).text
  expect(mainOf(first)).toContain('10 of 12')
  expect(linkTo(first, 'Previous page')).toBeNull()
  expect(first).toContain('Tag: even')
})

it('ends a day when it ends, an hour later when the clocks go back', async () => {
  const { visitor, clock } = await openHouse({ now: '2026-10-25T22:30:00Z' })
  const browser = visitor()
  await openTicket(browser)
  clock.pass(HOUR)
  await openTicket(browser)

  expect(await found(browser, '?to=2026-10-25')).toEqual([1])
  expect(await found(browser, '?from=2026-10-26')).toEqual([2])
})

it('says what it means when nothing is found, and shows the filters as chips that can be taken away', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await openTicket(browser)

  const { text } = await browser.get('/tickets?q=unheardof&priority=low&tags=a,b').expect(200)

  expect(mainOf(text)).toContain('No ticket holds “unheardof”.')
  expect(text).toContain('href="/tickets?q=unheardof&amp;priority=low&amp;tags=b"')
})
