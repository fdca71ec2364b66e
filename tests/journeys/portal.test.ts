import { expect } from 'vitest'
import { move, reply } from './acts.ts'
import { journey, openChromium, textOf, type Window } from './browser.ts'
import { inspect } from './inspect.ts'
import { addPeople, setUpTeam, signIn } from './people.ts'
import { runServer } from './server.ts'

const server = runServer((command, home) => {
  setUpTeam(command)
  addPeople(home, [
    { name: 'Eva Green', role: 'agent' },
    { name: 'Carla Client', role: 'client', site: 'Harbour' },
    { name: 'Fred Foreign', role: 'client', site: 'Airport' },
  ])
})
const chromium = openChromium()

async function enter(name: string, options: object = {}): Promise<Window> {
  const page = await chromium.window({ baseURL: server.url, ...options })
  await signIn(page, name)
  return page
}

const main = (page: Window) => textOf(page.getByRole('main'))

journey('lets a client ask, be answered, confirm and rate, and tells nobody else', { timeout: 90_000 }, async () => {
  const carla = await enter('Carla Client')
  expect(await main(carla)).toContain('What can we do for you?')
  await inspect(carla)

  await carla.getByRole('main').getByRole('link', { name: 'New ticket' }).click()
  await carla.fill('#title', 'Printer on floor 3 smokes')
  await carla.fill('#description', 'Since noon. **Help.**')
  await carla.setInputFiles('#attachments', { name: 'smoke.txt', mimeType: 'text/plain', buffer: Buffer.from('puff') })
  await inspect(carla)
  await carla.getByRole('button', { name: 'Create ticket' }).click()
  await carla.waitForURL(/\/tickets\/\d+$/)
  expect(await main(carla)).toMatch(/We have it\. Nobody has begun yet\..*smoke\.txt/)
  const { pathname } = new URL(carla.url())

  const eva = await enter('Eva Green')
  await eva.getByRole('link', { name: 'Unassigned' }).first().click()
  await eva.goto(pathname)
  await eva.getByRole('button', { name: 'Pick up' }).click()
  await eva.locator('.props', { hasText: 'Eva Green' }).waitFor()
  await eva.locator('[name=kind][value=note]').check()
  await reply(eva, 'She overheats it every week.')
  await eva.locator('[name=kind][value=reply]').check()
  await reply(eva, 'Try it now, please.')
  await move(eva, 'Resolve')

  const fred = await enter('Fred Foreign')
  expect(await main(fred)).not.toContain('Printer')
  expect((await fred.goto(pathname))?.status()).toBe(404)
  expect(await main(fred)).not.toContain('Printer')

  // The open page hears of it by itself.
  await carla.locator('.event', { hasText: 'Try it now, please.' }).waitFor()
  await carla.goto('/')
  expect(await textOf(carla.locator('.asks--waiting'))).toContain('Printer on floor 3 smokes')
  await inspect(carla)
  await carla.getByRole('link', { name: 'Printer on floor 3 smokes' }).click()
  await carla.getByRole('button', { name: 'Yes, it is solved' }).waitFor()
  expect(await main(carla)).not.toContain('overheats')
  await inspect(carla)
  await carla.getByRole('button', { name: 'Yes, it is solved' }).click()
  await carla.getByText('This is done.').waitFor()
  await carla.getByText('Good', { exact: true }).click()
  await carla.getByLabel('Comment').fill('Quick and kind.')
  await carla.getByRole('button', { name: 'Send rating' }).click()
  await carla.getByText('You said Good').waitFor()

  await eva.goto(pathname)
  expect(await main(eva)).toMatch(/Rating Good Carla Client, .* Quick and kind\./)
  await inspect(eva)
})

journey('lets somebody without sign-in answer by a link, until it is revoked', { timeout: 60_000 }, async () => {
  const eva = await enter('Eva Green')
  await eva.goto('/tickets/new')
  await eva.fill('#title', 'Door is stuck')
  await eva.fill('#description', 'At the back.')
  await eva.fill('#requester', 'Walt Walker <walt@example.com>')
  await eva.getByRole('button', { name: 'Create ticket' }).click()
  await eva.waitForURL(/\/tickets\/\d+$/)
  await eva.getByText('More', { exact: true }).click()
  await eva.getByRole('link', { name: 'Share by link' }).click()
  await inspect(eva)
  await eva.getByRole('button', { name: 'Make a link' }).click()
  const link = new URL(await textOf(eva.locator('.fresh .command')))
  await inspect(eva)

  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      const options = { baseURL: server.url, colorScheme, viewport: { width, height: 844 } }
      const page = await chromium.window(options)
      await page.goto(link.pathname)
      await page.getByRole('heading', { name: 'Door is stuck' }).waitFor()
      await inspect(page)
    }
  const walt = await chromium.window({ baseURL: server.url })
  await walt.goto(link.pathname)
  await walt.fill('#body', 'It is open again.')
  await walt.getByRole('button', { name: 'Send reply' }).click()
  await walt.locator('.event', { hasText: 'It is open again.' }).waitFor()

  await eva.goto(eva.url())
  await eva.getByRole('button', { name: /^Revoke/ }).click()
  await eva.getByText('Nobody has a link to this ticket.').waitFor()
  expect((await walt.goto(link.pathname))?.status()).toBe(404)
})

journey.for([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('is calm and accessible for clients: %s at %d', { timeout: 60_000 }, async ([colorScheme, width]) => {
  const carla = await enter('Carla Client', { colorScheme, viewport: { width, height: 844 }, hasTouch: width < 500 })
  for (const path of ['/', '/tickets?status=all', '/tickets/new', '/tickets/1', '/tickets/1/edit']) {
    await carla.goto(path)
    await inspect(carla)
  }
})
