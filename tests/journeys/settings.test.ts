import { expect } from 'vitest'
import { writeTicket } from './acts.ts'
import { arrive, journey, openChromium, textOf } from './browser.ts'
import { inspect } from './inspect.ts'
import { runServer } from './server.ts'

const server = runServer((command) => command('setup', '--preset', 'personal'))
const chromium = openChromium()
const PAGES = [
  ...['', '/company', '/statuses', '/statuses/resolved', '/priorities', '/targets', '/calendars', '/lists', '/colours'],
  ...['/clipboard', '/uploads', '/board', '/tags', '/history'],
].map((path) => `/settings${path}`)

journey('shows before it saves how many tickets would change colour, and keeps what somebody else saved', async () => {
  const [one, other] = [await chromium.window({ baseURL: server.url }), await chromium.window({ baseURL: server.url })]
  const ticket = await writeTicket(one, { title: 'Gateway is down', priority: 'Low' })
  await one.goto(`${ticket}/edit`)
  await one.locator('summary', { hasText: 'Due date' }).click()
  await one.fill('#dueAt', '2099-01-01T09:00')
  await one.getByRole('button', { name: 'Save changes' }).click()
  await one.waitForURL(/\/tickets\/\d+$/)

  await one.goto('/settings/targets')
  await other.goto('/settings/targets')
  await one.fill('#due_stage_days', '99999')
  await one.getByRole('button', { name: 'Show what changes' }).click()
  await arrive(one, one.locator('#due_stage_days-error', { hasText: 'At most 3,650 each.' }))
  await one.fill('#due_stage_days', '28, 14, 7')
  await one.getByRole('button', { name: 'Show what changes' }).click()
  await arrive(one, one.locator('.whatif'))
  expect(await textOf(one.locator('.whatif'))).toContain('None of the 1 tickets on the board would change colour.')

  await other.fill('#due_stage_days', '10, 5')
  await other.getByRole('button', { name: 'Save', exact: true }).click()
  await arrive(other, other.locator('.flash', { hasText: 'Saved.' }))
  await one.getByRole('button', { name: 'Save', exact: true }).click()
  await arrive(one, one.locator('.wrongs', { hasText: 'Somebody changed these settings' }))
  expect(await textOf(one.locator('.wrongs'))).toContain('sla.due_stage_days 10, 5 → becomes 28, 14, 7')
  await one.getByRole('button', { name: 'Save mine over theirs' }).click()
  await arrive(one, one.locator('.flash', { hasText: 'Saved.' }))
  expect(await one.inputValue('#due_stage_days')).toBe('28, 14, 7')
})

journey('draws a colour while it is chosen', async () => {
  const page = await chromium.window({ baseURL: server.url })
  await page.goto('/settings/colours')
  await arrive(page, page.locator('#stage_stage0'))
  await page.locator('#stage_stage0').fill('#00ff00')
  expect(await page.locator('[data-shows="stage_stage0"]').first().getAttribute('fill')).toBe('#00ff00')
})

journey(
  'is fit for every reader and every width, in both themes',
  async () => {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        const page = await chromium.window({ baseURL: server.url, colorScheme, viewport: { width, height: 860 } })
        for (const path of PAGES) {
          await page.goto(path)
          await inspect(page)
        }
      }
  },
  120_000,
)
