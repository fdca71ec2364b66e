import { expect, it } from 'vitest'
import { COMMANDS, SETTINGS_PAGES } from '#domain/commands.ts'
import { can } from '#domain/access.ts'
import type { Desk } from '#src/desk.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { mainOf, openTicket } from './page.ts'
import { openTown } from './town.ts'

type Item = { readonly label: string; readonly href?: string; readonly number?: string; readonly urgency?: string }
type Answer = { readonly groups: readonly { readonly name: string; readonly items: readonly Item[] }[] }

async function find(browser: Browser, query: Readonly<Record<string, string>>): Promise<Answer> {
  const url = `/find?${new URLSearchParams(query).toString()}`
  const answer = await browser.get(url).set('accept', 'application/json').expect(200)
  return answer.body as Answer
}

const itemsOf = ({ groups }: Answer, name: string): readonly Item[] =>
  groups.find((group) => group.name === name)?.items ?? []
const labelsOf = (answer: Answer, name: string) => itemsOf(answer, name).map(({ label }) => label)

async function addView(desk: Desk, name: string, owner: string | null, shared: boolean): Promise<void> {
  const person = desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @owner', { owner })
  const createdAt = new Date(desk.clock.now())
  await desk.db.write((tx) =>
    tx.view.create({ data: { name, query: 'q=x', shared, createdAt, ownerId: person?.id ?? null } }),
  )
}

it('finds tickets as far as one sees them, the typed number first', async () => {
  const { admin, carla, colin, fred, agents, tickets } = await openTown()
  const titles = async (browser: Browser, q: string) => labelsOf(await find(browser, { q }), 'tickets')

  expect((await titles(admin, 'of')).toSorted()).toEqual(['Of Carla', 'Of Fred', 'Of nowhere'])
  expect(await titles(agents.harbour, 'of')).toEqual(['Of Carla'])
  expect(await titles(carla, 'of')).toEqual(['Of Carla'])
  expect(await titles(colin, 'of')).toEqual(['Of Carla'])
  expect(await titles(fred, 'of')).toEqual(['Of Fred'])

  await openTicket(admin, { title: `Like ${tickets.fred}` })
  expect((await titles(admin, String(tickets.fred)))[0]).toBe('Of Fred')
  expect((await titles(admin, `#${tickets.fred}`))[0]).toBe('Of Fred')
  expect(await titles(carla, `#${tickets.fred}`)).toEqual([])
  expect(await titles(fred, `#${tickets.fred}`)).toEqual(['Of Fred'])
})

it('says how urgent a ticket is to those who work on it, and its status to clients', async () => {
  const { admin, carla } = await openTown()
  const [seen] = itemsOf(await find(admin, { q: 'carla' }), 'tickets')
  const [own] = itemsOf(await find(carla, { q: 'carla' }), 'tickets')
  expect(seen).toMatchObject({ label: 'Of Carla', urgency: 'stage1', word: 'Watch', detail: 'Carla Client' })
  expect(own).toMatchObject({ label: 'Of Carla', word: 'Open' })
  expect(own).not.toHaveProperty('urgency')
})

it('brings back the tickets that were open last, and none that one may no longer see', async () => {
  const { carla, admin, tickets } = await openTown()
  const recent = [tickets.nowhere, tickets.carla, tickets.fred].join(',')
  expect(labelsOf(await find(admin, { recent }), 'recent')).toEqual(['Of nowhere', 'Of Carla', 'Of Fred'])
  expect(labelsOf(await find(carla, { recent }), 'recent')).toEqual(['Of Carla'])
  expect(labelsOf(await find(admin, { recent, q: 'fred' }), 'recent')).toEqual([])
  expect(labelsOf(await find(admin, { recent: `x,0,-1,1e3,${tickets.fred},${tickets.fred}` }), 'recent')).toEqual([
    'Of Fred',
  ])
})

it('finds people for staff alone, and leads each where they may go', async () => {
  const { admin, carla, agents } = await openTown()
  const [found] = itemsOf(await find(admin, { q: 'FRÉD' }), 'people')
  expect(found).toMatchObject({ label: 'Fred Foreign', detail: 'fred.foreign@example.com' })
  expect(found?.href).toMatch(/^\/people\/\d+$/)
  await admin.get(String(found?.href)).expect(200)

  const [person] = itemsOf(await find(agents.everywhere, { q: 'fred.for' }), 'people')
  const list = await agents.everywhere.get(String(person?.href)).expect(200)
  expect(mainOf(list.text)).toContain('Of Fred')
  expect(mainOf(list.text)).not.toContain('Of Carla')

  expect(itemsOf(await find(carla, { q: 'fred' }), 'people')).toEqual([])
  expect(itemsOf(await find(admin, { q: '' }), 'people')).toEqual([])
})

