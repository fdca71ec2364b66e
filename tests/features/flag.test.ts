import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import type { Frame } from '#domain/flag-frames.ts'
import { frameText } from '#domain/flag-frames.ts'
import { FlagKeeper } from '#features/flag/keeper.ts'
import type { HidPort } from '#features/flag/port.ts'
import { DAY, HOUR } from '../support/clock.ts'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { formOf, mainOf, openTicket, problemAt } from './page.ts'

const STROBING = '00 03 ff ff 00 00 14 00 00'
const CALM = '00 01 ff 66 00 00 00 00 00'
const GREEN = '00 01 ff 00 ff 00 00 00 00'
const BLUE = '00 01 ff 00 50 ff 00 00 00'
const DARK = '00 01 ff 00 00 00 00 00 00'

const frameOn = (html: string) => /Frame <code>([^<]+)<\/code>/.exec(html)?.[1] ?? ''
const flagPage = async (browser: Browser) => (await browser.get('/flag').expect(200)).text

/** A desk with one ticket that is overdue. */
async function overdueDesk(preset: 'personal' | 'team' = 'personal') {
  const house = await openHouse({ preset })
  const browser = await house.as('admin')
  await openTicket(browser, { title: 'Gateway is down', priority: 'critical' })
  house.clock.pass(8 * DAY)
  return { ...house, browser: preset === 'personal' ? browser : await house.as('admin', 'Later Admin') }
}

/** A flag that keeps what it is sent. */
function recordingPort() {
  const frames: Frame[] = []
  const port: HidPort = {
    list: () =>
      Promise.resolve([{ path: '/dev/hidraw0', vendorId: 0x04d8, productId: 0xf372, product: 'LUXAFOR FLAG' }]),
    open: () =>
      Promise.resolve({
        write: (bytes) => Promise.resolve(void frames.push(bytes)),
        close: () => Promise.resolve(),
        onError: () => undefined,
        onData: () => undefined,
      }),
  }
  return { port, sent: () => frames.map(frameText) }
}

function keeperOf({ desk }: House) {
  const { port, sent } = recordingPort()
  const keeper = new FlagKeeper(desk, port)
  onTestFinished(() => keeper.stop())
  return { keeper, sent }
}

