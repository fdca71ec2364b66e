import { expect, it } from 'vitest'
import { openHouse, type Browser } from '../support/house.ts'
import { openTicket } from './page.ts'
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
  expect(await offersOf(admin, 'site:')).toEqual(['Airport', 'Harbour'])
  expect(await offersOf(admin, 'has:n')).toEqual(['note'])

  expect(await offersOf(carla, 'status:')).toContain('open')
  expect(await offersOf(carla, 'tag:dif')).toEqual([])
  expect(await offersOf(carla, 'site:')).toEqual(['Harbour'])
  expect(await offersOf(carla, 'requester:')).toEqual(['me'])
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
