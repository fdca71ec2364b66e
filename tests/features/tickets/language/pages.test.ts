import { expect, it } from 'vitest'
import { searchPeople } from '#features/people/queries.ts'
import { openHouse } from '../../../support/house.ts'
import { formOf, mainOf, openTicket, rowOf, rowsOf } from '../../page.ts'

const asked = (q: string) => `/tickets?q=${encodeURIComponent(q)}`

it('says what it cannot read, and searches it as words', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await openTicket(browser, { title: 'About foo: bar' })
  await openTicket(browser, { title: 'Else' })
  const page = async (q: string) => (await browser.get(asked(q)).expect(200)).text

  expect(rowsOf(await page('foo:bar'))).toEqual([1])
  expect(mainOf(await page('asignee:me'))).toContain(
    'There is no operator “asignee:”. Searched as words. Did you mean “assignee:”?',
  )
  expect(mainOf(await page('status:opne'))).toContain(
    '“opne” is nothing that “status:” can read. Searched as words. Did you mean “status:open”?',
  )
  expect(mainOf(await page('due:soon'))).toContain('It is written like “due:today”.')
  expect(mainOf(await page('status:open'))).not.toContain('Searched as words')
})

it('shows titles that hold the words first, then the more urgent, and turns pages in that order', async () => {
  const { visitor, clock } = await openHouse({ config: { tickets: { page_size: 10 } } })
  const browser = visitor()
  await openTicket(browser, { title: 'Chiller', description: 'The printer is silent.', priority: 'critical' })
  await openTicket(browser, { title: 'Printers everywhere', priority: 'low' })
  clock.pass(1000)
  await openTicket(browser, { title: 'Printer jams', priority: 'low' })
  await openTicket(browser, { title: 'One printer too many', priority: 'high', dueAt: '2026-11-22' })
  for (let count = 0; count < 8; count += 1) await openTicket(browser, { title: 'Door', description: 'printer' })

  const { text } = await browser.get(asked('printer')).expect(200)
  expect(rowsOf(text).slice(0, 3)).toEqual([4, 3, 2])
  expect(rowsOf(text)).toHaveLength(10)
  const last = await browser.get(`${asked('printer')}&end=1`).expect(200)
  expect([...rowsOf(text), ...rowsOf(last.text)].toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 12 }, (_n, at) => at + 1),
  )
  expect(rowOf(text, 1) + rowOf(last.text, 1)).toContain('The printer is silent.')
  expect(text + last.text).toContain('The <mark>printer</mark> is silent.')
  const urgent = rowsOf((await browser.get(`${asked('printer')}&sort=urgency`).expect(200)).text)
  expect(urgent.indexOf(1)).toBeLessThan(urgent.indexOf(3))
})

it('tells clients nothing of what agents keep for themselves', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, client] = [await house.as('admin', 'Ada Lind'), await house.as('client', 'Carl Klein')]
  const id = await openTicket(client, { title: 'Mine' })
  await admin.post(`/tickets/${id}/updates`, { kind: 'note', body: 'secretword here' }).expect(303)
  const found = async (q: string) => (await client.get(asked(q)).expect(200)).text

  for (const q of [
    'has:note',
    '-has:note',
    'has:notes',
    'watcher:none',
    '-watcher:ada',
    'is:watched',
    '-is:snoozed',
    'secretword',
    'has:relation,due',
  ])
    expect([q, rowsOf(await found(q))]).toEqual([q, []])
  expect(mainOf(await found('-has:note'))).toContain('“-has:note” is for agents. It finds nothing here.')
  expect(rowsOf(await found('requester:me -secretword'))).toEqual([id])
  expect(rowsOf(await found('assignee:ada.lind@example.com'))).toEqual([])
  expect((await client.get('/search/help').expect(200)).text).not.toMatch(/watcher|note|snoozed|tag:|mine/)
})

