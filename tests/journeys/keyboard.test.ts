import { expect } from 'vitest'
import { writeTicket } from './acts.ts'
import { arrive, journey, openChromium, textOf } from './browser.ts'
import { runServer } from './server.ts'

const server = runServer((command) => command('setup', '--preset', 'personal'))
const chromium = openChromium()
const open = () => chromium.window({ baseURL: server.url })
const TITLES = ['Door on level 3 stays open', 'Printer prints blank pages', 'Mail does not arrive']

journey('finds, opens and answers a ticket by keyboard alone', async () => {
  const page = await open()
  for (const title of TITLES) await writeTicket(page, { title })
  await page.goto('/')
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')

  await page.keyboard.press('j')
  const first = await focused()
  await page.keyboard.press('j')
  const second = await focused()
  await page.keyboard.press('k')
  expect(await focused()).toBe(first)
  expect(TITLES).toEqual(expect.arrayContaining([first, second]))
  expect(second).not.toBe(first)

  await page.keyboard.press('o')
  await arrive(page, page.getByRole('heading', { name: first }))
  await page.keyboard.press('n')
  await page.keyboard.type('joke c n r ?')
  expect(await page.inputValue('#body')).toBe('joke c n r ?')
  expect(await page.getByRole('button', { name: 'Save note for agents' }).isVisible()).toBe(true)

  await page.keyboard.press('Escape')
  await page.keyboard.press('r')
  await page.keyboard.press('Control+Enter')
  await arrive(page, page.locator('.event--reply', { hasText: 'joke c n r ?' }))

  await page.keyboard.press('/')
  await page.keyboard.type('printer')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=printer/)
  expect(await page.locator('.row__title').allInnerTexts()).toEqual(['Printer prints blank pages'])

  await page.keyboard.press('c')
  await page.waitForURL('**/tickets/new')
})

journey('shows the list of keys over the page, and closes it again', async () => {
  const page = await open()
  await page.goto('/tickets')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor({ state: 'hidden' })

  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await page.waitForURL(`${server.url}/`)
})

journey('is quiet where the keys are turned off', async () => {
  const page = await open()
  await page.goto('/me')
  await page.getByText('Off', { exact: true }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await arrive(page, page.getByText('Saved.'))
  await page.keyboard.press('c')
  await page.keyboard.press('j')
  expect(new URL(page.url()).pathname).toBe('/me')
})

journey('shows what a ticket is about when the pointer or the keyboard rests on it', async () => {
  const page = await open()
  await page.goto('/tickets?status=all')
  await page.hover('#t2')
  const card = page.getByRole('tooltip')
  await card.waitFor()
  expect(await textOf(card)).toContain('Printer prints blank pages')
  expect(await textOf(card)).toContain('As the title says.')

  await page.mouse.move(0, 0)
  await card.waitFor({ state: 'detached' })
  await page.locator('#t3 .row__title').focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await card.filter({ hasText: 'Mail does not arrive' }).waitFor()
  expect(await page.locator('#t3 .row__title').getAttribute('aria-describedby')).toBe('preview')
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
})
