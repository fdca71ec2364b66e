import path from 'node:path'
import { expect } from 'vitest'
import { move, reply, writeTicket } from './acts.ts'
import { arrive, journey, mark, openChromium, textOf } from './browser.ts'
import { ROOT, runServer } from './server.ts'

const server = runServer((command) => command('setup', '--preset', 'personal'))
const chromium = openChromium()
const open = () => chromium.window({ baseURL: server.url })

journey('shows in one window what another one changes, without a reload', async () => {
  const [one, other] = [await open(), await open()]
  await one.goto('/')
  await one.getByText('live', { exact: false }).first().waitFor()
  const { stillThere } = await mark(one)

  const href = await writeTicket(other, { title: 'Heating is cold', priority: 'Critical' })
  const row = one
    .locator('.section', { hasText: 'Needs a first response' })
    .locator('.row', { hasText: 'Heating is cold' })
  await row.waitFor()
  await reply(other, 'On my way.')
  await one
    .locator('.section', { hasText: 'Waiting on agent' })
    .locator('.row', { hasText: 'Heating is cold' })
    .waitFor()
  await other.goto(href)
  await move(other, 'Start work')
  await move(other, 'Resolve')
  await row.waitFor({ state: 'detached' })
  expect(await stillThere()).toBe(true)
})

journey('never replaces what somebody is typing', async () => {
  const [one, other] = [await open(), await open()]
  const href = await writeTicket(other, { title: 'Keyboard is sticky' })
  await one.goto(href)
  await one.getByRole('heading', { name: 'Keyboard is sticky' }).waitFor()
  await one.fill('#body', 'I am writ')
  await one.locator('#body').press('End')

  await reply(other, 'A new one is on its way.')
  await one.locator('.notice', { hasText: 'replied a moment ago.' }).waitFor()
  await one.keyboard.type('ing this')
  expect(await one.inputValue('#body')).toBe('I am writing this')
  expect(await one.locator('.event', { hasText: 'A new one is on its way.' }).count()).toBe(0)

  await one.getByRole('button', { name: 'Show' }).click()
  await one.locator('.event', { hasText: 'A new one is on its way.' }).waitFor()
  expect(await one.inputValue('#body')).toBe('I am writing this')
})

journey('keeps both when two windows edit the same ticket', async () => {
  const [one, other] = [await open(), await open()]
  const href = await writeTicket(one, { title: 'Lamp flickers', description: 'In the hall.' })
  await one.goto(`${href}/edit`)
  await other.goto(`${href}/edit`)

  await one.fill('#title', 'Lamp flickers in the hall')
  await one.selectOption('#priority', { label: 'High' })
  await one.getByRole('button', { name: 'Save changes' }).click()
  await one.getByRole('heading', { name: 'Lamp flickers in the hall' }).waitFor()

  await other.fill('#title', 'Lamp flickers at night')
  await other.selectOption('#priority', { label: 'Critical' })
  await other.fill('#description', 'In the hall, since Monday.')
  await other.getByRole('button', { name: 'Save changes' }).click()
  const conflict = other.getByRole('alert')
  await arrive(other, conflict)
  expect(await textOf(conflict)).toMatch(/changed this ticket .* while you were writing/)
  expect(await conflict.locator('legend').allInnerTexts()).toEqual(['Title', 'Priority'])
  expect(await textOf(conflict)).toContain('Critical')
  expect(await textOf(conflict)).toContain('High')
  expect(await other.inputValue('#description')).toBe('In the hall, since Monday.')

  await conflict.getByRole('group', { name: 'Title' }).getByRole('radio').nth(1).check()
  expect(await other.inputValue('#title')).toBe('Lamp flickers in the hall')
  await other.getByRole('button', { name: 'Save changes' }).click()
  await other.getByRole('heading', { name: 'Lamp flickers in the hall' }).waitFor()
  expect(await textOf(other.locator('.ticket__text'))).toContain('In the hall, since Monday.')
  expect(await textOf(other.locator('.props'))).toContain('Critical')
})

journey('catches up by itself when the server was away', async () => {
  const page = await open()
  await page.goto('/')
  await page.locator('[data-live-word]', { hasText: 'live' }).waitFor()
  const { stillThere } = await mark(page)

  await server.stop()
  await page.locator('[data-live-word]', { hasText: 'reconnecting…' }).waitFor()
  server.command('import', 'csv', path.join(ROOT, 'tests/fixtures/imports/freshdesk.csv'))
  await server.start()
  await page.locator('.row', { hasText: 'Invoice shows the wrong VAT' }).waitFor()
  await page.locator('[data-live-word]', { hasText: 'live' }).waitFor()
  expect(await stillThere()).toBe(true)
})
