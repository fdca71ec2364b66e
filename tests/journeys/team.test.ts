import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { reply, writeTicket } from './acts.ts'
import { journey, openChromium, textOf } from './browser.ts'
import { inspect } from './inspect.ts'
import { runServer, type Server } from './server.ts'

const PASSWORD = 'a long walk along the harbour'
const server = runServer(setUpTeam)
const chromium = openChromium()

function setUpTeam(command: Server['command']): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pennant-password-'))
  const file = path.join(folder, 'password')
  writeFileSync(file, PASSWORD)
  command(
    'setup',
    '--preset',
    'team',
    '--admin-name',
    'Ada Roth',
    '--admin-email',
    'ada@example.com',
    '--admin-password-file',
    file,
  )
  rmSync(folder, { recursive: true })
}

journey('lets somebody in who signs in, and out again', async () => {
  const page = await chromium.window({ baseURL: server.url })
  await page.goto('/tickets?status=all')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()

  await inspect(page)
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByLabel('Password').fill('a wrong password of some length')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.inputValue('#email')).toBe('ada@example.com')
  expect(await page.inputValue('#password')).toBe('')

  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/tickets\?status=all/)

  const href = await writeTicket(page, { title: 'VPN drops every ten minutes', priority: 'Critical' })
  expect(await textOf(page.locator('.now'))).toMatch(/^First response in 59 min Critical · 1 h/)
  await page.getByRole('button', { name: 'Pick up' }).click()
  await page.locator('.props', { hasText: 'Ada Roth' }).waitFor()
  await reply(page, 'I can see it too.')
  expect(await textOf(page.locator('.now'))).toMatch(/^Resolution in 3 h Critical · 4 h/)

  await page.getByRole('link', { name: 'Explain this colour' }).click()
  expect(await textOf(page.getByRole('main'))).toContain('because of its resolution target')
  expect(await page.locator('.section', { hasText: 'First response' }).last().innerText()).toContain('met')

  await inspect(page)

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goto(href)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})
