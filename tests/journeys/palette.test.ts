import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { writeTicket } from './acts.ts'
import { arrive, journey, mark, openChromium, textOf } from './browser.ts'
import { inspect } from './inspect.ts'
import { setUpTeam, signIn } from './people.ts'
import { runServer } from './server.ts'

const server = runServer(setUpTeam)
const chromium = openChromium()
const TITLES = ['Door on level 3 stays open', 'Printer prints blank pages', 'Printer is out of paper']

type Options = Omit<Parameters<typeof chromium.window>[0], 'baseURL'>

async function enter(options: Options = {}): Promise<Page> {
  const page = await chromium.window({ baseURL: server.url, ...options })
  await signIn(page, 'Ada Roth')
  await page.goto('/tickets?status=all')
  if ((await page.locator('.row').count()) === 0) for (const title of TITLES) await writeTicket(page, { title })
  return page
}

const palette = (page: Page) => page.getByRole('dialog', { name: 'Find anything, do anything' })
const options = (page: Page) => page.locator('.find[role=option]')
/** What the keyboard stands on, as a screen reader would be told. */
const meant = async (page: Page) => textOf(page.locator('[role=option][aria-selected=true]'))

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await palette(page).waitFor()
  await options(page).first().waitFor()
}

journey('opens tickets and gives commands by keyboard alone, from wherever one types', async () => {
  const page = await enter()
  await page.goto('/tickets/1')
  await page.keyboard.press('r')
  await page.keyboard.type('Half an answer')

  await openPalette(page)
  await page.keyboard.type('printer')
  await page.locator('#palette-tickets').waitFor()
  const first = await meant(page)
  await page.keyboard.press('ArrowDown')
  expect(await meant(page)).not.toBe(first)
  await page.keyboard.press('ArrowUp')
  expect(await meant(page)).toBe(first)
  const box = page.getByRole('combobox', { name: 'Find tickets, people, views and commands' })
  expect(await box.getAttribute('aria-activedescendant')).toBe('palette-list-0')

  await page.keyboard.press('Escape')
  await palette(page).waitFor({ state: 'hidden' })
  await page.keyboard.type(', finished')
  expect(await page.inputValue('#body')).toBe('Half an answer, finished')
  await page.keyboard.press('Control+Enter')
  await arrive(page, page.locator('.event--reply', { hasText: 'finished' }))

  await openPalette(page)
  await page.keyboard.type('note')
  await page.waitForFunction(() => document.querySelector('[aria-selected=true]')?.textContent.startsWith('Note'))
  expect(await meant(page)).toBe('Note n')
  await page.keyboard.press('Enter')
  await palette(page).waitFor({ state: 'hidden' })
  await page.keyboard.type('Only for us')
  expect(await page.inputValue('#body')).toBe('Only for us')
  expect(await page.getByRole('button', { name: 'Save note for agents' }).isVisible()).toBe(true)
  await page.keyboard.press('Control+Enter')
  await arrive(page, page.locator('.event--note', { hasText: 'Only for us' }))

  // Enter before the answer is there does what was typed, not what was shown.
  await openPalette(page)
  await page.keyboard.type('2')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/tickets/2')

  await openPalette(page)
  expect(await meant(page)).toContain(TITLES[0])
  await page.keyboard.type('assign ro')
  await options(page).filter({ hasText: 'Assign: Ada Roth' }).waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('start work')
  await page.keyboard.press('Enter')
  await arrive(page, page.locator('.ticket__line', { hasText: 'In Progress' }))
})

journey('asks seldom, and never shows a late answer', async () => {
  const page = await enter()
  const asked: string[] = []
  await page.route('**/find?*', async (route) => {
    const q = new URL(route.request().url()).searchParams.get('q') ?? ''
    asked.push(q)
    // The first answer comes long after the second.
    if (q === 'door') await new Promise((resolve) => setTimeout(resolve, 700))
    await route.continue().catch(() => undefined)
  })
  await openPalette(page)
  await page.keyboard.type('door')
  await expect.poll(() => asked).toContain('door')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('printer', { delay: 5 })
  await options(page).filter({ hasText: 'Printer is out of paper' }).waitFor()
  await page.waitForTimeout(900)
  expect(await options(page).filter({ hasText: 'Door' }).count()).toBe(0)
  expect(asked.length).toBeLessThan(8)
  await page.unroute('**/find?*')

  await page.route('**/find?*', (route) => route.abort('connectionrefused'))
  await page.keyboard.type('s')
  await page.getByText('There is no answer.').waitFor()
  expect(await page.inputValue('#palette-box')).toBe('printers')
})

