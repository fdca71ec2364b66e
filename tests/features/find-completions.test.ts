import { expect, it } from 'vitest'
import { completionsFor, placeAt } from '#domain/completions.ts'
import type { Actor } from '#domain/actor.ts'
import { operatorReader } from '#features/find/completions/queries.ts'
import { filterSql } from '#features/tickets/list/filter.ts'
import { listQuery } from '#features/tickets/list/schema.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { formOf, openTicket, rowsOf } from './page.ts'
import { addField } from './fields.ts'
import { openTown } from './town.ts'

type Answer = {
  readonly q: string
  readonly from: number
  readonly to: number
  readonly offers: readonly { readonly label: string; readonly insert: string; readonly help: string }[]
  readonly tickets: readonly { readonly label: string }[]
}

async function complete(browser: Browser, q: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const search = new URLSearchParams({ q, ...more })
  return (await browser.get(`/find/completions?${search.toString()}`).expect(200)).body as Answer
}

const offersOf = async (browser: Browser, q: string) => (await complete(browser, q)).offers.map(({ insert }) => insert)

it('offers what the desk knows', async () => {
  const { admin } = await openTown({ types: ['Incident', 'Service Request'] })
  await openTicket(admin, { title: 'Tagged', tags: 'vpn, Print shop' })

  expect(await offersOf(admin, 'stat')).toEqual(['status:'])
  expect(await offersOf(admin, 'status:in')).toEqual(['in_progress'])
  expect(await offersOf(admin, 'priority:')).toEqual(['critical', 'high', 'medium', 'low'])
  expect(await offersOf(admin, 'assignee:ev')).toEqual(['"Eva Everywhere"'])
  expect(await offersOf(admin, 'requester:fr')).toEqual(['"Fred Foreign"'])
  expect(await offersOf(admin, 'site:har')).toEqual(['Harbour'])
  expect(await offersOf(admin, 'type:ser')).toEqual(['"Service Request"'])
  expect(await offersOf(admin, 'tag:vpn,-pri')).toEqual(['"Print shop"'])
  expect(await offersOf(admin, 'is:una')).toEqual(['unassigned', 'unanswered'])
})

it('quotes a name that would be a word of the language', async () => {
  const { admin, house, desk } = await openTown({ types: ['Incident', 'none'] })
  await house.as('agent', 'Me')
  for (const tag of ['none', 'net*', '42']) await openTicket(admin, { title: `Tagged ${tag}`, tags: tag })
  for (const site of ['None', '7']) await openTicket(admin, { title: `At ${site}`, site })

  expect(await offersOf(admin, 'tag:non')).toEqual(['"none"', 'none'])
  expect(await offersOf(admin, 'tag:net')).toEqual(['"net*"'])
  expect(await offersOf(admin, 'site:no')).toEqual(['"None"', 'none'])
  expect(await offersOf(admin, 'assignee:m')).toEqual(['me', '"Me"'])
  expect(await offersOf(admin, 'requester:m')).toEqual(expect.arrayContaining(['me', '"Me"']))
  expect(await offersOf(admin, 'type:non')).toEqual(['"none"', 'none'])
  for (const insert of ['tag:"none"', 'tag:"42"', 'site:"None"', 'site:"7"'])
    expect(rowsOf((await admin.get(`/tickets?q=${encodeURIComponent(insert)}`)).text)).toHaveLength(1)

  const id = desk.db.sql.get<{ id: number }>(`SELECT id FROM Ticket WHERE title = 'Tagged none'`)?.id ?? 0
  const page = (await admin.get(`/tickets/${id}`)).text
  const link = /href="(\/tickets\?[^"]*tags=none)"/.exec(page)?.[1] ?? ''
  const list = (await admin.get(link.replaceAll('&amp;', '&'))).text
  expect(rowsOf(list)).toEqual([id])
  const view = await admin.post('/views', { ...formOf(list, '/views'), name: 'Of none' }).expect(303)
  const saved = String(view.headers.location)
  expect(rowsOf((await admin.get(saved)).text)).toEqual([id])
  expect(formOf((await admin.get(`${saved}/edit`)).text, saved).search).toBe('tag:"none"')
})

