import { expect } from 'vitest'
import { journey, openChromium } from './browser.ts'
import { inspect } from './inspect.ts'
import { setUpTeam, signIn } from './people.ts'
import { runServer } from './server.ts'

const server = runServer(setUpTeam)
const chromium = openChromium()

const CHOSEN = 'winter lamps over seventy boats'

journey('invites somebody, who chooses a password and is let in', async () => {
  const admin = await chromium.window({ baseURL: server.url })
  await signIn(admin, 'Ada Roth')
  await admin.goto('/people/new')
  await admin.getByLabel('Name', { exact: true }).fill('Bo Berg')
  await admin.getByLabel('Mail address').fill('bo@example.com')
  await admin.locator('main form button.button--main').click()
  await admin.getByRole('button', { name: 'Make an invitation' }).click()
  const link = await admin.getByLabel('Link').inputValue()

  const guest = await chromium.window({ baseURL: server.url })
  await guest.goto(new URL(link).pathname)
  await inspect(guest)
  await guest.getByLabel('New password').fill(CHOSEN)
  await guest.getByRole('button', { name: 'Set password' }).click()
  await guest.waitForURL((url) => url.pathname === '/sign-in')
  await guest.getByLabel('Email').fill('bo@example.com')
  await guest.getByLabel('Password', { exact: true }).fill(CHOSEN)
  await guest.getByRole('button', { name: 'Sign in', exact: true }).click()
  await guest.waitForURL((url) => url.pathname === '/')
  await inspect(guest)

  await guest.goto(new URL(link).pathname)
  expect(await guest.getByRole('main').innerText()).not.toContain('New password')
})
