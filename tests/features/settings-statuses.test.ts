import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { eventsOf, formOf, mainOf, openTicket, problemAt } from './page.ts'

const LIST = '/settings/statuses'
const pageAt = async (browser: Browser, path: string) => (await browser.get(path).expect(200)).text
const opened = async (browser: Browser, path: string) => formOf(await pageAt(browser, path), path)
const keysOf = ({ desk }: House) => desk.config.workflow.map(({ key }) => key)
const statusOf = ({ desk }: House, wanted: string) => desk.config.workflow.find(({ key }) => key === wanted)!

async function teamDesk() {
  const house = await openHouse({ preset: 'team' })
  return { ...house, admin: await house.as('admin', 'Ada Admin') }
}

/** What a browser sends of the page of a status: a box a mover. */
async function ticked(browser: Browser, key: string): Promise<Record<string, string | string[]>> {
  const html = await pageAt(browser, `${LIST}/${key}`)
  const form = formOf(html, `${LIST}/${key}`)
  const boxes = [...html.matchAll(/name="(to_\w+)" value="(\w+)" checked/g)]
  const names = [...new Set(boxes.map(([, name = '']) => name))]
  return {
    ...form,
    ...Object.fromEntries(
      names.map((name) => [name, boxes.filter(([, one]) => one === name).map(([, , by = '']) => by)]),
    ),
  }
}