it('completes at the caret', async () => {
  const { admin } = await openTown()
  const { from, to, offers } = await complete(admin, 'vpn status:op created:today', { at: '13' })
  expect([from, to, offers.map(({ insert }) => insert)]).toEqual([11, 13, ['open']])
})

it('shows the first tickets below, but not while a value is missing or a list shows them', async () => {
  const { admin } = await openTown()
  const titles = async (q: string, more = {}) => (await complete(admin, q, more)).tickets.map(({ label }) => label)
  expect(await titles('carla')).toEqual(['Of Carla'])
  expect(await titles('carla', { tickets: 'no' })).toEqual([])
  expect(await titles('carla status:')).toEqual([])
})

it('offers all operators of an empty box, and none after a blank', async () => {
  const { admin } = await openTown()
  expect(await offersOf(admin, '')).toEqual(expect.arrayContaining(['status:', 'assignee:', 'has:']))
  expect(await offersOf(admin, 'printer ')).toEqual([])
})

it('keeps from clients what agents know', async () => {
  const { admin, carla } = await openTown()
  await openTicket(admin, { title: 'Tagged', tags: 'difficult' })
  expect(await offersOf(admin, 'tag:dif')).toEqual(['difficult'])
  expect(await offersOf(admin, 'site:')).toEqual(['Airport', 'Harbour', 'none'])
  expect(await offersOf(admin, 'has:n')).toEqual(['note'])

  expect(await offersOf(carla, 'status:')).toContain('open')
  expect(await offersOf(carla, 'tag:dif')).toEqual([])
  expect(await offersOf(carla, 'site:')).toEqual(['Harbour', 'none'])
  expect(await offersOf(carla, 'requester:')).toEqual(['me', 'none'])
  expect(await offersOf(carla, 'requester:fr')).toEqual([])
  expect(await offersOf(carla, 'assignee:')).toEqual([])
  expect(await offersOf(carla, 'has:n')).toEqual([])
  expect(await offersOf(carla, '')).not.toContain('tag:')
  expect((await complete(carla, 'fred')).tickets).toEqual([])
})

it('offers custom fields to those who see them', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, client] = [await house.as('admin'), await house.as('client')]
  await addField(house, admin, {
    label: 'Floor',
    type: 'choice',
    options: 'Ground\nFirst floor',
    visibleTo: 'agent',
    editableBy: 'agent',
  })
  expect(await offersOf(admin, 'flo')).toEqual(['field.floor:'])
  expect(await offersOf(admin, 'field.floor:f')).toEqual(['"First floor"'])
  expect(await offersOf(client, 'flo')).toEqual([])
  expect(await offersOf(client, 'field.floor:')).toEqual([])
})

it.each(['agent', 'client'] as const)('offers nothing to the %s that cannot be searched for', async (role) => {
  const town = await openTown({
    types: ['Service Request', 'Incident'],
    categories: ['Heating, cooling', '"Quoted"'],
    components: ['-dash', '/path'],
  })
  const { house, admin, desk } = town
  await openTicket(admin, { title: 'Tagged', tags: 'vpn, Print shop, a:b, none of it' })
  for (const [label, type, options] of [
    ['Floor', 'choice', 'Ground, left\nFirst "floor"\n-1'],
    ['Paid', 'checkbox', ''],
  ] as const)
    await addField(house, admin, { label, type, options, visibleTo: 'client', editableBy: 'agent' })
  const sites = desk.db.sql.all<{ id: number }>('SELECT id FROM Site', {}).map(({ id }) => id)
  const actor: Actor = { personId: 2, name: 'Eva', role, zone: 'UTC', sees: 'all', sites }

  const offers = operatorReader(desk)(actor)
  expect(offers.length).toBeGreaterThan(role === 'agent' ? 20 : 10)
  const inserts = offers.flatMap((offer) =>
    offer.values.map((value) => {
      const place = placeAt(`${offer.name}:`, offer.name.length + 1)
      const [one] = place ? completionsFor(place, [{ ...offer, values: [value] }], 1) : []
      return `${offer.name}:${one?.insert ?? 'nothing'}`
    }),
  )
  expect(inserts).toEqual(expect.arrayContaining(['status:active', 'category:"Heating, cooling"', 'field.paid:yes']))
  for (const q of inserts) expect([q, filterSql(listQuery.parse({ q }), actor, desk).hints]).toEqual([q, []])
})
