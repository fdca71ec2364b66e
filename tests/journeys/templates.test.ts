import { expect } from 'vitest'
import { writeTicket } from './acts.ts'
import { journey, openChromium, type Window } from './browser.ts'
import { inspect } from './inspect.ts'
import { runServer } from './server.ts'

const server = runServer((command) => command('setup', '--preset', 'personal'))
const chromium = openChromium()
const HELLO = 'Hello {{ requester.first_name | there }}, {{ cursor }}bye.'

/** Sends the form of a page, filled in by the names of its boxes. */
async function save(page: Window, path: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(path)
  for (const [name, value] of Object.entries(fields)) await page.locator(`.form [name=${name}]`).fill(value)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/new'))
}

async function furnish(page: Window): Promise<void> {
  const actions = 'Order the laptop | 3d\nPrint the badge'
  await save(page, '/templates/new', {
    name: 'New starter',
    title: 'New starter in {{ month }}',
    description: 'Words.',
    actions,
  })
  await save(page, '/templates/replies/new', { name: 'A friendly word', shortcut: 'hello', body: HELLO })
  await page.goto('/recurrences/new')
  await page.selectOption('#templateId', { label: 'New starter' })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.waitForURL('**/recurrences')
  await page.goto('/tickets/new?template=1')
  await page.getByRole('button', { name: 'Create ticket' }).click()
  await page.waitForURL(/\/tickets\/\d+$/)
}

async function furnished(options: object = {}): Promise<Window> {
  const page = await chromium.window({ baseURL: server.url, ...options })
  await page.goto('/templates')
  if ((await page.locator('.place').count()) === 0) await furnish(page)
  return page
}

const PAGES = [
  '/templates',
  '/templates/1',
  '/templates/replies',
  '/templates/2',
  '/recurrences',
  '/recurrences/1',
  '/tickets/1',
  '/tickets/new?template=1',
]

journey.for([
  ['light', 1280],
  ['dark', 390],
] as const)(
  'is accessible and never wider than its window: %s at %d',
  { timeout: 60_000 },
  async ([colorScheme, width]) => {
    const page = await furnished({ colorScheme, viewport: { width, height: 844 }, hasTouch: width < 500 })
    for (const path of PAGES) {
      await page.goto(path)
      await inspect(page)
    }
    await page.goto('/tickets/1')
    await page.locator('#body').pressSequentially('/')
    await page.locator('.choices [role=option]').first().waitFor()
    await inspect(page)
  },
)

journey('puts a canned reply in by typing, and takes it back', async () => {
  const page = await furnished()
  await page.goto('/tickets/1')
  await page.fill('#body', '')
  await page.locator('#body').blur()
  await page.keyboard.press('r')
  await page.keyboard.type('Well. /fri')
  await page.getByRole('option', { name: 'A friendly word' }).waitFor()
  await page.keyboard.press('Tab')
  await expect.poll(() => page.inputValue('#body')).toBe('Well. Hello there, bye.')
  await page.keyboard.type('and ')
  expect(await page.inputValue('#body')).toBe('Well. Hello there, and bye.')
  await page.fill('#body', '')
  await page.keyboard.type('/hello ')
  await expect.poll(() => page.inputValue('#body')).toBe('Hello there, bye.')
  await page.keyboard.press('Control+z')
  expect(await page.inputValue('#body')).toBe('/hello ')
  await page.fill('#body', 'and/or /nothing-like-it')
  expect(await page.getByRole('listbox').count()).toBe(0)
  await page.fill('#body', '')
})

journey('works through a list of actions without a new page', async () => {
  const page = await furnished()
  await page.goto(await writeTicket(page, { title: 'By hand' }))
  await page.evaluate(() => (document.title = 'the same page'))
  await page.locator('.checklist__new > summary').click()
  await page.keyboard.press('Tab')
  await page.keyboard.type('One')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Two')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const texts = () => page.locator('.action__text').allTextContents()
  await expect.poll(texts).toEqual(['One', 'Two'])

  await page.fill('#items', 'Half a thought')
  await page.getByRole('button', { name: 'One', exact: true }).press('Space')
  await page.getByText('1 of 2 done').first().waitFor()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-pressed'))).toBe('true')
  expect(await page.inputValue('#items')).toBe('Half a thought')
  await page.fill('#items', '')
  await page.getByRole('button', { name: 'One', exact: true }).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(texts).toEqual(['Two', 'One'])
  await page.locator('.action__menu > summary').first().click()
  await page.getByRole('button', { name: 'Remove Two' }).click()
  await page.getByText('Removed “Two”.').waitFor()
  expect(await texts()).toEqual(['One'])
  await page.getByText('ticked off').waitFor()
  expect(await page.title()).toContain('the same page')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(texts).toEqual(['Two', 'One'])
})

journey('needs no script', async () => {
  await furnished()
  const page = await chromium.window({ baseURL: server.url, javaScriptEnabled: false })
  await page.goto('/tickets/1')
  await page.locator('[data-canned-menu] > summary').click()
  await page.getByRole('link', { name: /A friendly word/ }).click()
  await page.waitForURL(/canned=/)
  expect(await page.inputValue('#body')).toBe('Hello there, bye.')
  await page.getByRole('button', { name: 'Order the laptop', exact: true }).click()
  await page.getByText('1 of 2 done').first().waitFor()
  await page.goto('/recurrences/1')
  await page.selectOption('#repeat', 'monthly')
  await page.selectOption('#day', 'last')
  await page.getByRole('button', { name: 'Show its next times' }).click()
  await page.getByText('Every month on the last day at 09:00').waitFor()
})