it('finds views: own ones and shared ones, but no shared ones for clients', async () => {
  const { desk, admin, carla } = await openTown()
  await addView(desk, 'Harbour mornings', 'Adam Admin', false)
  await addView(desk, 'All mornings', 'Eva Everywhere', true)
  await addView(desk, 'Secret mornings', 'Eva Everywhere', false)
  await addView(desk, 'My mornings', 'Carla Client', false)
  expect(labelsOf(await find(admin, { q: 'morn' }), 'views')).toEqual(['Harbour mornings', 'All mornings'])
  expect(labelsOf(await find(carla, { q: 'morn' }), 'views')).toEqual(['My mornings'])
})

it('offers commands by role, those that were named before the tickets', async () => {
  const { admin, carla, agents } = await openTown()
  await openTicket(admin, { title: 'New printer' })
  const named = await find(admin, { q: 'new' })
  expect(named.groups.map(({ name }) => name)).toEqual(['commands', 'tickets'])
  const word = await find(admin, { q: 'printer' })
  expect(word.groups.map(({ name }) => name)).toEqual(['tickets'])

  expect(labelsOf(await find(admin, { q: 'calendar' }), 'settings')).toContain('Settings: Calendars')
  expect(labelsOf(await find(agents.everywhere, { q: 'calendar' }), 'settings')).toEqual([])
  const own = labelsOf(await find(carla, { q: '', on: 'ticket' }), 'commands')
  expect(own).toEqual(expect.arrayContaining(['New ticket', 'Your tickets', 'Reply', 'Sign out']))
  for (const label of ['Note', 'Board', 'People', 'Flag', 'My tickets']) expect(own).not.toContain(label)
})

it('leads every command to a page that is there', async () => {
  const { admin, agents, carla } = await openTown({ access: { sign_in: true, assignment_requests: true } })
  const people = [
    ['admin', admin],
    ['agent', agents.everywhere],
    ['client', carla],
  ] as const
  for (const [role, browser] of people) {
    for (const { href, permission, lacking } of [...COMMANDS, ...SETTINGS_PAGES]) {
      if (href === undefined || !can(role, permission) || (lacking && can(role, lacking))) continue
      expect([role, href, (await browser.get(href)).status]).toEqual([role, href, 200])
    }
  }
})

it('is a page of links without a script', async () => {
  const { admin, carla } = await openTown()
  const page = await admin.get('/find?q=carla').expect(200).expect('content-type', /html/)
  expect(page.text).toMatch(/<a class="find__label" href="\/tickets\/\d+">Of Carla<\/a>/)
  expect(page.text).toMatch(/<a class="find__label" href="\/people\/\d+">Carla Client<\/a>/)
  const nothing = await carla.get('/find?q=%3Cb%3Enowhere').expect(200)
  expect(mainOf(nothing.text)).toContain('Nothing found')
  expect(nothing.text).not.toContain('<b>nowhere')
})

it.each([
  `' OR 1=1 --`,
  `"`,
  `%`,
  `*`,
  `NEAR(a b)`,
  `title: x`,
  `{notes} : words`,
  `\u0000`,
  `#999999999999999`,
  '🦊',
  'a'.repeat(300),
])('takes %j as words', async (q) => {
  const { as } = await openHouse({ preset: 'team' })
  const browser = await as('agent')
  await openTicket(browser, { title: 'Printer' })
  expect(labelsOf(await find(browser, { q }), 'tickets')).toEqual([])
  await browser.get(`/find/completions?${new URLSearchParams({ q }).toString()}`).expect(200)
})

it('takes what is repeated or nested as if it were not there', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const browser = await as('agent')
  for (const url of [
    '/find?q=a&q=b',
    '/find?q[x]=1',
    '/find?on=elsewhere',
    '/find/completions?q=a&at=-5',
    '/find/completions?at=x',
  ])
    await browser.get(url).expect(200)
})
