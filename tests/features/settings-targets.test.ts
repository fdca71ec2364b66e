import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { HOUR } from '../support/clock.ts'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { formOf, mainOf, openTicket, problemAt } from './page.ts'

const opened = async (browser: Browser, slug: string) =>
  formOf((await browser.get(`/settings/${slug}`).expect(200)).text, `/settings/${slug}`)
const configOf = ({ desk }: House) => JSON.parse(readFileSync(desk.config.file, 'utf8')) as Record<string, never>
const ticketOf = async ({ desk }: House, id = 1) =>
  await desk.db.read.ticket.findUniqueOrThrow({ where: { id }, include: { clocks: true } })

async function teamDesk() {
  const house = await openHouse({ preset: 'team' })
  return { ...house, admin: await house.as('admin', 'Ada Admin') }
}

it.each(['personal', 'team', 'facilities'] as const)(
  'changes nothing when %s is saved as it was opened',
  async (preset) => {
    const house = await openHouse({ preset })
    const admin = await house.as('admin')
    const before = readFileSync(house.desk.config.file, 'utf8')
    for (const slug of ['priorities', 'targets'])
      await admin.post(`/settings/${slug}`, await opened(admin, slug)).expect(303)
    expect(readFileSync(house.desk.config.file, 'utf8')).toBe(before)
  },
)

it('renames a priority with all that goes by its name, and its tickets keep it', async () => {
  const house = await teamDesk()
  const { admin } = house
  await openTicket(admin, { priority: 'critical' })
  await openTicket(admin, { priority: 'low' })
  const fields = await opened(admin, 'priorities')
  expect(fields.label_3).toBe('Critical')

  await admin
    .post('/settings/priorities', { ...fields, label_3: 'On fire', place_3: '1', default_priority: 'critical' })
    .expect(303)

  expect((await ticketOf(house)).priority).toBe('on_fire')
  expect((await ticketOf(house)).priorityRank).toBe(1)
  expect((await ticketOf(house, 2)).priorityRank).toBe(2)
  expect(configOf(house)).toMatchObject({
    priorities: ['On fire', 'Low', 'Medium', 'High'],
    sla: { first_response: { 'On fire': '1h' }, resolution: { 'On fire': '4h' } },
    tickets: { default_priority: 'On fire' },
  })
  expect(JSON.stringify(configOf(house))).not.toContain('Critical')
  expect(house.desk.config.tickets.defaultPriority).toBe('on_fire')
})

it('takes along what the flag watches and what is saved as a view', async () => {
  const house = await teamDesk()
  const { admin, desk } = house
  const flag = formOf((await admin.get('/flag')).text, '/flag/settings')
  await admin.post('/flag/settings', { ...flag, watch: '/tickets?status=active&priority=critical' }).expect(303)
  const view = { name: 'Fires', query: 'status:active priority:>=critical vpn', createdAt: desk.clock.now() }
  await desk.db.write(({ hot }) => hot.insert('View', view))

  await admin.post('/settings/priorities', { ...(await opened(admin, 'priorities')), label_3: 'On fire' }).expect(303)

  expect(desk.config.flag.watch).toBe('status=active&priority=on_fire')
  expect(await desk.db.read.view.findFirst()).toMatchObject({ query: 'status:active priority:>=on_fire vpn' })
  expect(mainOf((await admin.get('/settings/history')).text)).toContain('flag.watch')
})

it('lets two priorities swap their names', async () => {
  const house = await teamDesk()
  const { admin } = house
  await openTicket(admin, { priority: 'low' })
  await openTicket(admin, { priority: 'medium' })
  await admin
    .post('/settings/priorities', { ...(await opened(admin, 'priorities')), label_0: 'Medium', label_1: 'Low' })
    .expect(303)
  expect([(await ticketOf(house)).priority, (await ticketOf(house, 2)).priority]).toEqual(['medium', 'low'])
})

it('adds one, and removes one whose tickets go to another', async () => {
  const house = await teamDesk()
  const { admin } = house
  await openTicket(admin, { priority: 'medium' })
  const page = (await admin.get('/settings/priorities')).text
  expect(page).toContain('its 1 ticket become High')
  const fields = formOf(page, '/settings/priorities')

  await admin
    .post('/settings/priorities', { ...fields, gone_1: 'high', label_4: 'Whenever', place_4: '1', first_4: '3d' })
    .expect(303)

  expect(house.desk.config.priorities.map(({ key }) => key)).toEqual(['whenever', 'low', 'high', 'critical'])
  expect((await ticketOf(house)).priority).toBe('high')
  expect(house.desk.config.priorities[0]).toMatchObject({ firstResponseSeconds: 3 * 86_400, resolutionSeconds: null })
})