it('keeps tags from clients: on rows, in tables, and in what they search for', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, client] = [await house.as('admin', 'Ada Lind'), await house.as('client', 'Carl Klein')]
  const id = await openTicket(client, { title: 'Printer jams' })
  await admin.post('/tickets/bulk/run', { ids: String(id), addTags: 'zebra', key: 'k' }).expect(303)
  const open = async () => (await admin.get('/tickets').expect(200)).text
  await expect.poll(open).toContain('zebra')

  const search = async (q: string) => rowsOf((await client.get(asked(q)).expect(200)).text)
  expect(await search('printer')).toEqual([id])
  expect([await search('zebra'), await search('tag:zebra'), await search('-tag:zebra')]).toEqual([[], [], []])
  expect(await search('printer -zebra')).toEqual([id])
  expect(rowsOf((await client.get('/tickets?tags=zebra').expect(200)).text)).toEqual([])
  for (const path of ['/tickets', '/tickets/export?status=all', `/tickets/${id}`, '/tickets?columns=tags'])
    expect([path, (await client.get(path).expect(200)).text]).not.toContain('zebra')
  expect((await client.get('/tickets').expect(200)).text).not.toContain('name="tags"')
})

it('does not let clients find out who watches', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, client] = [await house.as('admin', 'Ada Lind'), await house.as('client', 'Carl Klein')]
  const id = await openTicket(client, { title: 'Printer jams', description: 'It smells of toner.' })
  const form = formOf((await admin.get(`/tickets/${id}/edit`)).text, `/tickets/${id}/edit`)
  const changes = { watchers: 'Wanda Wachs <wanda@example.com>' }
  await admin.post(`/tickets/${id}/edit`, { ...form, ...changes }).expect(303)
  const found = async (browser: typeof admin, q: string) => (await browser.get(asked(q)).expect(200)).text

  for (const q of ['Wanda', 'wachs', 'wanda@example.com']) {
    expect([q, rowsOf(await found(admin, q))]).toEqual([q, [id]])
    expect([q, rowsOf(await found(client, q))]).toEqual([q, []])
    expect([q, rowsOf(await found(client, `toner -"${q}"`))]).toEqual([q, [id]])
  }
  expect(rowsOf(await found(client, 'toner'))).toEqual([id])
  expect(rowsOf(await found(client, 'requester:carl printer'))).toEqual([id])
})

it('searches one letter and a star as the letter, and says so', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  const id = await openTicket(browser, { title: 'Drive P is gone' })
  await openTicket(browser, { title: 'Printer on fire' })

  const page = (await browser.get(asked('p*')).expect(200)).text
  expect(rowsOf(page)).toEqual([id])
  expect(page).toContain('“p*” was searched as “p”. Write two letters or more before the star.')
})

it('explains the language with examples that work', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  const { text } = await browser.get('/search/help').expect(200)
  const links = [...text.matchAll(/href="(\/tickets\?q=[^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

  expect(links.length).toBeGreaterThan(40)
  for (const link of links)
    expect([link, mainOf((await browser.get(link).expect(200)).text)]).not.toContain('Searched as words')
})

it('finds people by any word, for staff', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  await openTicket(admin, { requester: 'Jürgen Groß <jg@example.com>' })
  const names = (text: string, role: 'admin' | 'client' = 'admin') =>
    searchPeople(house.desk, { role }, { text, most: 5 }).map(({ name }) => name)

  expect(['GROSS', 'jur', 'jg@exa', 'jurgen groß'].map((text) => names(text))).toEqual(Array(4).fill(['Jürgen Groß']))
  expect([names('urgen'), names('" OR *'), names(''), names('gross', 'client')]).toEqual([[], [], [], []])
  await house.desk.db.write((tx) =>
    tx.person.updateMany({ where: { email: 'jg@example.com' }, data: { name: 'Hans', nameKey: 'hans' } }),
  )
  expect([names('gross'), names('hans')]).toEqual([[], ['Hans']])
})