it('tells where each status leads, in words and as a drawing', async () => {
  const { admin } = await teamDesk()
  const html = await pageAt(admin, LIST)
  expect(mainOf(html)).toContain(
    'Resolved Resolved, waits on the requester leads to In Progress (admins, agents, the requester), Closed (admins, the requester)',
  )
  expect(html.match(/class="diagram__node /g)).toHaveLength(6)
  expect(html).toContain('role="img"')
})

it('adds one that can be worked with at once', async () => {
  const house = await teamDesk()
  const { admin } = house
  await openTicket(admin)
  await admin.post(LIST, { ...(await opened(admin, LIST)), label: 'Waiting for parts', kind: 'hold' }).expect(303)

  expect(keysOf(house)).toEqual([
    'open',
    'in_progress',
    'on_hold',
    'resolved',
    'waiting_for_parts',
    'closed',
    'cancelled',
  ])
  expect(statusOf(house, 'waiting_for_parts')).toMatchObject({ kind: 'hold', pausesClocks: true, waitingOn: 'nobody' })
  await admin.post('/tickets/1/status', { to: 'waiting_for_parts', holdReason: 'A pump' }).expect(303)
  expect(mainOf(await pageAt(admin, '/tickets/1'))).toContain('Waiting for parts')
})

it('changes nothing when a status is saved as it was opened', async () => {
  const house = await teamDesk()
  const { admin } = house
  const before = readFileSync(house.desk.config.file, 'utf8')
  for (const key of keysOf(house)) await admin.post(`${LIST}/${key}`, await ticked(admin, key)).expect(303)
  expect(readFileSync(house.desk.config.file, 'utf8')).toBe(before)
})

it('changes a name and who may move a ticket where', async () => {
  const house = await teamDesk()
  const { admin } = house
  const fields = await ticked(admin, 'open')
  await admin.post(`${LIST}/open`, { ...fields, label: 'New', to_cancelled: ['admin'] }).expect(303)

  expect(statusOf(house, 'open')).toMatchObject({ label: 'New' })
  expect(statusOf(house, 'open').to).toContainEqual({ status: 'cancelled', by: ['admin'] })
  const agent = await house.as('agent')
  await openTicket(agent)
  await agent.post('/tickets/1/status', { to: 'cancelled' })
  expect((await house.desk.db.read.ticket.findFirstOrThrow()).status).toBe('open')
})

it('puts them in order, but never a final one first', async () => {
  const house = await teamDesk()
  const { admin } = house
  const order = async (key: string, by: string) => {
    const { base = '' } = formOf(await pageAt(admin, LIST), LIST)
    return admin.post(`${LIST}/order`, { base, key, by })
  }
  expect((await order('on_hold', 'up')).status).toBe(303)
  expect(keysOf(house).slice(0, 3)).toEqual(['open', 'on_hold', 'in_progress'])

  expect((await order('resolved', 'up')).status).toBe(303)
  expect((await order('resolved', 'up')).status).toBe(303)
  const refused = await order('resolved', 'up')
  expect(refused.status).toBe(422)
  expect(mainOf(refused.text)).toContain('New tickets start as Resolved, so it must be open.')
})

it('refuses what would leave tickets stuck', async () => {
  const house = await teamDesk()
  const { admin } = house
  const fields = Object.entries(await ticked(admin, 'on_hold')).filter(([name]) => !name.startsWith('to_'))
  const { text } = await admin.post(`${LIST}/on_hold`, Object.fromEntries(fields)).expect(422)
  expect(mainOf(text)).toContain('A ticket that is On Hold could never be finished')
  expect(statusOf(house, 'on_hold').to).toHaveLength(3)
})

it('removes one after its tickets were moved, clocks and timeline with them', async () => {
  const house = await teamDesk()
  const { admin, clock } = house
  for (const title of ['One', 'Two', 'Three']) await openTicket(admin, { title, priority: 'high' })
  for (const id of [1, 2]) await admin.post(`/tickets/${id}/status`, { to: 'on_hold', holdReason: 'Parts' }).expect(303)
  clock.pass(1_800_000)
  const path = `${LIST}/on_hold`
  const html = await pageAt(admin, path)
  expect(mainOf(html)).toContain('Its 2 tickets become')
  const fields = formOf(html, `${path}/removal`)

  const refused = await admin.post(`${path}/removal`, fields).expect(422)
  expect(problemAt(refused.text, 'to')).toBe('Choose where its tickets go.')
  expect(formOf(refused.text, path).label).toBe('On Hold')
  expect(keysOf(house)).toContain('on_hold')

  await admin.post(`${path}/removal`, { ...fields, to: 'in_progress' }).expect(303)
  expect(keysOf(house)).toEqual(['open', 'in_progress', 'resolved', 'closed', 'cancelled'])
  const tickets = await house.desk.db.read.ticket.findMany({ include: { clocks: { include: { pauses: true } } } })
  expect(tickets.map(({ status }) => status)).toEqual(['in_progress', 'in_progress', 'open'])
  expect(tickets[0]!.clocks.every(({ pauses, dueAt }) => pauses[0]?.toAt != null && dueAt !== null)).toBe(true)
  expect(eventsOf(await pageAt(admin, '/tickets/1')).join(' ')).toContain('In Progress')
  expect(mainOf(await pageAt(admin, LIST))).not.toContain('On Hold')
})

it('sends what the flag watches, and what is saved as a view, along with the tickets of a status that goes', async () => {
  const { admin, desk } = await teamDesk()
  const flag = formOf((await admin.get('/flag')).text, '/flag/settings')
  await admin.post('/flag/settings', { ...flag, watch: 'status=on_hold' }).expect(303)
  const view = { name: 'Stuck', query: 'status:open,on_hold is:mine', createdAt: desk.clock.now() }
  await desk.db.write(({ hot }) => hot.insert('View', view))

  const path = `${LIST}/on_hold`
  const fields = formOf(await pageAt(admin, path), `${path}/removal`)
  await admin.post(`${path}/removal`, { ...fields, to: 'in_progress' }).expect(303)

  expect(desk.config.flag.watch).toBe('status=in_progress')
  expect(await desk.db.read.view.findFirst()).toMatchObject({ query: 'status:open,in_progress is:mine' })
})

it('says that somebody was quicker, when a status went that a form still knows', async () => {
  const { admin, as } = await teamDesk()
  const other = await as('admin', 'Bob Other')
  const fields = await ticked(admin, 'resolved')
  const removal = formOf(await pageAt(other, `${LIST}/on_hold`), `${LIST}/on_hold/removal`)
  await other.post(`${LIST}/on_hold/removal`, { ...removal, to: 'open' }).expect(303)

  const { text } = await admin.post(`${LIST}/resolved`, { ...fields, to_on_hold: ['admin'] }).expect(409)
  expect(mainOf(text)).toContain('Somebody changed these settings while you had this page open')
  await admin.post(`${LIST}/on_hold`, fields).expect(404)
})

it('gives a status a key of its own, whatever it is called', async () => {
  const house = await teamDesk()
  const { admin } = house
  for (const label of ['Constructor', 'Öffnen', 'öffnen', '待機'])
    await admin.post(LIST, { ...(await opened(admin, LIST)), label }).expect(303)
  expect(keysOf(house)).toEqual(expect.arrayContaining(['constructor_2', 'offnen', 'offnen_2', 'status']))
  await admin.get('/settings/colours').expect(200)
})