it.each([
  ['first_0', 'soon', 'Write it as 30m, 4h or 2d.'],
  ['label_0', '', 'Give it a name.'],
  ['label_1', 'low', '"low" is listed twice.'],
  ['label_0', 'constructor', 'Choose another name.'],
  ['color_0', 'red', 'Write the colour as #ff5000.'],
  ['ages_0', '3, x', '"x" is not a number above 0.'],
  ['gone_0', 'low', 'Choose one that remains.'],
])('says what is wrong with %s %j, and keeps what was typed', async (name, typed, problem) => {
  const { admin } = await teamDesk()
  const answer = await admin
    .post('/settings/priorities', { ...(await opened(admin, 'priorities')), [name]: typed })
    .expect(422)
  expect(problemAt(answer.text, name)).toBe(problem)
})

it('gives new targets to clocks that run only when that is ticked', async () => {
  const house = await teamDesk()
  const { admin } = house
  await openTicket(admin, { priority: 'critical' })
  const resolution = async () => (await ticketOf(house)).clocks.find(({ kind }) => kind === 'resolution')
  const dueBefore = (await resolution())?.dueAt

  await admin.post('/settings/priorities', { ...(await opened(admin, 'priorities')), resolution_3: '2h' }).expect(303)
  expect((await resolution())?.dueAt).toEqual(dueBefore)

  const ticked = { ...(await opened(admin, 'priorities')), retarget: 'on' }
  await admin.post('/settings/priorities', ticked).expect(303)
  expect((await admin.get('/settings/priorities')).text).toContain('1 ticket has new deadlines.')
  expect(dueBefore!.getTime() - (await resolution())!.dueAt!.getTime()).toBe(2 * HOUR)
})

it('reckons what would change colour, and writes nothing', async () => {
  const house = await teamDesk()
  const { admin } = house
  await openTicket(admin, { priority: 'low' })
  const before = readFileSync(house.desk.config.file, 'utf8')
  const wish = { ...(await opened(admin, 'targets')), clock_stage_hours: '100, 80, 60' }

  const answer = await admin.post('/settings/targets', { ...wish, act: 'preview' }).expect(200)

  expect(mainOf(answer.text)).toContain('1 of the 1 tickets on the board would change colour.')
  expect(mainOf(answer.text)).toMatch(/Now Then Tickets .*Critical 1/)
  expect(mainOf(answer.text)).toContain('sla.clock_stage_hours 24, 12, 4 → becomes 100, 80, 60')
  expect(formOf(answer.text, '/settings/targets').clock_stage_hours).toBe('100, 80, 60')
  expect(readFileSync(house.desk.config.file, 'utf8')).toBe(before)

  const stage3At = (await ticketOf(house)).stage3At
  await admin.post('/settings/targets', wish).expect(303)
  expect((await ticketOf(house)).stage3At).not.toEqual(stage3At)
})

it('makes a calendar, runs the clocks on it, and removes it only when nothing does', async () => {
  const house = await teamDesk()
  const { admin } = house
  await openTicket(admin, { priority: 'critical' })
  const fields = { ...(await opened(admin, 'calendars')), name: 'Office', holidays: '12-25 Christmas\n2026-11-23 Move' }
  await admin.post('/settings/calendars', fields).expect(303)
  expect(mainOf((await admin.get('/settings/targets')).text)).toContain('Office open on 5 days a week, 2 holidays')

  await admin.post('/settings/targets', { ...(await opened(admin, 'targets')), calendar: 'Office' }).expect(303)
  // Opened on a Saturday; Monday is a holiday: four hours from Tuesday, 9 o'clock in Berlin.
  expect((await ticketOf(house)).clocks.find(({ kind }) => kind === 'resolution')?.dueAt).toEqual(
    new Date('2026-11-24T12:00:00Z'),
  )
  const page = (await admin.get('/settings/calendars/Office')).text
  expect(mainOf(page)).toContain('The clocks run on it.')
  await admin
    .post('/settings/calendars/Office/removal', { base: formOf(page, '/settings/calendars/Office').base! })
    .expect(422)

  await admin.post('/settings/targets', { ...(await opened(admin, 'targets')), calendar: '24x7' }).expect(303)
  const { base } = formOf((await admin.get('/settings/calendars/Office')).text, '/settings/calendars/Office/removal')
  await admin.post('/settings/calendars/Office/removal', { base: base! }).expect(303)
  await admin.get('/settings/calendars/Office').expect(404)
})

it.each([
  ['monday', '9 to 5', '"9 to 5" is not understood. Write it as 09:00-12:30, 13:30-18:00.'],
  ['monday', '17:00-09:00', 'Each time must be later than the one before it.'],
  [
    'holidays',
    '2026-02-30 Never',
    '"2026-02-30 Never" is not a day. Write 2026-12-25 Christmas, or 12-25 for every year.',
  ],
  ['name', ' ', 'Give it a name.'],
])('says of a calendar what is wrong with %s %j', async (name, typed, problem) => {
  const { admin } = await teamDesk()
  const fields = { ...(await opened(admin, 'calendars')), name: 'Office', [name]: typed }
  expect(problemAt((await admin.post('/settings/calendars', fields).expect(422)).text, name)).toBe(problem)
})