it('draws what is sent, with words and bytes, though no flag is there', async () => {
  const { browser } = await overdueDesk()
  const html = await flagPage(browser)

  expect(mainOf(html)).toContain('Overdue 1 is 23 h overdue Gateway is down Red, strobing, 100 %')
  expect(frameOn(html)).toBe(STROBING)
  expect(html).toMatch(/<svg class="lamp lamp--strobe [^>]*aria-label="The flag: Red, strobing, 100 %"/)
})

it('says that all is clear, with nothing to acknowledge', async () => {
  const browser = (await openHouse()).visitor()
  const html = await flagPage(browser)

  expect(mainOf(html)).toContain('All clear')
  expect(frameOn(html)).toBe(GREEN)
  expect(html).not.toContain('I have seen it')
  await browser.post('/flag/acknowledge').expect(409)
})

it('is calmed until something new happens, across a restart', async () => {
  const house = await overdueDesk()
  const { browser, clock, desk } = house
  await browser.post('/flag/acknowledge').expect(303)
  expect(frameOn(await flagPage(browser))).toBe(CALM)
  expect(mainOf(await flagPage(browser))).toContain('has seen it')

  clock.pass(HOUR)
  expect(frameText(new FlagKeeper(desk).now().shown.frame)).toBe(CALM)

  await openTicket(browser, { title: 'Another', priority: 'critical' })
  clock.pass(8 * DAY)
  expect(frameOn(await flagPage(browser))).toBe(STROBING)
  await expect.poll(() => desk.db.read.meta.findUnique({ where: { key: 'flag.acknowledged' } })).toBeNull()
})

it('strobes again when an acknowledged ticket was solved and comes back', async () => {
  const { browser } = await overdueDesk()
  await browser.post('/flag/acknowledge').expect(303)
  await browser.post('/tickets/1/status', { to: 'in_progress' }).expect(303)
  expect(frameOn(await flagPage(browser))).toBe(CALM)
  await browser.post('/tickets/1/status', { to: 'resolved' }).expect(303)
  expect(frameOn(await flagPage(browser))).toBe(GREEN)

  await expect.poll(async () => mainOf(await flagPage(browser))).not.toContain('has seen it')
  await browser.post('/tickets/1/status', { to: 'in_progress' }).expect(303)
  expect(frameOn(await flagPage(browser))).toBe(STROBING)
})

it('shows it in full again when asked to', async () => {
  const { browser } = await overdueDesk()
  await browser.post('/flag/acknowledge').expect(303)
  await browser.post('/flag/acknowledge', { undo: '1' }).expect(303)

  expect(frameOn(await flagPage(browser))).toBe(STROBING)
})

it('tries a state for five seconds', async () => {
  const { browser, clock } = await overdueDesk()
  await browser.post('/flag/test', { state: 'stage0' }).expect(303)
  expect(mainOf(await flagPage(browser))).toContain('Trying: On track')
  expect(frameOn(await flagPage(browser))).toBe(BLUE)

  clock.pass(5000)
  expect(frameOn(await flagPage(browser))).toBe(STROBING)
  await browser.post('/flag/test', { state: 'purple' }).expect(422)
})

it('saves settings into config.json and keeps the rest of it, comments too', async () => {
  const { browser, desk } = await overdueDesk()
  const { file } = desk.config
  writeFileSync(file, readFileSync(file, 'utf8').replace('{', '{\n  // Ours since 2019.\n'))
  const values = formOf(await flagPage(browser), '/flag/settings')
  expect(values).toMatchObject({
    watch: 'everything',
    rank_overdue: '2',
    pattern_overdue: 'strobe',
    color_overdue: '#ff0000',
  })

  const changed = {
    ...values,
    color_overdue: '#ff00aa',
    pattern_overdue: 'wave-2',
    speed_overdue: '60',
    rank_stage0: '',
    brightness: '50',
    quiet_hours: 'Sat, Sun 00:00-24:00\r\n22:00-23:00',
    quiet: 'dim',
  }
  await browser.post('/flag/settings', changed).expect(303)

  const html = await flagPage(browser)
  expect(formOf(html, '/flag/settings')).toEqual({
    ...changed,
    rank_waiting: '6',
    quiet_hours: 'Sat, Sun 00:00-24:00\n22:00-23:00',
  })
  const written = readFileSync(file, 'utf8')
  expect(written).toContain('// Ours since 2019.')
  expect(JSON.parse(written.replace(/^ *\/\/.*$/m, ''))).toMatchObject({
    time_zone: 'Europe/Berlin',
    flag: {
      lights: { overdue: { color: '#FF00AA', pattern: 'wave', wave: 2, speed: 60 } },
      quiet_hours: [{ days: ['saturday', 'sunday'] }, { from: '22:00', to: '23:00' }],
    },
  })
  // 29 November 2026 is a Sunday.
  expect(desk.config.flag.order).not.toContain('stage0')
  expect(frameOn(html)).toBe('00 01 ff 0f 00 0a 00 00 00')
})

it.each([
  ['brightness', '0', 'Enter a number from 1 to 100.'],
  ['speed_overdue', 'fast', 'Enter a number from 0 to 255.'],
  ['color_clear', 'green', 'Write the colour as #ff5000.'],
  ['pattern_clear', 'wave-9', 'Choose a pattern of the list.'],
  ['rank_stage1', '2', 'Place 2 belongs to "Overdue".'],
  ['quiet_hours', 'at night', '"at night" is not understood. Write it as Mon-Fri 18:00-08:00.'],
  ['watch', 'assignee=me', 'The lamp is nobody, so "me" finds nothing. Name the person instead.'],
  ['watch', 'person:nobody@example.com', 'Nobody here has the mail address or number "nobody@example.com".'],
])('says what is wrong with %s %j, beside it, and keeps what was typed', async (name, typed, problem) => {
  const browser = (await openHouse()).visitor()
  const values = { ...formOf(await flagPage(browser), '/flag/settings'), [name]: typed }
  const { text } = await browser.post('/flag/settings', values).expect(422)

  expect(problemAt(text, name)).toBe(problem)
  if (!name.startsWith('pattern') && !name.startsWith('rank'))
    expect(formOf(text, '/flag/settings')).toMatchObject({ [name]: typed })
})

it('rests in quiet hours, and says until when', async () => {
  const { browser } = await overdueDesk()
  const values = formOf(await flagPage(browser), '/flag/settings')
  await browser.post('/flag/settings', { ...values, quiet_hours: '09:00-18:00' }).expect(303)

  const html = await flagPage(browser)
  expect(frameOn(html)).toBe(DARK)
  expect(mainOf(html)).toContain('Off, for it is quiet hours, until 29 Nov, 18:00')
  expect(mainOf(html)).toContain('1 is 23 h overdue')
})

it('watches one person, or one list', async () => {
  const { browser, desk, as } = await overdueDesk('team')
  await as('agent', 'Ann Green')
  const watch = async (text: string) => {
    await browser
      .post('/flag/settings', { ...formOf(await flagPage(browser), '/flag/settings'), watch: text })
      .expect(303)
    return await flagPage(browser)
  }

  expect(frameOn(await watch('person:Ann.Green@example.com'))).toBe(GREEN)
  expect(mainOf(await flagPage(browser))).toContain('Watches the tickets of Ann Green')
  expect(frameOn(await watch('http://desk.lan/tickets?priority=critical'))).toBe(STROBING)
  expect(desk.config.flag.watch).toBe('priority=critical')
  expect(frameOn(await watch('priority=low'))).toBe(GREEN)
  expect((await browser.get('/')).text).toContain('data-flag-word="Overdue"')
})

it('turns magenta when a mirrored system cannot be read, and tells clients nothing of it', async () => {
  const { as, desk, clock } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent'), await as('client')]
  const now = clock.now()
  const source = { kind: 'freshservice', name: 'Freshservice', state: 'error', lastError: 'The key is not accepted.' }
  const times = { createdAt: new Date(now), lastSuccessAt: new Date(now - 5 * 60_000) }
  await desk.db.write((tx) => tx.source.create({ data: { ...source, ...times } }))
  expect(frameOn(await flagPage(agent))).toBe(GREEN)

  clock.pass(5 * 60_000)
  expect(mainOf(await flagPage(agent))).toContain(
    'Feed error Freshservice could not be read since 21 Nov, 09:55: The key is not accepted.',
  )
  expect((await agent.get('/')).text).toContain('data-flag-word="Feed error"')
  expect((await client.get('/')).text).toContain('data-flag-word="Your tickets"')

  await desk.db.write((tx) => tx.source.updateMany({ data: { pausedAt: new Date(now) } }))
  expect(frameOn(await flagPage(agent))).toBe(GREEN)
})

it('lets agents look and acknowledge, admins change, and clients nothing', async () => {
  const { as } = await overdueDesk('team')
  const [agent, client] = [await as('agent'), await as('client')]

  const html = await flagPage(agent)
  expect(html).not.toContain('action="/flag/settings"')
  expect(mainOf(html)).toContain('What it shows')
  await agent.post('/flag/settings').expect(403)
  await agent.post('/flag/test', { state: 'clear' }).expect(403)
  await agent.post('/flag/acknowledge').expect(303)
  expect((await agent.get('/')).text).toContain('href="/flag"')

  await client.get('/flag').expect(403)
  await client.post('/flag/acknowledge').expect(403)
  expect((await client.get('/')).text).not.toContain('href="/flag"')
})

it('follows the desk: each change once, and nothing when nothing changed', async () => {
  const house = await openHouse()
  const browser = house.visitor()
  const { keeper, sent } = keeperOf(house)
  keeper.look()
  await expect.poll(sent).toEqual([GREEN])

  await openTicket(browser, { title: 'Gateway is down', priority: 'critical' })
  keeper.look()
  keeper.look()
  await expect.poll(sent).toEqual([GREEN, BLUE])
  house.clock.pass(8 * DAY)
  keeper.look()
  await expect.poll(sent).toEqual([GREEN, BLUE, STROBING])

  const values = formOf(await flagPage(browser), '/flag/settings')
  await browser.post('/flag/settings', { ...values, enabled: 'off' }).expect(303)
  keeper.look()
  await expect.poll(sent).toEqual([GREEN, BLUE, STROBING, DARK])
  expect(keeper.now().device.words).toBe('The light is turned off in the settings.')
})

it('lights the flag by itself, and darkens it at the end', async () => {
  const house = await openHouse()
  const { keeper, sent } = keeperOf(house)
  keeper.start()
  await expect.poll(sent).toEqual([GREEN])
  await openTicket(house.visitor())
  await expect.poll(sent, { timeout: 1000 }).toEqual([GREEN, BLUE])

  await keeper.stop()
  expect(sent()).toEqual([GREEN, BLUE, DARK])
})
