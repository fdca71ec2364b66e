import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { formOf, mainOf, openTicket, problemAt } from './page.ts'

const configOf = ({ desk }: House) => JSON.parse(readFileSync(desk.config.file, 'utf8')) as Record<string, unknown>
const opened = async (browser: Browser, path: string, action = path) =>
  formOf((await browser.get(path).expect(200)).text, action)
const themeOf = async (browser: Browser) => (await browser.get('/theme.css')).text

it.each(['personal', 'facilities'] as const)(
  'changes no colour of %s when they are saved as they were opened',
  async (preset) => {
    const house = await openHouse({ preset })
    const admin = await house.as('admin')
    const before = readFileSync(house.desk.config.file, 'utf8')
    await admin.post('/settings/colours', await opened(admin, '/settings/colours')).expect(303)
    expect(readFileSync(house.desk.config.file, 'utf8')).toBe(before)
  },
)

it('saves a palette, draws it at once, says how well it is seen, and goes back to the defaults', async () => {
  const house = await openHouse()
  const browser = house.visitor()
  const fields = await opened(browser, '/settings/colours')
  const wish = {
    ...fields,
    stage_stage0: '#fffbe0',
    status_open: '#123456',
    own_open: 'on',
    priority_low: '#00aa00',
    tags: '#abcdef',
  }

  const seen = mainOf((await browser.post('/settings/colours', { ...wish, act: 'preview' }).expect(200)).text)
  expect(seen).toMatch(/On track On light paper it is (?:pale|hard to see), 1\.0:1/)
  expect(configOf(house)).not.toHaveProperty('colors.gradient')

  await browser.post('/settings/colours', wish).expect(303)
  expect(configOf(house)).toMatchObject({
    colors: {
      gradient: { stage0: '#FFFBE0' },
      statuses: { open: '#123456' },
      priorities: { Low: '#00AA00' },
      tags: { background: '#ABCDEF' },
    },
  })
  expect(await themeOf(browser)).toContain('--stage0:light-dark(#FFFBE0')
  expect(house.desk.config.urgency.overrides.has('open')).toBe(true)

  const { base = '' } = await opened(browser, '/settings/colours')
  await browser.post('/settings/colours/reset', { base }).expect(303)
  expect(await themeOf(browser)).toContain('--stage0:light-dark(#BAE6FD')
  expect(house.desk.config.urgency.overrides.has('open')).toBe(false)
})

it('takes no colour that is none', async () => {
  const browser = (await openHouse()).visitor()
  const fields = { ...(await opened(browser, '/settings/colours')), stage_overdue: 'red' }
  expect(problemAt((await browser.post('/settings/colours', fields).expect(422)).text, 'stage_overdue')).toBe(
    'Write the colour as #ff5000.',
  )
})

async function taggedDesk() {
  const house = await openHouse()
  const browser = house.visitor()
  await openTicket(browser, { title: 'One', tags: 'printer, vpn' })
  await openTicket(browser, { title: 'Two', tags: 'printers' })
  const tags = await house.desk.db.read.tag.findMany({ orderBy: { name: 'asc' } })
  const idOf = (name: string) => String(tags.find((tag) => tag.name === name)?.id)
  return { ...house, browser, idOf }
}

it('lists tags with their counts, and finds them', async () => {
  const { browser } = await taggedDesk()
  expect(mainOf((await browser.get('/settings/tags')).text)).toContain(
    'printer 1 ticket printers 1 ticket vpn 1 ticket',
  )
  expect(mainOf((await browser.get('/settings/tags?q=PRINT')).text)).not.toContain('vpn')
})

it('renames and colours a tag, and search finds it by its new name', async () => {
  const { browser, idOf } = await taggedDesk()
  const path = `/settings/tags/${idOf('vpn')}`
  await browser
    .post(path, { ...(await opened(browser, path)), name: 'Remote access', own: 'on', color: '#00ff00' })
    .expect(303)

  expect((await browser.get('/tickets/1')).text).toContain('Remote access')
  expect(mainOf((await browser.get('/tickets?q=remote')).text)).toContain('One')
  expect(await opened(browser, path)).toMatchObject({ color: '#00ff00', own: 'on' })
  await browser.post(path, { name: 'Remote access', color: '#00ff00' }).expect(303)
  expect(await opened(browser, path)).not.toHaveProperty('own')

  const taken = await browser.post(path, { name: 'PRINTER', color: '#00ff00' }).expect(422)
  expect(problemAt(taken.text, 'name')).toBe('Another tag has this name. Merge the two instead.')
  expect(mainOf((await browser.get('/settings/history')).text)).toContain(
    'tag vpn vpn, no colour, 1 ticket → becomes Remote access, #00FF00',
  )
})

it('merges one tag into another, and deletes one, with every ticket following', async () => {
  const { browser, desk, idOf } = await taggedDesk()
  await browser.post(`/settings/tags/${idOf('printers')}/merger`, { into: idOf('printer') }).expect(303)
  expect(mainOf((await browser.get('/settings/tags')).text)).toContain('printer 2 tickets')
  expect(mainOf((await browser.get('/tickets?tag=printer')).text)).toContain('Two')

  await browser.post(`/settings/tags/${idOf('printer')}/merger`, { into: '' }).expect(422)
  await browser.post(`/settings/tags/${idOf('printer')}/removal`).expect(303)
  expect(await desk.db.read.ticketTag.count()).toBe(1)
  await browser.get(`/settings/tags/${idOf('printer')}`).expect(404)
})

it('renames a tag of many tickets, some at a time, and even only its capitals', async () => {
  const { browser, desk, idOf } = await taggedDesk()
  const tagId = Number(idOf('vpn'))
  const now = new Date(desk.clock.now())
  const row = { description: '', status: 'open', statusKind: 'open', priority: 'low', priorityRank: 1, section: 1 }
  const times = { createdAt: now, updatedAt: now, ageReferenceAt: now }
  const ids = Array.from({ length: 250 }, (_none, index) => 1000 + index)
  await desk.db.write(async (tx) => {
    await tx.ticket.createMany({ data: ids.map((id) => ({ id, title: `Ticket ${id}`, ...row, ...times })) })
    await tx.ticketTag.createMany({ data: ids.map((ticketId) => ({ ticketId, tagId })) })
  })

  await browser.post(`/settings/tags/${tagId}`, { name: 'VPN', own: 'on', color: '#123456' }).expect(303)

  const tag = await desk.db.read.tag.findUniqueOrThrow({
    where: { nameKey: 'vpn' },
    include: { _count: { select: { tickets: true } } },
  })
  expect(tag).toMatchObject({ name: 'VPN', color: '#123456', _count: { tickets: 251 } })
  expect(await desk.db.read.tag.count()).toBe(3)
})
