import { expect } from 'vitest'
import { writeTicket } from './acts.ts'
import { arrive, journey, mark, openChromium, textOf } from './browser.ts'
import { runServer } from './server.ts'

const server = runServer((command) => command('setup', '--preset', 'personal'))
const chromium = openChromium()
const open = () => chromium.window({ baseURL: server.url })

journey('draws the flag as it is lit, and follows what another window does', async () => {
  const [flag, other] = [await open(), await open()]
  const href = await writeTicket(other, { title: 'Gateway is down' })
  await flag.goto('/flag')
  await flag.locator('[data-live-word]', { hasText: 'live' }).waitFor()
  await arrive(flag, flag.locator('.lamp--solid'))
  expect(await textOf(flag.locator('.beacon'))).toMatch(/^On track 1 ticket on track Gateway is down Blue, solid/)
  const { stillThere } = await mark(flag)

  await other.goto(`${href}/edit`)
  await other.locator('summary', { hasText: 'Due date' }).click()
  await other.fill('#dueAt', '2025-01-01T09:00')
  await other.getByRole('button', { name: 'Save changes' }).click()
  await flag.locator('.lamp--strobe').waitFor()
  expect(await textOf(flag.locator('.beacon'))).toMatch(/^Overdue .* overdue Gateway is down Red, strobing/)
  expect(await flag.title()).toMatch(/^\(1\) Flag/)
  expect(await stillThere()).toBe(true)

  await flag.getByRole('button', { name: 'I have seen it' }).click()
  await flag.getByText('has seen it', { exact: false }).waitFor()
  expect(await flag.locator('.lamp--strobe').count()).toBe(0)
  await flag.locator('.lamp--solid').waitFor()
})
