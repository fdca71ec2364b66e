import { expect } from 'vitest'
import { journey, openChromium, textOf } from './browser.ts'
import { inspect } from './inspect.ts'
import { runServer } from './server.ts'

const server = runServer()
const chromium = openChromium()
const open = () => chromium.window({ baseURL: server.url, colorScheme: 'dark' })

journey('leads from the first start to a board that shows an answered ticket', async () => {
  const page = await open()

  await page.goto('/')
  expect(new URL(page.url()).pathname).toBe('/setup')
  await inspect(page)
  await page.getByLabel('Just me').check()
  expect(await page.locator('#password').isVisible()).toBe(false)
  await page.getByLabel('Name of your company or team').fill('Harbour Street')
  await page.getByRole('button', { name: 'Open the board' }).click()
  await page.getByRole('heading', { name: 'All clear' }).waitFor()
  await inspect(page)
  expect(await textOf(page.locator('.rail .brand'))).toBe('Pennant Harbour Street')

  await page.getByRole('link', { name: 'New ticket' }).last().click()
  await page.fill('#title', 'The lift stops between floors')
  await page.fill('#description', 'It happens **twice** a day.')
  await page.getByText('Files and links').click()
  await page.setInputFiles('#attachments', {
    name: 'lift log.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('stuck'),
  })
  await page.getByRole('button', { name: 'Create ticket' }).click()
  await page.getByRole('heading', { name: 'The lift stops between floors' }).waitFor()
  expect(await textOf(page.locator('.ticket__text'))).toContain('lift log.txt')
  expect(await page.locator('.ticket__text strong').innerText()).toBe('twice')

  await page.fill('#body', 'The engineer comes tomorrow.')
  await page.selectOption('#status', { label: 'In Progress' })
  await page.locator('.composer__send').click()
  await page.locator('.event--reply', { hasText: 'The engineer comes tomorrow.' }).waitFor()
  expect(await textOf(page.locator('#timeline'))).toContain('changed status from Open to In Progress')

  await page.getByRole('link', { name: 'Board' }).first().click()
  const row = page.locator('#t1')
  expect(await textOf(row)).toContain('The lift stops between floors')
  expect(await row.locator('.row__meta').allInnerTexts()).toEqual([
    expect.stringContaining('1'),
    expect.stringContaining('1'),
  ])
  expect(await textOf(page.locator('.section', { has: row }).locator('h2'))).toBe('Waiting on agent 1')
})

journey('sends an attached file back as it came', async () => {
  const page = await open()
  await page.goto('/tickets/1')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'lift log.txt' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('lift log.txt')
  const chunks = await (await download.createReadStream()).toArray()
  expect(Buffer.concat(chunks as Buffer[]).toString()).toBe('stuck')
})

journey('keeps the theme, and sends it with the page itself', async () => {
  const page = await open()
  await page.goto('/')
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const dark = await paper()

  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/me/appearance')),
    page.getByRole('button', { name: 'Theme: system' }).click(),
  ])
  expect(await paper()).not.toBe(dark)

  await page.reload({ waitUntil: 'commit' })
  expect(await (await page.request.get('/tickets')).text()).toContain('<html lang="en" data-theme="light"')
  await page.getByRole('button', { name: 'Theme: light' }).waitFor()
  expect(await paper()).not.toBe(dark)
})

journey('draws more rows where the density is compact', async () => {
  const page = await open()
  const height = async () => (await page.locator('#t1').boundingBox())?.height ?? 0
  await page.goto('/')
  const normal = await height()

  await page.goto('/me')
  await page.getByText('Compact').click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.').waitFor()
  await page.goto('/')
  expect(await page.locator('html').getAttribute('data-density')).toBe('compact')
  expect(await height()).toBeLessThan(normal)
})