journey('opens what is found in a new tab, and forgets the last tickets when one signs out', async () => {
  const page = await enter()
  await page.goto('/tickets/3')
  await page.goto('/')
  await openPalette(page)
  expect(await meant(page)).toContain(TITLES[2])
  const opened = page.context().waitForEvent('page')
  await page.keyboard.press('Control+Enter')
  expect(new URL((await opened).url()).pathname).toBe('/tickets/3')

  await page.keyboard.type('sign out')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in')
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('recent:')))).toEqual([])
})

journey('completes operators and values, and stays out of the way', async () => {
  const page = await enter()
  await page.goto('/')
  await page.keyboard.press('/')
  await page.keyboard.type('print')
  await options(page).filter({ hasText: 'Printer is out of paper' }).waitFor()
  expect(await page.locator('[aria-selected=true]').count()).toBe(0)
  await page.keyboard.type('er prio')
  await options(page).filter({ hasText: 'priority:' }).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.inputValue('#search')).toBe('printer priority:')

  await options(page).filter({ hasText: 'medium' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  expect(await page.inputValue('#search')).toBe('printer priority:high')

  await page.keyboard.type(' assignee:ro')
  await options(page).filter({ hasText: 'Ada Roth' }).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.inputValue('#search')).toBe('printer priority:high assignee:"Ada Roth"')

  await page.keyboard.type(' st')
  await options(page).filter({ hasText: 'status:' }).waitFor()
  await page.keyboard.press('Escape')
  await options(page).first().waitFor({ state: 'hidden' })
  expect(await page.inputValue('#search')).toBe('printer priority:high assignee:"Ada Roth" st')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.id)).not.toBe('search')

  await page.fill('#search', 'door')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\?q=door/)
  expect(await page.locator('.row__title').allInnerTexts()).toEqual([TITLES[0]])
})

journey('lets the list follow what is typed, in place', async () => {
  const page = await enter()
  await page.goto('/tickets?status=all&sort=created')
  const { stillThere } = await mark(page)
  await page.keyboard.press('/')
  await page.keyboard.type('printer')
  await page.waitForURL(/\?q=printer$/)
  expect((await page.locator('.row__title').allInnerTexts()).toSorted()).toEqual([TITLES[2], TITLES[1]])
  expect(await textOf(page.locator('.chips'))).toContain('“printer”')
  expect(await page.inputValue('#f-q')).toBe('printer')

  await page.keyboard.type(' blank')
  await page.locator('.row').nth(1).waitFor({ state: 'detached' })
  expect(await page.inputValue('#search')).toBe('printer blank')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('search')

  await page.keyboard.press('Control+a')
  await page.keyboard.press('Backspace')
  await page.waitForURL(/status=all&sort=created$/)
  await page.locator('.row').nth(2).waitFor()
  expect(await stillThere()).toBe(true)
})

journey.for([
  ['light', 1280],
  ['dark', 390],
] as const)('is accessible and fits its window: %s at %d', async ([colorScheme, width]) => {
  const page = await enter({ colorScheme, viewport: { width, height: 844 }, hasTouch: width < 500 })
  await page.goto('/')
  await page.getByRole('link', { name: 'Find anything, do anything' }).click()
  await options(page).first().waitFor()
  await page.keyboard.type('printer')
  await options(page).filter({ hasText: 'blank' }).waitFor()
  await inspect(page)
  await page.getByRole('button', { name: 'Close' }).click()
  await palette(page).waitFor({ state: 'hidden' })

  await page.locator('#search').fill('stat')
  await options(page).filter({ hasText: 'status:' }).waitFor()
  await inspect(page)
  await page.goto('/find?q=printer')
  await inspect(page)
})
