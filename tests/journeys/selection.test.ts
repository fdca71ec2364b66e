import { expect } from 'vitest'
import { writeTicket } from './acts.ts'
import { arrive, journey, openChromium, type Window } from './browser.ts'
import { inspect } from './inspect.ts'
import { runServer } from './server.ts'

const server = runServer((command) => command('setup', '--preset', 'personal'))
const chromium = openChromium()
const TITLES = ['Door on level 3 stays open', 'Printer prints blank pages', 'Mail does not arrive', 'Lift is stuck']

const bar = (page: Window) => page.getByRole('form', { name: 'Selected tickets' })
const counted = (page: Window) => page.locator('[data-bulk-count]').innerText()
const ticked = (page: Window) => page.locator('.pick input:checked').count()
const focused = (page: Window) => page.evaluate(() => document.activeElement?.textContent ?? '')

/** What the bar sends, without sending it. */
const sent = (page: Window) =>
  page.evaluate(
    () =>
      new Promise<[string, string][]>((resolve) => {
        const form = document.querySelector<HTMLFormElement>('#bulk')
        form?.addEventListener('submit', (event) => {
          event.preventDefault()
          const data = [...new FormData(form, event.submitter)]
          resolve(
            data.flatMap(([name, value]) => (name === '_csrf' || typeof value !== 'string' ? [] : [[name, value]])),
          )
        })
        form?.querySelector<HTMLButtonElement>('button[value=status]')?.click()
      }),
  )

