import { expect } from 'vitest'
import { move, reply, writeTicket } from './acts.ts'
import { journey, openChromium, textOf } from './browser.ts'
import { runServer } from './server.ts'

const server = runServer((command) => command('setup', '--preset', 'personal'))
const chromium = openChromium()

journey('works without any script: create, reply, move, put on hold, filter', async () => {
  const page = await chromium.window({ baseURL: server.url, javaScriptEnabled: false })
  await writeTicket(page, { title: 'Phones are silent', priority: 'High' })
  const href = await writeTicket(page, { title: 'Screen is dark', priority: 'Low' })

  await page.selectOption('#status', { label: 'In Progress' })
  await reply(page, 'Looking at it.')
  expect(await textOf(page.locator('.props'))).toContain('In Progress')

  await page.locator('summary', { hasText: 'Put on hold' }).click()
  await page.locator('#move-on_hold').fill('Awaiting parts')
  await page.locator('.menu__sheet').getByRole('button', { name: 'Put on hold' }).click()
  await page.waitForURL(`**${href}`)
  expect(await textOf(page.locator('.props'))).toContain('Awaiting parts')
  await move(page, 'Start work')

  await page.goto('/tickets')
  await page.selectOption('#f-priority', { label: 'High' })
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.waitForURL(/priority=high/)
  expect(await page.locator('.row__title').allInnerTexts()).toEqual(['Phones are silent'])
  await page.getByRole('link', { name: 'Remove filter Priority: High' }).click()
  expect(await page.locator('.row__title').count()).toBe(2)
})

journey('without any script, a form that is refused comes back with its errors and what was typed', async () => {
  const page = await chromium.window({ baseURL: server.url, javaScriptEnabled: false })
  await page.goto('/tickets/1')
  await page.fill('#body', 'See there.')
  await page.locator('.composer__links summary').click()
  await page.fill('#links', 'not a link')
  await page.locator('.composer__send').click()
  await page.getByRole('alert').waitFor()
  expect(await textOf(page.getByRole('alert'))).toContain('is not an address')
  expect(await page.inputValue('#body')).toBe('See there.')
  expect(await page.inputValue('#links')).toBe('not a link')
})

journey('opens the menu of a phone without any script', async () => {
  const page = await chromium.window({
    baseURL: server.url,
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('link', { name: 'Tickets', exact: true }).click()
  await page.waitForURL('**/tickets')
})