journey('selects by keyboard, a few, a range and the page, and sends what is selected', async () => {
  const page = await chromium.window({ baseURL: server.url })
  for (const title of TITLES) await writeTicket(page, { title })
  await page.goto('/tickets?sort=created&order=asc')
  expect(await bar(page).isVisible()).toBe(false)

  await page.keyboard.press('j')
  await page.keyboard.press('x')
  expect(await counted(page)).toBe('1 selected')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('X')
  expect([await counted(page), await ticked(page)]).toEqual(['3 selected', 3])
  await inspect(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await inspect(page)

  await page.keyboard.press('x')
  expect(await ticked(page)).toBe(2)
  await page.reload()
  await arrive(page, bar(page))
  expect([await counted(page), await ticked(page)]).toEqual(['2 selected', 2])
  expect(await sent(page)).toEqual([
    ['ids', '1'],
    ['ids', '2'],
    ['search', '?sort=created&order=asc'],
    ['change', 'status'],
  ])
})

journey('takes what was selected on another page of the search along, and all of it on request', async () => {
  const page = await chromium.window({ baseURL: server.url })
  await page.goto('/tickets?sort=created&order=asc')
  await page.evaluate(() => sessionStorage.setItem('picked:?sort=created&order=asc', '3,99'))
  await page.reload()
  await arrive(page, bar(page))
  expect(await counted(page)).toBe('2 selected, 1 on other pages')
  expect(await sent(page)).toContainEqual(['ids', '99'])

  await page.reload()
  expect(await bar(page).isVisible()).toBe(false)
  await page.locator('#t2').hover()
  await page.getByRole('checkbox', { name: 'Select 2, Printer prints blank pages' }).check()
  await page.getByRole('checkbox', { name: 'All 4' }).check()
  expect(await counted(page)).toBe('All 4 selected')
  const all = await sent(page)
  expect(all).toContainEqual(['all', '1'])
  expect(all.filter(([name]) => name === 'ids')).toEqual([])
})

journey('selects and sends without a script', async () => {
  const page = await chromium.window({ baseURL: server.url, javaScriptEnabled: false })
  await page.goto('/tickets')
  expect(await bar(page).isVisible()).toBe(false)
  await page.locator('#t1 .pick input').check()
  await bar(page).waitFor()
  expect(await bar(page).getByRole('button', { name: 'Assign' }).isVisible()).toBe(true)
})

journey('reaches every change of the selected tickets with a thumb', async () => {
  const page = await chromium.window({ baseURL: server.url, viewport: { width: 390, height: 844 }, hasTouch: true })
  await writeTicket(page, { title: 'Reached with a thumb' })
  await page.goto('/tickets')
  await page.locator('.pick input').first().check()
  const first = await bar(page).getByRole('button').all()
  await bar(page).getByRole('button', { name: 'More' }).click()
  await inspect(page)
  const rest = await page.locator('#bulk-more button').all()
  expect([first.length, rest.length]).toEqual([6, 7])
  for (const button of [...first, ...rest]) {
    const { x, width, height } = (await button.boundingBox()) ?? { x: -1, width: 0, height: 0 }
    expect(height, await button.innerText()).toBeGreaterThanOrEqual(44)
    expect(x >= 0 && x + width <= 390, await button.innerText()).toBe(true)
  }
  await page.getByRole('button', { name: 'Tags' }).click()
  await page.getByRole('heading', { name: 'Change 1 ticket' }).waitFor()
})

journey('keeps what is selected when the page brings itself up to date', async () => {
  const page = await chromium.window({ baseURL: server.url })
  const other = await chromium.window({ baseURL: server.url })
  await page.goto('/tickets?sort=created&order=asc')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await writeTicket(other, { title: 'A new one' })
  await page.locator('.row', { hasText: 'A new one' }).waitFor()
  expect([await counted(page), await ticked(page)]).toEqual(['1 selected', 1])
})

journey('walks from ticket to ticket, up to the list, through pages and to the views', async () => {
  const page = await chromium.window({ baseURL: server.url })
  await page.goto('/tickets?sort=created&order=asc')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('p')
  await page.getByRole('tooltip').filter({ hasText: 'Printer prints blank pages' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('tooltip').waitFor({ state: 'detached' })
  await page.keyboard.press(' ')
  await page.getByRole('tooltip').waitFor()

  await page.keyboard.press('o')
  await arrive(page, page.getByRole('heading', { name: 'Printer prints blank pages' }))
  await page.keyboard.press(']')
  await arrive(page, page.getByRole('heading', { name: 'Mail does not arrive' }))
  await page.keyboard.press('[')
  await arrive(page, page.getByRole('heading', { name: 'Printer prints blank pages' }))
  await page.keyboard.press('s')
  expect(await page.evaluate(() => document.activeElement?.closest('form')?.getAttribute('action'))).toBe(
    '/tickets/2/status',
  )
  await page.keyboard.press('u')
  await page.waitForURL(/\/tickets\?sort=created&order=asc$/)
  await page.waitForFunction(() => document.activeElement?.matches('.row__title'))
  expect(await focused(page)).toBe('Printer prints blank pages')

  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await page.waitForURL('**/views')
  await inspect(page)
})

journey('makes a view by hand: filters, groups, columns, a name', async () => {
  const page = await chromium.window({ baseURL: server.url })
  await page.goto('/tickets')
  await page.getByText('Group by nothing', { exact: true }).click()
  await page.getByRole('link', { name: 'Priority' }).last().click()
  await page.waitForURL(/group=priority/)
  await page.getByText('Save as view', { exact: true }).click()
  await page.getByLabel('Name of the view').fill('By priority')
  await page.getByRole('button', { name: 'Save view' }).click()
  await arrive(page, page.getByRole('heading', { name: 'By priority', level: 1 }))
  await inspect(page)

  await page.getByRole('link', { name: 'Columns' }).click()
  await page.getByLabel('Site').check()
  await inspect(page)
  await page.getByRole('button', { name: 'Save columns' }).click()
  await arrive(page, page.getByRole('columnheader', { name: 'Site' }))
  await inspect(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await inspect(page)
  await page.getByRole('link', { name: 'Edit view' }).click()
  await inspect(page)
})

journey('goes from the selected tickets to their merge', async () => {
  const page = await chromium.window({ baseURL: server.url })
  await page.goto('/tickets?sort=created&order=asc')
  await page.locator('#t1 .pick input').check()
  await page.locator('#t3 .pick input').check()
  await bar(page).getByRole('button', { name: 'Merge' }).click()
  await arrive(page, page.getByRole('heading', { name: 'Merge 2 tickets' }))
  await inspect(page)
  await page.getByRole('button', { name: 'Merge', exact: true }).click()
  await arrive(page, page.getByRole('heading', { name: TITLES[0]! }))
})
